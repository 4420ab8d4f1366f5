//! The calls, named as Google names them:
//! <https://docs.cloud.google.com/secret-manager/docs/reference/rest>.

use std::collections::BTreeMap;

use data_encoding::BASE64;
use nexus_http::unreadable;
use nexus_model::{ErrorCode, Failure, Secret};
use serde::Deserialize;
use serde_json::{Value, json};

use super::access::{Access, Ask};
use crate::Version;

/// The alias of the version that counts. At most 63 letters, digits, hyphens and underscores:
/// <https://docs.cloud.google.com/secret-manager/docs/assign-alias-to-secret-version>.
pub(super) const ALIAS: &str = "nexus";

/// Who made a secret; on every one that this app creates.
const LABEL: (&str, &str) = ("managed-by", "nexus-access-vault");

/// Secrets of a page; more than 25,000 are never sent.
/// <https://docs.cloud.google.com/secret-manager/docs/reference/rest/v1/projects.secrets/list>.
const PAGE: &str = "250";

/// What is used of a secret without its values.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct SecretDocument {
    /// `projects/{number}/secrets/{name}`.
    name: String,
    /// When it was made, which tells it from one of the same name that was deleted.
    #[serde(default)]
    create_time: String,
    #[serde(default)]
    pub(super) etag: String,
    /// Version numbers, written as text.
    #[serde(default)]
    pub(super) version_aliases: BTreeMap<String, String>,
}

impl SecretDocument {
    /// One of its versions, told apart from those of every other secret that had its name.
    pub(super) fn version(&self, number: &str) -> Version {
        Version(format!("{number}@{}", self.create_time))
    }
}

/// A version with its value.
pub(super) struct Payload {
    pub(super) number: String,
    pub(super) value: Secret,
}

#[derive(Deserialize)]
struct Accessed {
    name: String,
    payload: Data,
}

#[derive(Deserialize)]
struct Data {
    /// Base 64; none for an empty value.
    #[serde(default)]
    data: Option<Secret>,
}

#[derive(Deserialize)]
struct Named {
    name: String,
}

/// A page of names.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Page {
    #[serde(default)]
    secrets: Vec<SecretDocument>,
    #[serde(default)]
    pub(super) next_page_token: String,
}

impl Page {
    /// The secrets' names, without the project.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.secrets.iter().map(|secret| last(&secret.name))
    }
}

impl Access {
    /// One version's value; `None` if there is no such version, or it was destroyed or disabled.
    pub(super) async fn access(
        &self,
        secret: &str,
        version: &str,
    ) -> Result<Option<Payload>, Failure> {
        let operation = "versions.access";
        let version = format!("{version}:access");
        let path = ["secrets", secret, "versions", &version];
        let ask = Ask { operation, method: "GET", path: &path, query: &[], body: None };
        let accessed = match self.ask::<Accessed>(ask).await {
            Ok(accessed) => accessed,
            Err(failure) if is_absent(&failure) => return Ok(None),
            Err(failure) => return Err(failure),
        };
        let data = accessed.payload.data.unwrap_or_else(|| Secret::new(""));
        let bytes = BASE64.decode(data.expose().as_bytes()).ok();
        let text = bytes.and_then(|bytes| String::from_utf8(bytes).ok());
        let text =
            text.ok_or_else(|| unreadable(&self.told(operation), "the secret is not text"))?;
        let number = last(&accessed.name).to_owned();
        Ok(Some(Payload { number, value: Secret::new(text) }))
    }

    /// A secret without its values; `None` if there is none.
    pub(super) async fn secret(&self, secret: &str) -> Result<Option<SecretDocument>, Failure> {
        let path = ["secrets", secret];
        let ask =
            Ask { operation: "secrets.get", method: "GET", path: &path, query: &[], body: None };
        match self.ask(ask).await {
            Ok(document) => Ok(Some(document)),
            Err(failure) if failure.code == ErrorCode::NotFound => Ok(None),
            Err(failure) => Err(failure),
        }
    }

    /// Makes a secret without a value.
    pub(super) async fn create(&self, secret: &str) -> Result<(), Failure> {
        let mut body = json!({"labels": {LABEL.0: LABEL.1}});
        if !self.is_regional {
            body["replication"] = json!({"automatic": {}});
        }
        let query = [("secretId", secret)];
        let (operation, path) = ("secrets.create", ["secrets"]);
        let body = Some(body);
        let ask = Ask { operation, method: "POST", path: &path, query: &query, body };
        self.ask::<Named>(ask).await.map(drop)
    }

    /// Adds a version and returns its number.
    pub(super) async fn add_version(
        &self,
        secret: &str,
        value: &Secret,
    ) -> Result<String, Failure> {
        let data = BASE64.encode(value.expose().as_bytes());
        let named = format!("{secret}:addVersion");
        let (operation, path) = ("secrets.addVersion", ["secrets", &named]);
        let body = Some(json!({"payload": {"data": data}}));
        let ask = Ask { operation, method: "POST", path: &path, query: &[], body };
        Ok(last(&self.ask::<Named>(ask).await?.name).to_owned())
    }

    /// Moves our alias, if the secret is still in the state of its etag.
    pub(super) async fn move_alias(
        &self,
        secret: &str,
        was: &SecretDocument,
        number: &str,
    ) -> Result<(), Failure> {
        let mut aliases = was.version_aliases.clone();
        aliases.insert(ALIAS.to_owned(), number.to_owned());
        let body = json!({"etag": was.etag, "versionAliases": aliases});
        let (path, query) = (["secrets", secret], [("updateMask", "versionAliases")]);
        let (operation, body) = ("secrets.patch", Some(body));
        let ask = Ask { operation, method: "PATCH", path: &path, query: &query, body };
        self.ask::<Named>(ask).await.map(drop)
    }

    /// Takes the value of one version away for good.
    pub(super) async fn destroy_version(&self, secret: &str, number: &str) -> Result<(), Failure> {
        let named = format!("{number}:destroy");
        let path = ["secrets", secret, "versions", &named];
        let (operation, body) = ("versions.destroy", Some(json!({})));
        let ask = Ask { operation, method: "POST", path: &path, query: &[], body };
        self.ask::<Named>(ask).await.map(drop)
    }

    /// Deletes a secret with all its versions, at once and for good.
    pub(super) async fn delete(&self, secret: &str) -> Result<(), Failure> {
        let (operation, path) = ("secrets.delete", ["secrets", secret]);
        let ask = Ask { operation, method: "DELETE", path: &path, query: &[], body: None };
        match self.ask::<Value>(ask).await {
            Err(failure) if failure.code != ErrorCode::NotFound => Err(failure),
            _ => Ok(()),
        }
    }

    /// A page of the secrets whose names contain a text.
    /// <https://docs.cloud.google.com/secret-manager/docs/filtering>
    pub(super) async fn list(&self, text: &str, token: &str) -> Result<Page, Failure> {
        let filter = format!("name:{text}");
        let mut query = vec![("filter", filter.as_str()), ("pageSize", PAGE)];
        query.extend((!token.is_empty()).then_some(("pageToken", token)));
        let (operation, path) = ("secrets.list", ["secrets"]);
        let ask = Ask { operation, method: "GET", path: &path, query: &query, body: None };
        self.ask(ask).await
    }
}

/// Whether a call failed for what it was about: not there, or destroyed or disabled.
fn is_absent(failure: &Failure) -> bool {
    failure.code == ErrorCode::NotFound
        || failure.provider_code.as_deref() == Some(super::error::FAILED_PRECONDITION)
}

fn last(name: &str) -> &str {
    name.rsplit('/').next().unwrap_or_default()
}
