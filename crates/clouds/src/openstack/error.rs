//! The refusals of Keystone (<https://docs.openstack.org/api-ref/identity/v3/#authentication-and-token-management>)
//! and Nova (<https://docs.openstack.org/api-guide/compute/faults.html>). A document of either has
//! one field: `error` of Keystone, the name of the fault of Nova.

use std::collections::BTreeMap;

use nexus_http::{Call, Refusal, Reply};
use nexus_model::{ErrorCode, Failure};
use serde::Deserialize;

/// Keystone's call for a token.
pub(super) const AUTHENTICATE: &str = "AuthTokens";
/// Nova's call for servers.
pub(super) const LIST_SERVERS: &str = "ListServersDetailed";

#[derive(Deserialize)]
struct Told {
    title: Option<String>,
    message: Option<String>,
}

/// The failure of a call.
pub(super) fn parse_error(call: &Call, reply: &Reply) -> Failure {
    let mut refusal = Refusal::of("OpenStack", reply);
    let ids = ["x-openstack-request-id", "x-compute-request-id"];
    let id = ids.iter().find_map(|name| reply.header(name)).map(str::to_owned);
    refusal.request_id = id.or(refusal.request_id);
    let told = reply.fields::<BTreeMap<String, Told>>().unwrap_or_default().into_iter().next();
    let is_told = told.is_some();
    if let Some((fault, told)) = told {
        refusal.code = if fault == "error" { told.title } else { Some(fault) };
        refusal.told = told.message;
    }
    refusal.kind = match (call.operation, reply.status) {
        // Half of a sign-in with two factors comes with a receipt for that half.
        (AUTHENTICATE, 401) if reply.header("openstack-auth-receipt").is_some() => {
            ErrorCode::MfaRequired
        }
        // An application credential that Keystone does not know. Without a word of Keystone's, it
        // is the address that is wrong.
        (AUTHENTICATE, 404) if is_told => ErrorCode::InvalidCredentials,
        (_, 413) => ErrorCode::RateLimited,
        _ => refusal.kind,
    };
    refusal.remedy = remedy(call.operation, refusal.kind).map(str::to_owned);
    refusal.failure(call, reply)
}

fn remedy(operation: &str, kind: ErrorCode) -> Option<&'static str> {
    match (operation, kind) {
        (AUTHENTICATE, ErrorCode::InvalidCredentials) => Some(
            "Check the user name, password, project and domain, or the ID and secret of the application credential: Keystone does not tell which is wrong. An application credential may have been deleted or have expired.",
        ),
        (AUTHENTICATE, ErrorCode::MfaRequired) => Some(
            "Give the code that your authenticator shows, or use an application credential, which needs none.",
        ),
        (AUTHENTICATE, ErrorCode::NotFound | ErrorCode::BadResponse) => Some(
            "Check the auth URL: it is the address of Keystone, often https://HOST:5000/v3, and Keystone must offer its API v3 there.",
        ),
        (_, ErrorCode::InvalidCredentials) => Some(
            "The region's compute service does not accept a token that Keystone has just given. Try again in a few minutes, and tell the cloud's operator if it stays so.",
        ),
        (_, ErrorCode::PermissionDenied) => Some(
            "Give the user the role reader on the project, and let an application credential have that role and no access rule that excludes listing servers.",
        ),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use nexus_http::{Call, Reply};
    use nexus_model::ErrorCode;
    use rstest::rstest;

    use super::{AUTHENTICATE, LIST_SERVERS, parse_error};

    const WRONG: &str = r#"{"error": {"code": 401, "message": "The request you have made requires authentication.", "title": "Unauthorized"}}"#;
    const UNKNOWN: &str = r#"{"error": {"code": 404, "message": "Could not find Application Credential: 1.", "title": "Not Found"}}"#;
    const POLICY: &str = r#"{"forbidden": {"code": 403, "message": "Policy doesn't allow os_compute_api:servers:detail to be performed."}}"#;
    const MARKER: &str = r#"{"badRequest": {"code": 400, "message": "marker [x] not found"}}"#;
    const LOST: &str =
        r#"{"itemNotFound": {"code": 404, "message": "The resource could not be found."}}"#;
    const LIMIT: &str =
        r#"{"overLimit": {"code": 413, "message": "Slow down.", "retryAfter": "30"}}"#;
    const FAULT: &str = r#"{"computeFault": {"code": 500, "message": "Unexpected API Error."}}"#;

    #[rstest]
    #[case(
        AUTHENTICATE,
        401,
        WRONG,
        ErrorCode::InvalidCredentials,
        Some("Unauthorized"),
        "user name, password"
    )]
    #[case(AUTHENTICATE, 404, UNKNOWN, ErrorCode::InvalidCredentials, None, "deleted")]
    #[case(AUTHENTICATE, 404, "<html>", ErrorCode::NotFound, None, "auth URL")]
    #[case(AUTHENTICATE, 300, "{}", ErrorCode::BadResponse, None, "auth URL")]
    #[case(AUTHENTICATE, 503, "", ErrorCode::ProviderError, None, "few minutes")]
    #[case(
        LIST_SERVERS,
        401,
        WRONG,
        ErrorCode::InvalidCredentials,
        Some("Unauthorized"),
        "operator"
    )]
    #[case(LIST_SERVERS, 403, POLICY, ErrorCode::PermissionDenied, Some("forbidden"), "reader")]
    #[case(LIST_SERVERS, 400, MARKER, ErrorCode::BadResponse, Some("badRequest"), "endpoint")]
    #[case(LIST_SERVERS, 404, LOST, ErrorCode::NotFound, Some("itemNotFound"), "endpoint")]
    #[case(LIST_SERVERS, 413, LIMIT, ErrorCode::RateLimited, Some("overLimit"), "Wait")]
    #[case(LIST_SERVERS, 429, LIMIT, ErrorCode::RateLimited, Some("overLimit"), "Wait")]
    #[case(LIST_SERVERS, 500, FAULT, ErrorCode::ProviderError, Some("computeFault"), "few minutes")]
    fn each_refusal_has_its_code_and_remedy(
        #[case] operation: &'static str,
        #[case] status: u16,
        #[case] body: &str,
        #[case] code: ErrorCode,
        #[case] word: Option<&str>,
        #[case] remedy: &str,
    ) {
        let call = Call { operation, region: None, host: "cloud.example:5000".into() };
        let id = "req-6be39dfc-31c8-4947-835e-fed6b777291a";
        let reply = Reply::new(status, &[("x-openstack-request-id", id)], body);
        let failure = parse_error(&call, &reply);
        assert_eq!(failure.code, code);
        assert_eq!(failure.provider_code.as_deref(), word);
        assert_eq!(failure.request_id.as_deref(), Some(id));
        assert!(failure.remedy.contains(remedy), "{}", failure.remedy);
    }

    #[test]
    fn half_of_two_factors_asks_for_the_other() {
        let call = Call { operation: AUTHENTICATE, region: None, host: "cloud.example".into() };
        let reply = Reply::new(401, &[("openstack-auth-receipt", "gAAAA")], WRONG);
        assert_eq!(parse_error(&call, &reply).code, ErrorCode::MfaRequired);
    }
}
