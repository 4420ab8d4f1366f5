//! Linode's refusals: <https://techdocs.akamai.com/linode-api/reference/errors>.

use nexus_http::{Call, Refusal, Reply};
use nexus_model::{ErrorCode, Failure};
use serde::Deserialize;

#[derive(Deserialize)]
struct Body {
    errors: Vec<Told>,
}

#[derive(Deserialize)]
struct Told {
    reason: String,
}

/// The failure of a call.
pub(super) fn parse_error(call: &Call, reply: &Reply) -> Failure {
    let mut refusal = Refusal::of("Linode", reply);
    if let Ok(body) = reply.fields::<Body>() {
        refusal.told = body.errors.into_iter().next().map(|told| told.reason);
    }
    refusal.remedy = match refusal.kind {
        ErrorCode::InvalidCredentials => Some("Check under My Profile, API Tokens, that the token exists and has not expired, and paste it again.".into()),
        ErrorCode::PermissionDenied => Some("Create a token with read access to Linodes and Account, for a user that may see the Linodes.".into()),
        _ => None,
    };
    if refusal.remedy.is_some() {
        refusal.link = Some("https://cloud.linode.com/profile/tokens".into());
    }
    refusal.failure(call, reply)
}

#[cfg(test)]
mod tests {
    use nexus_http::{Call, Reply};
    use nexus_model::ErrorCode;
    use rstest::rstest;

    use super::parse_error;

    #[rstest]
    #[case(401, r#"{"errors":[{"reason":"Invalid Token"}]}"#, ErrorCode::InvalidCredentials)]
    #[case(403, r#"{"errors":[{"reason":"Unauthorized"}]}"#, ErrorCode::PermissionDenied)]
    #[case(429, r#"{"errors":[{"reason":"Too many requests"}]}"#, ErrorCode::RateLimited)]
    #[case(502, "<html>", ErrorCode::ProviderError)]
    fn each_refusal_has_its_kind_and_remedy(
        #[case] status: u16,
        #[case] body: &str,
        #[case] kind: ErrorCode,
    ) {
        let call = Call { operation: "ListLinodes", region: None, host: "api.linode.com".into() };
        let failure = parse_error(&call, &Reply::new(status, &[], body));
        assert_eq!((failure.code, failure.http_status), (kind, Some(status)));
        assert!(!failure.remedy.is_empty());
        let mended_there =
            matches!(kind, ErrorCode::InvalidCredentials | ErrorCode::PermissionDenied);
        assert_eq!(failure.link.is_some(), mended_there);
    }
}
