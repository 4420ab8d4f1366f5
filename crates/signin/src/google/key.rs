//! A service account's key file, checked field by field before anything is sent.

use std::collections::BTreeMap;

use jsonwebtoken::EncodingKey;
use nexus_model::{ErrorCode, Failure, Secret};
use serde::de::DeserializeOwned;
use serde_json::value::RawValue;
use url::Url;

use super::KEY;

/// The universe of Google's public cloud.
const UNIVERSE: &str = "googleapis.com";

const DOWNLOAD: &str = "Create a new key of the service account (Keys, Add key, JSON) and paste the file's whole text, unchanged.";

/// What is used of the file:
/// <https://docs.cloud.google.com/iam/docs/keys-create-delete#creating>.
pub struct GoogleKey {
    /// The project that the service account belongs to.
    pub project: String,
    /// The service account.
    pub email: String,
    /// Names the public half at Google.
    pub id: String,
    /// The private half as PEM.
    pub pem: Secret,
    /// Where Google grants tokens to this key.
    pub token_uri: Url,
}

/// The fields as they are written, borrowed from the secret text.
type Fields<'a> = BTreeMap<String, &'a RawValue>;

impl GoogleKey {
    /// Reads the file's text. With a custom endpoint the key's `token_uri` and universe do not
    /// matter, since nothing is sent there.
    ///
    /// # Errors
    /// `invalid_input`, naming the field inside the key and what to do.
    pub fn parse(text: &Secret, has_endpoint: bool) -> Result<Self, Failure> {
        let text = text.expose().trim().trim_start_matches('\u{feff}');
        let fields: Fields<'_> = serde_json::from_str(text).map_err(|_| not_a_file(text))?;
        is_service_account(&fields)?;
        let token_uri: String = read(&fields, "token_uri")?;
        let key = Self {
            project: read(&fields, "project_id")?,
            email: read(&fields, "client_email")?,
            id: read(&fields, "private_key_id")?,
            pem: read(&fields, "private_key")?,
            token_uri: Url::parse(&token_uri).map_err(|_| wrong_token_uri())?,
        };
        if !key.email.ends_with("gserviceaccount.com") || !key.email.contains('@') {
            let why = "is not a service account's address";
            return Err(wrong(&format!("Its field client_email {why}."), DOWNLOAD));
        }
        key.encoding()?;
        if !has_endpoint {
            is_of_google(&fields)?;
            key.is_granted_by_google()?;
        }
        Ok(key)
    }

    /// The private half, ready to sign. Wiped when it is dropped.
    ///
    /// # Errors
    /// `invalid_input` if it is not a whole RSA key.
    pub fn encoding(&self) -> Result<EncodingKey, Failure> {
        EncodingKey::from_rsa_pem(self.pem.expose().as_bytes()).map_err(|_| broken_pem())
    }

    /// Everything of the key that a reply might quote: the private half, and each line of it.
    pub fn secrets(&self) -> Vec<Secret> {
        let lines = self.pem.expose().lines().map(str::trim);
        let lines = lines.filter(|line| line.len() >= 16 && !line.starts_with('-'));
        [self.pem.clone()].into_iter().chain(lines.map(Secret::new)).collect()
    }

    /// An assertion goes to nobody but Google: whoever gets one may act as the service account.
    /// Keys of before 2018 have the address at accounts.google.com.
    fn is_granted_by_google(&self) -> Result<(), Failure> {
        let host = self.token_uri.host_str().unwrap_or_default();
        let of_google = host == "accounts.google.com" || host.ends_with(".googleapis.com");
        let plain = self.token_uri.scheme() == "https"
            && self.token_uri.port().is_none()
            && self.token_uri.username().is_empty()
            && self.token_uri.password().is_none();
        if of_google && plain { Ok(()) } else { Err(wrong_token_uri()) }
    }
}

/// The `type` tells a service account's key from the other files that Google gives.
fn is_service_account(fields: &Fields<'_>) -> Result<(), Failure> {
    if fields.contains_key("installed") || fields.contains_key("web") {
        return Err(wrong(
            "It is the file of an OAuth client, not of a service account.",
            DOWNLOAD,
        ));
    }
    let kind: String = read(fields, "type")?;
    let what = match kind.as_str() {
        "service_account" => return Ok(()),
        "authorized_user" => "a person's own sign-in (gcloud auth application-default login)",
        "external_account" => "a workload identity federation",
        "impersonated_service_account" => "an impersonated service account",
        "gdch_service_account" => "a Google Distributed Cloud",
        _ => "something else",
    };
    Err(wrong(
        &format!("Its field type is not service_account: it is the file of {what}."),
        DOWNLOAD,
    ))
}

/// Keys of other universes are not exchanged for tokens: Google's own libraries sign every request
/// with them (<https://docs.cloud.google.com/docs/authentication/universe-domain>).
fn is_of_google(fields: &Fields<'_>) -> Result<(), Failure> {
    if !fields.contains_key("universe_domain") {
        return Ok(());
    }
    let universe: String = read(fields, "universe_domain")?;
    if universe == UNIVERSE {
        return Ok(());
    }
    Err(wrong(
        "Its field universe_domain is not googleapis.com: it is the key of a separate cloud on Google's technology, which is not supported.",
        "Use a key of Google Cloud itself.",
    ))
}

/// A field's text. What is wrong with it is told without quoting it.
fn read<T: DeserializeOwned + Text>(fields: &Fields<'_>, name: &str) -> Result<T, Failure> {
    let raw = fields.get(name).map(|raw| raw.get());
    let text = match raw {
        None | Some("null") => {
            return Err(wrong(&format!("Its field {name} is missing."), DOWNLOAD));
        }
        Some(raw) => serde_json::from_str::<T>(raw),
    };
    match text {
        Ok(text) if text.is_blank() => Err(wrong(&format!("Its field {name} is empty."), DOWNLOAD)),
        Ok(text) => Ok(text),
        Err(_) => Err(wrong(&format!("Its field {name} is not text."), DOWNLOAD)),
    }
}

/// What a field is read as.
trait Text {
    fn is_blank(&self) -> bool;
}

impl Text for String {
    fn is_blank(&self) -> bool {
        self.trim().is_empty()
    }
}

impl Text for Secret {
    fn is_blank(&self) -> bool {
        self.expose().trim().is_empty()
    }
}

fn not_a_file(text: &str) -> Failure {
    let what = if text.starts_with("-----BEGIN") {
        "It is a bare private key, without the rest of the file."
    } else {
        "It is not a JSON object, or it breaks off."
    };
    wrong(what, DOWNLOAD)
}

fn broken_pem() -> Failure {
    wrong(
        "Its field private_key is not a whole RSA key in PEM form.",
        "Paste the file as it was downloaded: an editor may have changed the line ends (\\n) inside private_key. If the file itself is broken, create a new key.",
    )
}

fn wrong_token_uri() -> Failure {
    wrong(
        "Its field token_uri is not an https address of Google's, so nothing is sent there.",
        "Do not use this file before you know who changed it. Create a new key of the service account in Google Cloud's console.",
    )
}

fn wrong(why: &str, remedy: &str) -> Failure {
    let message = format!("The key file cannot be used. {why}");
    Failure::new(ErrorCode::InvalidInput, "credential", message, remedy).in_field(KEY)
}

#[cfg(test)]
#[path = "key_tests.rs"]
mod tests;
