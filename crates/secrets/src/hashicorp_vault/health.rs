//! What answers, and what the token may do.

use std::collections::HashMap;

use nexus_model::{ErrorCode, Failure};
use serde::Deserialize;
use serde_json::json;

use super::kv::Kv;
use super::server::Server;
use super::session::TOKEN_HEADER;
use crate::BackendHealth;

const ASK_HEALTH: &str = "ask Vault's health";
const ASK_RIGHTS: &str = "ask for the token's rights";

/// <https://developer.hashicorp.com/vault/api-docs/system/health>
#[derive(Deserialize)]
struct Health {
    initialized: bool,
    sealed: bool,
    version: String,
    /// OpenBao has no such field.
    enterprise: Option<bool>,
}

#[derive(Deserialize)]
struct Rights {
    data: HashMap<String, Vec<String>>,
}

/// Asks the server, then whether the token may write below the prefix.
pub(super) async fn ask(kv: &Kv) -> Result<BackendHealth, Failure> {
    let product = product(kv.session.server()).await?;
    let engine = kv.engine().await?;
    let writable = writable(kv).await?;
    let detail = format!("{product}, KV version {} at {}", engine.number(), kv.mount.join("/"));
    Ok(BackendHealth { detail, writable })
}

async fn product(server: &Server) -> Result<String, Failure> {
    // Its own statuses for these states would be read as refusals.
    let states = ["standbyok", "perfstandbyok"].map(|name| (name, "true"));
    let statuses = ["sealedcode", "uninitcode"].map(|name| (name, "200"));
    let request = server.get_of_root(ASK_HEALTH, &["sys", "health"]);
    let request = states
        .into_iter()
        .chain(statuses)
        .fold(request, |request, (name, value)| request.query(name, value));
    let health = match request.json::<Health>().await {
        Ok(health) => health,
        // A proxy may keep it to itself.
        Err(failure) if matches!(failure.http_status, Some(403 | 404)) => {
            return Ok("HashiCorp Vault".into());
        }
        Err(failure) => return Err(failure),
    };
    let host = server.call(ASK_HEALTH).host;
    if !health.initialized {
        let message = format!("Vault at {host} was never initialised: nothing can be in it.");
        return Err(unusable(message, "Ask whoever runs Vault to initialise it."));
    }
    if health.sealed {
        let message = format!("Vault at {host} is sealed: nobody can read from it.");
        return Err(unusable(message, "Ask whoever runs Vault to unseal it, and try again."));
    }
    let name = if health.enterprise.is_some() { "HashiCorp Vault" } else { "OpenBao" };
    Ok(format!("{name} {}", health.version))
}

fn unusable(message: String, remedy: &str) -> Failure {
    Failure::new(ErrorCode::ProviderError, ASK_HEALTH, message, remedy)
}

/// <https://developer.hashicorp.com/vault/api-docs/system/capabilities-self>
async fn writable(kv: &Kv) -> Result<Option<bool>, Failure> {
    // A name like those that are written, since policies are about names.
    let path = kv.path(kv.engine().await?, "data", &["nexus-probe", "nexus-probe"]).join("/");
    let path = path.as_str();
    let rights = kv.session.call(|server, token| async move {
        let request = server.post(ASK_RIGHTS, &["sys", "capabilities-self"]);
        let request = request.json_body(&json!({"paths": [path]}));
        request.secret_header(TOKEN_HEADER, &token).json::<Rights>().await
    });
    match rights.await {
        Ok(rights) => {
            let rights = rights.data.get(path).map(Vec::as_slice).unwrap_or_default();
            let has = |right: &str| rights.iter().any(|given| given == right);
            Ok(Some(has("root") || (has("create") && has("update"))))
        }
        // A token without the policy “default” may not ask. Whether it is good for anything shows
        // at the first thing that is needed of it.
        Err(failure) if failure.code == ErrorCode::PermissionDenied => {
            kv.list(None).await.map(|_| None)
        }
        Err(failure) => Err(failure),
    }
}
