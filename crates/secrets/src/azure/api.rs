//! The calls, named as Azure names them:
//! <https://learn.microsoft.com/en-us/rest/api/keyvault/secrets/operation-groups?view=rest-keyvault-secrets-7.4>.

use std::collections::BTreeMap;

use nexus_http::{Api, Call, Http};
use nexus_model::{Endpoint, Failure, Secret};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use url::Url;

use super::descriptor::VAULT_URL;
use super::error::parse_error;
use super::login::Login;
use crate::BackendConfig;
use crate::backends::invalid;
use crate::bearer::Bearer;
use crate::common::field;

const VERSION: &str = "7.4";

/// Most secrets of a page:
/// <https://learn.microsoft.com/en-us/rest/api/keyvault/secrets/get-secrets/get-secrets?view=rest-keyvault-secrets-7.4>.
const PAGE: u32 = 25;

/// Who made a secret; on every one that this app writes.
const TAG: (&str, &str) = ("managed-by", "nexus-access-vault");

/// The clouds: the vaults' domain, and where tokens for them are granted.
/// <https://learn.microsoft.com/en-us/azure/key-vault/general/about-keys-secrets-certificates#dns-suffixes-for-object-identifiers>,
/// <https://learn.microsoft.com/en-us/entra/identity-platform/authentication-national-cloud>.
const CLOUDS: [(&str, &str); 3] = [
    ("vault.azure.net", "https://login.microsoftonline.com"),
    ("vault.azure.cn", "https://login.partner.microsoftonline.cn"),
    ("vault.usgovcloudapi.net", "https://login.microsoftonline.us"),
];

/// One vault with a login.
pub(super) struct Vault {
    url: Endpoint,
    api: Api,
    login: Login,
    bearer: Bearer,
}

/// A secret with its value, or without in a list.
#[derive(Deserialize)]
pub(super) struct SecretDocument {
    /// `https://{vault}/secrets/{name}[/{version}]`.
    id: String,
    #[serde(default)]
    pub(super) value: Option<Secret>,
}

/// A page of secrets without their values.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Page {
    #[serde(default)]
    pub(super) value: Option<Vec<SecretDocument>>,
    /// Address of the next page.
    #[serde(default)]
    pub(super) next_link: Option<String>,
}

/// A call, which may have to be made twice.
struct Ask<'a> {
    operation: &'static str,
    method: &'static str,
    path: &'a [&'a str],
    body: Option<Value>,
}

impl SecretDocument {
    /// The parts of the address after `/secrets/`: the name, and the version if it is told.
    fn parts(&self) -> impl Iterator<Item = &str> {
        self.id.split('/').skip_while(|part| *part != "secrets").skip(1)
    }

    pub(super) fn name(&self) -> Option<&str> {
        self.parts().next()
    }

    pub(super) fn version(&self) -> Option<&str> {
        self.parts().nth(1)
    }
}

impl Vault {
    /// # Errors
    /// `invalid_input` naming the field that cannot be used.
    pub(super) fn of(config: &BackendConfig, http: &Http) -> Result<Self, Failure> {
        let remedy = "Copy the vault URI from the vault's overview in the Azure portal.";
        let url = Endpoint::parse(field(config, VAULT_URL).unwrap_or_default());
        let url = url.map_err(|why| {
            invalid(VAULT_URL, format!("The vault URI cannot be used: {why}"), remedy)
        })?;
        let host = Url::parse(url.as_str()).ok().and_then(|url| url.host_str().map(str::to_owned));
        let host = host.unwrap_or_default();
        let is_local = host == "localhost" || host == "[::1]" || host.starts_with("127.");
        let cloud = CLOUDS.iter().find(|(domain, _)| {
            host.strip_suffix(domain).is_some_and(|name| name.len() > 1 && name.ends_with('.'))
        });
        let (domain, authority) = match cloud {
            Some((domain, authority)) => (*domain, *authority),
            // An emulator on this machine grants its own tokens.
            None if is_local => (CLOUDS[0].0, url.as_str()),
            None => {
                let message = "The vault URI is not Azure's, so no token is sent there.";
                return Err(invalid(VAULT_URL, message, remedy));
            }
        };
        let login = Login::of(config, http, authority, format!("https://{domain}/.default"))?;
        let api = Api::new(http, Some(&url), url.as_str(), [], parse_error)?;
        Ok(Self { url, api, login, bearer: Bearer::default() })
    }

