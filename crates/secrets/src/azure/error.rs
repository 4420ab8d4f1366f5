//! The refusals of Key Vault
//! (<https://learn.microsoft.com/en-us/azure/key-vault/general/rest-error-codes>) and of Entra
//! (<https://learn.microsoft.com/en-us/entra/identity-platform/reference-error-codes>).

use nexus_http::{Call, Refusal, Reply};
use nexus_model::{ErrorCode, Failure};
use serde::Deserialize;

use super::descriptor::{CLIENT_ID, CLIENT_SECRET, TENANT_ID};

/// A deleted secret has this name and can be recovered.
pub(super) const DELETED: &str = "ObjectIsDeletedButRecoverable";
/// It is being deleted or purged at this moment.
const BEING_DELETED: &str = "ObjectIsBeingDeleted";
/// It is being recovered at this moment.
const BEING_RECOVERED: &str = "ObjectIsBeingRecovered";

#[derive(Deserialize)]
struct Body {
    error: Told,
    error_description: Option<String>,
    error_codes: Option<Vec<u32>>,
    trace_id: Option<String>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Told {
    KeyVault { code: Option<String>, message: Option<String>, innererror: Option<Inner> },
    Entra(String),
}

#[derive(Deserialize)]
struct Inner {
    code: Option<String>,
}

/// What is known of a refusal by its code: its kind, the field that is wrong, what to do.
type Known = (ErrorCode, Option<&'static str>, &'static str);

/// The failure of a call.
pub(super) fn parse_error(call: &Call, reply: &Reply) -> Failure {
    let mut refusal = Refusal::of("Azure", reply);
    refusal.request_id = reply.header("x-ms-request-id").map(str::to_owned);
    let mut known = None;
    if let Ok(body) = reply.fields::<Body>() {
        match body.error {
            Told::KeyVault { code, message, innererror } => {
                let inner = innererror.and_then(|inner| inner.code);
                refusal.code = inner.or(code);
                refusal.told = message;
                known = key_vault(refusal.code.as_deref().unwrap_or_default());
            }
            Told::Entra(word) => {
                let number = body.error_codes.and_then(|codes| codes.first().copied());
                known = number.and_then(entra).or_else(|| oauth(&word));
                refusal.code = Some(number.map_or(word, |number| format!("AADSTS{number}")));
                refusal.told = body.error_description;
                refusal.request_id = body.trace_id.or(refusal.request_id);
            }
        }
    }
    let (kind, field, remedy) =
        known.or_else(|| of_status(reply.status)).unwrap_or((refusal.kind, None, ""));
    refusal.kind = kind;
    refusal.remedy = (!remedy.is_empty()).then(|| remedy.to_owned());
    let failure = refusal.failure(call, reply);
    match field {
        Some(field) => failure.in_field(field),
        None => failure,
    }
}

/// Whether a secret is between two states, which ends by itself.
pub(super) fn is_in_transit(failure: &Failure) -> bool {
    let code = failure.provider_code.as_deref();
    [BEING_DELETED, BEING_RECOVERED].iter().any(|word| code == Some(word))
}

/// Key Vault's codes; the inner one tells more.
fn key_vault(code: &str) -> Option<Known> {
    use ErrorCode::{Conflict, NotFound, PermissionDenied, ProviderError};
    Some(match code {
        "ForbiddenByPolicy" | "ForbiddenByRbac" | "AccessDenied" => {
            (PermissionDenied, None, WIDEN_ROLE)
        }
        "ForbiddenByFirewall" | "ForbiddenByConnection" => (PermissionDenied, None, OPEN_NETWORK),
        "SecretDisabled" => (PermissionDenied, None, ENABLE),
        "SecretNotFound" => (NotFound, None, ""),
        DELETED => (Conflict, None, RECOVER),
        BEING_DELETED | BEING_RECOVERED => (ProviderError, None, IN_TRANSIT),
        _ => return None,
    })
}

/// Entra's numbers, which may change at any time: without one of these, the word decides.
fn entra(number: u32) -> Option<Known> {
    use ErrorCode::{Expired, InvalidCredentials, RateLimited};
    Some(match number {
        7_000_215 | 70_002 => (InvalidCredentials, Some(CLIENT_SECRET), SECRET),
        7_000_222 => (Expired, Some(CLIENT_SECRET), SECRET),
        700_016 | 700_011 | 70_001 => (InvalidCredentials, Some(CLIENT_ID), APPLICATION),
        90_002 | 90_019 | 50_059 | 50_128 => (InvalidCredentials, Some(TENANT_ID), TENANT),
        90_055 | 50_196 => (RateLimited, None, ""),
        _ => return None,
    })
}

/// RFC 6749, section 5.2.
fn oauth(word: &str) -> Option<Known> {
    use ErrorCode::{InvalidCredentials, ProviderError};
    Some(match word {
        "invalid_client" => (InvalidCredentials, Some(CLIENT_SECRET), SECRET),
        "unauthorized_client" => (InvalidCredentials, Some(CLIENT_ID), APPLICATION),
        "temporarily_unavailable" => (ProviderError, None, ""),
        _ => return None,
    })
}

fn of_status(status: u16) -> Option<Known> {
    match status {
        401 => Some((ErrorCode::InvalidCredentials, None, TENANT)),
        403 => Some((ErrorCode::PermissionDenied, None, WIDEN_ROLE)),
        409 => Some((ErrorCode::Conflict, None, RECOVER)),
        _ => None,
    }
}

const WIDEN_ROLE: &str = "In the vault's Access control (IAM), assign the app registration the role Key Vault Secrets User to read, or Key Vault Secrets Officer to write, and wait a few minutes.";
const OPEN_NETWORK: &str = "The vault's firewall does not let this network in. Use the VPN, or ask for it to be allowed in the vault's Networking.";
const ENABLE: &str = "Enable the secret in the Azure portal.";
const RECOVER: &str = "Recover or purge the deleted secret in the vault's Manage deleted secrets.";
const IN_TRANSIT: &str = "Azure is still deleting or recovering it. Try again in a minute.";
const SECRET: &str = "In the app registration's Certificates & secrets, create a client secret and log in with its value, not its ID.";
const APPLICATION: &str =
    "Check that the application (client) ID is that of an app registration of this tenant.";
const TENANT: &str =
    "Check the directory (tenant) ID: it has to be the tenant that the vault belongs to.";

#[cfg(test)]
mod tests {
    use nexus_http::{Call, Reply};
    use nexus_model::ErrorCode;
    use rstest::rstest;
    use serde_json::json;

