use std::collections::BTreeMap;

use crate::{CloudId, Endpoint, ProviderId, Secret};

/// Name of the secret field with the access token of an account's connection.
pub const ACCESS_TOKEN: &str = "access_token";

/// Fields of a credential that may be shown: field name to value.
pub type Fields = BTreeMap<String, String>;

/// Fields of a credential that may not be shown: field name to value.
pub type SecretFields = BTreeMap<String, Secret>;

/// Everything a cloud needs to make a call for a provider. Lives only as long as the call.
#[derive(Clone, Debug)]
pub struct Account {
    /// The provider the call is for; machines are labelled with it.
    pub provider: ProviderId,
    /// Its cloud.
    pub cloud: CloudId,
    /// Id of the auth kind in use.
    pub auth: String,
    /// Custom endpoint.
    pub endpoint: Option<Endpoint>,
    /// What may be shown.
    pub fields: Fields,
    /// What may not.
    pub secrets: SecretFields,
}

impl Account {
    /// A field's text, if it was given and is not blank.
    pub fn field(&self, name: &str) -> Option<&str> {
        self.fields.get(name).map(|text| text.trim()).filter(|text| !text.is_empty())
    }

    /// A secret field, if it was given and is not blank.
    pub fn secret(&self, name: &str) -> Option<&Secret> {
        self.secrets.get(name).filter(|secret| !secret.is_empty())
    }
}
