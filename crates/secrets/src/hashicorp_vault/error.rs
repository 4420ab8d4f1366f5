//! The server's refusals: <https://developer.hashicorp.com/vault/api-docs#http-status-codes>.

use nexus_http::{Call, Refusal, Reply};
use nexus_model::{ErrorCode, Failure};
use serde::Deserialize;

use super::descriptor::{MOUNT, NAMESPACE};

/// OpenBao's words.
const NO_NAMESPACE: &str = "namespace not found";

#[derive(Deserialize)]
struct Body {
    #[serde(default)]
    errors: Vec<String>,
}

/// The failure of a call. `not_found` means that there is no value; a path that no engine has is
/// `invalid_input`, and so is a namespace that is not there.
pub(super) fn parse_error(call: &Call, reply: &Reply) -> Failure {
    refusal(call, reply, true)
}

/// The failure of a write. Vault's own words are not shown: they may quote the value, and a value of
/// a letter or two would be found by what is blacked out.
pub(super) fn write_error(call: &Call, reply: &Reply) -> Failure {
    refusal(call, reply, false)
}

fn refusal(call: &Call, reply: &Reply, is_told: bool) -> Failure {
    let told = reply.fields::<Body>().map(|body| body.errors.join(" ")).unwrap_or_default();
    let has = |words: &str| told.contains(words);
    if has("check-and-set parameter did not match") {
        return conflict(call.operation);
    }
    let mut refusal = Refusal::of("Vault", reply);
    let (kind, remedy) = match reply.status {
        403 if has("invalid token") || has("bad token") => (ErrorCode::Expired, LOG_IN_AGAIN),
        403 => (ErrorCode::PermissionDenied, WIDEN_POLICY),
        400 if has("missing client token") => (ErrorCode::InvalidCredentials, LOG_IN_AGAIN),
        400 if has("Upgrading from non-versioned") => (ErrorCode::ProviderError, TRY_AGAIN),
        404 if has("no handler for route") => (ErrorCode::InvalidInput, CORRECT_PATH),
        404 if has(NO_NAMESPACE) => (ErrorCode::InvalidInput, CORRECT_NAMESPACE),
        _ if has("Vault is sealed") => (ErrorCode::ProviderError, UNSEAL),
        _ if has("not active") => (ErrorCode::ProviderError, NO_LEADER),
        429 => (ErrorCode::RateLimited, TRY_AGAIN),
        500.. => (ErrorCode::ProviderError, TRY_AGAIN),
        _ => (refusal.kind, ""),
    };
    refusal.kind = kind;
    // Vault puts the parts of an error on lines of their own.
    refusal.told = is_told.then(|| told.split_whitespace().collect::<Vec<_>>().join(" "));
    refusal.remedy = (!remedy.is_empty()).then(|| remedy.to_owned());
    let mut failure = refusal.failure(call, reply);
    if kind == ErrorCode::InvalidInput {
        failure = failure.in_field(if has(NO_NAMESPACE) { NAMESPACE } else { MOUNT });
    }
    failure
}

/// The value is not in the state that the writer expected.
pub(super) fn conflict(operation: &str) -> Failure {
    Failure::new(
        ErrorCode::Conflict,
        operation,
        "Someone else changed this value in Vault meanwhile; nothing was written.",
        "Read it again, and repeat the change if it is still wanted.",
    )
}

const LOG_IN_AGAIN: &str = "Log in to Vault again: the token has ended or was revoked.";
const WIDEN_POLICY: &str = "Ask for a policy that allows this path: read and list to use what is there, create, update and delete to change it.";
const CORRECT_PATH: &str = "Correct the engine's path and the namespace; “vault secrets list” shows what is mounted, “vault auth list” the ways to log in.";
const CORRECT_NAMESPACE: &str =
    "Correct the namespace: write it from the root, such as team/ops, or leave it empty.";
const UNSEAL: &str = "Ask whoever runs Vault to unseal it, and try again.";
const NO_LEADER: &str =
    "Vault's cluster has no active node now. Try again in a minute, or tell whoever runs it.";
const TRY_AGAIN: &str = "Try again in a minute, or tell whoever runs Vault.";

#[cfg(test)]
mod tests {
    use nexus_http::{Call, Reply};
    use nexus_model::ErrorCode;
    use rstest::rstest;

    use super::parse_error;

    #[rstest]
    #[case(400, "check-and-set parameter did not match the current version", ErrorCode::Conflict)]
    #[case(
        403,
        "2 errors occurred:\\n\\t* permission denied\\n\\t* invalid token\\n\\n",
        ErrorCode::Expired
    )]
    #[case(403, "1 error occurred:\\n\\t* permission denied\\n\\n", ErrorCode::PermissionDenied)]
    #[case(
        404,
        "no handler for route \\\"nope/a\\\". route entry not found.",
        ErrorCode::InvalidInput
    )]
    #[case(404, "namespace not found", ErrorCode::InvalidInput)]
    #[case(503, "Vault is sealed", ErrorCode::ProviderError)]
    #[case(
        500,
        "local node not active but active cluster node not found",
        ErrorCode::ProviderError
    )]
    #[case(429, "request path \\\"a\\\": rate limit quota exceeded", ErrorCode::RateLimited)]
    fn each_refusal_has_its_kind_and_remedy(
        #[case] status: u16,
        #[case] told: &str,
        #[case] kind: ErrorCode,
    ) {
        let call = Call { operation: "read", region: None, host: "vault.example".into() };
        let reply = Reply::new(status, &[], &format!(r#"{{"errors":["{told}"]}}"#));
        let failure = parse_error(&call, &reply);
        assert_eq!(failure.code, kind);
        assert!(!failure.remedy.is_empty());
    }

    #[test]
    fn nothing_there_is_told_apart_from_no_engine() {
        let call = Call { operation: "read", region: None, host: "vault.example".into() };
        let failure = parse_error(&call, &Reply::new(404, &[], r#"{"errors":[]}"#));
        assert_eq!(failure.code, ErrorCode::NotFound);
    }
}
