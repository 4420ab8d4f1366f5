//! Tailscale's refusals: a text in `message`, or at the token endpoint a code of RFC 6749,
//! section 5.2.

use nexus_http::{Call, Refusal, Reply};
use nexus_model::{ErrorCode, Failure};
use serde::Deserialize;

use super::CLIENTS_PAGE;

#[derive(Deserialize)]
struct Body {
    message: Option<String>,
    error: Option<String>,
    error_description: Option<String>,
}

/// The failure of a call.
pub(super) fn parse_error(call: &Call, reply: &Reply) -> Failure {
    let mut refusal = Refusal::of("Tailscale", reply);
    if let Ok(body) = reply.fields::<Body>() {
        refusal.kind = match body.error.as_deref() {
            Some("invalid_client" | "invalid_grant" | "unauthorized_client") => {
                ErrorCode::InvalidCredentials
            }
            Some("invalid_scope") => ErrorCode::PermissionDenied,
            _ => refusal.kind,
        };
        refusal.code = body.error;
        refusal.told = body.message.or(body.error_description);
    }
    // The status that goes with this text is not documented.
    if refusal.told.as_deref().is_some_and(|told| told.contains("tailnet does not match")) {
        refusal.kind = ErrorCode::NotFound;
    }
    let (remedy, page) = match refusal.kind {
        ErrorCode::InvalidCredentials => (
            "Check under Settings, OAuth clients, that the client is there and was not revoked, and paste its ID and secret again. The secret starts with tskey-client-.",
            CLIENTS_PAGE,
        ),
        ErrorCode::PermissionDenied => (
            "Give the OAuth client the scope Devices, Core, Read (devices:core:read), or create one that has it.",
            CLIENTS_PAGE,
        ),
        ErrorCode::NotFound => (
            "Leave the provider's tailnet empty for the client's own, or copy its ID from Settings, General.",
            "https://login.tailscale.com/admin/settings/general",
        ),
        _ => return refusal.failure(call, reply),
    };
    refusal.remedy = Some(remedy.to_owned());
    refusal.link = Some(page.to_owned());
    refusal.failure(call, reply)
}

#[cfg(test)]
mod tests {
    use nexus_http::{Call, Reply};
    use nexus_model::ErrorCode;
    use rstest::rstest;

    use super::parse_error;

    #[rstest]
    #[case(
        401,
        r#"{"message": "API token invalid"}"#,
        ErrorCode::InvalidCredentials,
        "tskey-client-"
    )]
    #[case(400, r#"{"error": "invalid_client"}"#, ErrorCode::InvalidCredentials, "OAuth clients")]
    #[case(
        403,
        r#"{"message": "calling actor does not have enough permissions to perform this function"}"#,
        ErrorCode::PermissionDenied,
        "devices:core:read"
    )]
    #[case(
        403,
        r#"{"message": "OAuth client cannot grant scopes \"devices:read\""}"#,
        ErrorCode::PermissionDenied,
        "devices:core:read"
    )]
    #[case(
        403,
        r#"{"message": "user tailnet does not match"}"#,
        ErrorCode::NotFound,
        "tailnet empty"
    )]
    #[case(404, r#"{"message": "tailnet not found"}"#, ErrorCode::NotFound, "Settings, General")]
    #[case(429, r#"{"message": "too many requests"}"#, ErrorCode::RateLimited, "Wait")]
    #[case(500, r#"{"message": "internal error"}"#, ErrorCode::ProviderError, "few minutes")]
    #[case(502, "<html>", ErrorCode::ProviderError, "few minutes")]
    #[case(400, r#"{"message": "bad request"}"#, ErrorCode::BadResponse, "proxy")]
    fn each_refusal_has_its_code_and_remedy(
        #[case] status: u16,
        #[case] body: &str,
        #[case] code: ErrorCode,
        #[case] remedy: &str,
    ) {
        let call = Call {
            operation: "ListTailnetDevices",
            region: None,
            host: "api.tailscale.com".into(),
        };
        let failure = parse_error(&call, &Reply::new(status, &[], body));
        assert_eq!((failure.code, failure.http_status), (code, Some(status)));
        assert!(failure.remedy.contains(remedy), "{}", failure.remedy);
    }
}
