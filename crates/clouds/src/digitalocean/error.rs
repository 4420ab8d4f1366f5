//! DigitalOcean's refusals: <https://docs.digitalocean.com/reference/api/reference/>.

use nexus_http::{Call, Refusal, Reply};
use nexus_model::{ErrorCode, Failure};
use serde::Deserialize;

#[derive(Deserialize)]
struct Body {
    id: String,
    message: Option<String>,
    request_id: Option<String>,
}

/// The failure of a call.
pub(super) fn parse_error(call: &Call, reply: &Reply) -> Failure {
    let mut refusal = Refusal::of("DigitalOcean", reply);
    if let Ok(body) = reply.fields::<Body>() {
        refusal.code = Some(body.id);
        refusal.told = body.message;
        refusal.request_id = body.request_id.or(refusal.request_id);
    }
    refusal.remedy = match refusal.kind {
        ErrorCode::InvalidCredentials => Some("Check in the control panel under API that the token exists and has not expired, and paste it again.".into()),
        ErrorCode::PermissionDenied => Some("Give the token the scopes account:read and droplet:read, or create one that has them.".into()),
        _ => None,
    };
    if refusal.remedy.is_some() {
        refusal.link = Some("https://cloud.digitalocean.com/account/api/tokens".into());
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
    #[case(
        401,
        r#"{"id":"unauthorized","message":"Unable to authenticate you"}"#,
        ErrorCode::InvalidCredentials
    )]
    #[case(
        403,
        r#"{"id":"forbidden","message":"You are not authorized"}"#,
        ErrorCode::PermissionDenied
    )]
    #[case(
        429,
        r#"{"id":"too_many_requests","message":"API rate limit exceeded."}"#,
        ErrorCode::RateLimited
    )]
    #[case(
        500,
        r#"{"id":"server_error","message":"Unexpected server-side error"}"#,
        ErrorCode::ProviderError
    )]
    fn each_refusal_has_its_kind_and_remedy(
        #[case] status: u16,
        #[case] body: &str,
        #[case] kind: ErrorCode,
    ) {
        let call =
            Call { operation: "ListDroplets", region: None, host: "api.digitalocean.com".into() };
        let failure = parse_error(&call, &Reply::new(status, &[], body));
        assert_eq!((failure.code, failure.http_status), (kind, Some(status)));
        assert!(!failure.remedy.is_empty());
        let mended_there =
            matches!(kind, ErrorCode::InvalidCredentials | ErrorCode::PermissionDenied);
        assert_eq!(failure.link.is_some(), mended_there);
    }
}