    use super::parse_error;

    #[rstest]
    #[case(401, "Unauthorized", "", ErrorCode::InvalidCredentials)]
    #[case(403, "Forbidden", "ForbiddenByRbac", ErrorCode::PermissionDenied)]
    #[case(403, "Forbidden", "ForbiddenByFirewall", ErrorCode::PermissionDenied)]
    #[case(403, "Forbidden", "SecretDisabled", ErrorCode::PermissionDenied)]
    #[case(403, "Forbidden", "", ErrorCode::PermissionDenied)]
    #[case(404, "SecretNotFound", "", ErrorCode::NotFound)]
    #[case(409, "Conflict", "ObjectIsDeletedButRecoverable", ErrorCode::Conflict)]
    #[case(409, "Conflict", "ObjectIsBeingDeleted", ErrorCode::ProviderError)]
    #[case(409, "Conflict", "ObjectIsBeingRecovered", ErrorCode::ProviderError)]
    #[case(429, "Throttled", "", ErrorCode::RateLimited)]
    #[case(500, "InternalServerError", "", ErrorCode::ProviderError)]
    fn each_refusal_of_the_vault_has_its_kind(
        #[case] status: u16,
        #[case] code: &str,
        #[case] inner: &str,
        #[case] kind: ErrorCode,
    ) {
        let mut body = json!({"error": {"code": code, "message": "No."}});
        if !inner.is_empty() {
            body["error"]["innererror"] = json!({"code": inner});
        }
        check(status, &body.to_string(), kind);
    }

    #[rstest]
    #[case(7_000_215, "invalid_client", ErrorCode::InvalidCredentials)]
    #[case(7_000_222, "invalid_client", ErrorCode::Expired)]
    #[case(700_016, "unauthorized_client", ErrorCode::InvalidCredentials)]
    #[case(90_002, "invalid_request", ErrorCode::InvalidCredentials)]
    #[case(1, "invalid_client", ErrorCode::InvalidCredentials)]
    fn each_refusal_of_entra_has_its_kind(
        #[case] number: u32,
        #[case] word: &str,
        #[case] kind: ErrorCode,
    ) {
        check(400, &json!({"error": word, "error_codes": [number]}).to_string(), kind);
    }

    fn check(status: u16, body: &str, kind: ErrorCode) {
        let call = Call { operation: "GetSecret", region: None, host: "azure.example".into() };
        let failure = parse_error(&call, &Reply::new(status, &[], body));
        assert_eq!((failure.code, failure.http_status), (kind, Some(status)));
        assert!(!failure.remedy.is_empty());
    }
}
