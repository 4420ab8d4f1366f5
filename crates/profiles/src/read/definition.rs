//! A document to a profile: each field by its name and type, nothing unknown.

use std::collections::BTreeMap;

use nexus_model::{Failure, Secret, SecretFields};
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use super::{Definition, unreadable};
use crate::failures::{missing, unusable};
use crate::{AuthType, CLIENT_SECRET, Params, Profile, nearest};

/// The parts of an object that have not been read yet.
struct Parts {
    prefix: &'static str,
    object: Map<String, Value>,
    known: Vec<&'static str>,
}

impl Definition {
    /// The profile in a document. Its fields have their types; whether they can be used is another
    /// question ([`Profile::check`]).
    ///
    /// # Errors
    /// `invalid_input`; `field` is the one that is unknown or of another type.
    pub fn of(document: Value) -> Result<Self, Failure> {
        let Value::Object(object) = document else {
            let remedy = "Give a JSON or YAML object with name and auth_type.";
            return Err(unreadable("The text is not an object.", remedy));
        };
        let mut parts = Parts { prefix: "", object, known: Vec::new() };
        let mut profile = Profile {
            name: parts.text("name")?.unwrap_or_default(),
            auth_type: parts.auth_type()?,
            client_id: parts.text("client_id")?,
            issuer: parts.text("issuer")?,
            auth_url: parts.text("auth_url")?,
            token_url: parts.text("token_url")?,
            revocation_url: parts.text("revocation_url")?,
            device_url: parts.text("device_url")?,
            api_base_url: parts.text("api_base_url")?,
            user_info_endpoint: parts.text("user_info_endpoint")?,
            enable_discovery: parts.typed("enable_discovery", "true or false")?.unwrap_or_default(),
            scopes: parts.typed("scopes", "a list of texts")?.unwrap_or_default(),
            params: Params::default(),
        };
        let secret = parts.text(CLIENT_SECRET)?.map(Secret::new);
        // A guide writes this quirk beside `params` rather than in it.
        let beside = parts.client_auth()?;
        profile.params = params(parts.typed("params", "an object")?.unwrap_or_default())?;
        profile.params.auth_header = profile.params.auth_header.or(beside);
        parts.end()?;
        let secrets = secret.map(|secret| (CLIENT_SECRET.to_owned(), secret));
        Ok(Self { profile, secrets: SecretFields::from_iter(secrets) })
    }
}

fn params(object: Map<String, Value>) -> Result<Params, Failure> {
    let mut parts = Parts { prefix: "params.", object, known: Vec::new() };
    let texts = "an object of texts";
    let params = Params {
        credential_schema: parts.take("credential_schema"),
        header_name: parts.text("header_name")?,
        prefix: parts.exact_text("prefix")?,
        param_name: parts.text("param_name")?,
        service: parts.text("service")?,
        region: parts.text("region")?,
        algo: parts.typed("algo", "sha256 or sha1")?,
        encoding: parts.typed("encoding", "hex or base64")?,
        payload: parts.exact_text("payload")?,
        headers: parts.typed::<BTreeMap<_, _>>("headers", texts)?.unwrap_or_default(),
        auth_params: parts.typed::<BTreeMap<_, _>>("auth_params", texts)?.unwrap_or_default(),
        auth_header: parts.client_auth()?,
        skip_scope_on_auth: parts.typed("skip_scope_on_auth", "true or false")?.unwrap_or_default(),
        skip_scope_on_exchange: parts
            .typed("skip_scope_on_exchange", "true or false")?
            .unwrap_or_default(),
        redirect_uri: parts.text("redirect_uri")?,
    };
    parts.end()?;
    Ok(params)
}

impl Parts {
    fn take(&mut self, name: &'static str) -> Option<Value> {
        self.known.push(name);
        self.object.remove(name).filter(|value| !value.is_null())
    }

    fn typed<T: DeserializeOwned>(
        &mut self,
        name: &'static str,
        form: &str,
    ) -> Result<Option<T>, Failure> {
        let Some(value) = self.take(name) else { return Ok(None) };
        let number = value.is_number();
        serde_json::from_value(value).map(Some).map_err(|_| {
            let field = format!("{}{name}", self.prefix);
            let message = format!("`{field}` must be {form}.");
            let remedy = match number {
                true => "Put the number into quotes.".to_owned(),
                false => format!("Write {form}."),
            };
            unusable(field, message, remedy)
        })
    }

    /// A text as it is, blanks included.
    fn exact_text(&mut self, name: &'static str) -> Result<Option<String>, Failure> {
        self.typed(name, "a text")
    }

    /// A text without blanks around it; an empty one is none.
    fn text(&mut self, name: &'static str) -> Result<Option<String>, Failure> {
        let text = self.exact_text(name)?;
        let text = text.map(|text| text.trim().to_owned());
        Ok(text.filter(|text| !text.is_empty()))
    }

    fn auth_type(&mut self) -> Result<AuthType, Failure> {
        let known = AuthType::ALL.map(AuthType::as_str);
        let remedy = format!("Use one of: {}.", known.join(", "));
        let typed = self.text("auth_type")?;
        let typed = typed.ok_or_else(|| {
            missing("auth_type", "it says how requests are authenticated", &remedy)
        })?;
        AuthType::ALL.into_iter().find(|kind| kind.as_str() == typed).ok_or_else(|| {
            let message = "`auth_type` is none of the ways to authenticate.";
            unusable("auth_type", message, nearest::remedy(&typed, &known))
        })
    }

    fn client_auth<T: DeserializeOwned>(&mut self) -> Result<Option<T>, Failure> {
        self.typed("auth_header", "client_secret_post or client_secret_basic")
    }

    /// Nothing may be left over.
    fn end(&self) -> Result<(), Failure> {
        let Some(unknown) = self.object.keys().next() else { return Ok(()) };
        // Whatever stands for a name may be anything, a misplaced secret too.
        let shown: String = unknown.chars().filter(|c| !c.is_control()).take(64).collect();
        let field = format!("{}{shown}", self.prefix);
        let message = format!("A profile has no field `{field}`.");
        Err(unusable(field, message, nearest::remedy(unknown, &self.known)))
    }
}