    /// The address, for people.
    pub(super) fn url(&self) -> &str {
        self.url.as_str()
    }

    /// What a failure says of a call.
    pub(super) fn told(&self, operation: &'static str) -> Call {
        self.api.call(operation)
    }

    /// The current version.
    pub(super) async fn secret(&self, name: &str) -> Result<SecretDocument, Failure> {
        let path = ["secrets", name];
        self.ask(Ask { operation: "GetSecret", method: "GET", path: &path, body: None }).await
    }

    /// Writes a new version.
    pub(super) async fn set(&self, name: &str, value: &Secret) -> Result<SecretDocument, Failure> {
        let tags = BTreeMap::from([TAG]);
        let body =
            Some(json!({"value": value.expose(), "contentType": "text/plain", "tags": tags}));
        let path = ["secrets", name];
        self.ask(Ask { operation: "SetSecret", method: "PUT", path: &path, body }).await
    }

    /// Deletes all versions; they can be recovered until they are purged.
    pub(super) async fn delete(&self, name: &str) -> Result<(), Failure> {
        let path = ["secrets", name];
        let ask = Ask { operation: "DeleteSecret", method: "DELETE", path: &path, body: None };
        self.ask::<Value>(ask).await.map(drop)
    }

    /// Deletes for good. The reply has no body.
    pub(super) async fn purge(&self, name: &str) -> Result<(), Failure> {
        let path = ["deletedsecrets", name];
        let ask =
            Ask { operation: "PurgeDeletedSecret", method: "DELETE", path: &path, body: None };
        self.send(&ask).await.map(drop)
    }

    /// Brings a deleted secret back, in a moment.
    pub(super) async fn recover(&self, name: &str) -> Result<(), Failure> {
        let path = ["deletedsecrets", name, "recover"];
        let ask =
            Ask { operation: "RecoverDeletedSecret", method: "POST", path: &path, body: None };
        self.ask::<Value>(ask).await.map(drop)
    }

    /// A page of names: the first, or that of an address that the one before named.
    pub(super) async fn list(
        &self,
        next: Option<&str>,
        most: Option<u32>,
    ) -> Result<Page, Failure> {
        let call = |token: Secret| async move {
            let api = self.api.clone().keeping(&token);
            let request = match next {
                Some(next) => api.follow("GetSecrets", next)?,
                None => api
                    .get("GetSecrets", &["secrets"])
                    .query("api-version", VERSION)
                    .query("maxresults", most.unwrap_or(PAGE)),
            };
            request.bearer(&token).json().await
        };
        self.bearer.call(|| self.login.issue(), call).await
    }

    async fn ask<T: DeserializeOwned>(&self, ask: Ask<'_>) -> Result<T, Failure> {
        self.send(&ask).await?.json(&self.told(ask.operation))
    }

    async fn send(&self, ask: &Ask<'_>) -> Result<nexus_http::Reply, Failure> {
        let call = |token: Secret| async move {
            let api = self.api.clone().keeping(&token);
            let url = api.get(ask.operation, ask.path).url().clone();
            let request = api.request(ask.operation, ask.method, &url)?;
            let request = request.query("api-version", VERSION);
            let request = match &ask.body {
                Some(body) => request.json_body(body),
                None => request,
            };
            request.bearer(&token).send().await
        };
        self.bearer.call(|| self.login.issue(), call).await
    }
}
