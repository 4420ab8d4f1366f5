//! Vultr's refusals: <https://www.vultr.com/api/>.

use nexus_http::{Call, Refusal, Reply};
use nexus_model::{ErrorCode, Failure};
use serde::Deserialize;

#[derive(Deserialize)]
struct Body {
    error: String,
}

/// The failure of a call.
pub(super) fn parse_error(call: &Call, reply: &Reply) -> Failure {
    let mut refusal = Refusal::of("Vultr", reply);
    refusal.told = reply.fields::<Body>().ok().map(|body| body.error);
    refusal.remedy = match refusal.kind {
        ErrorCode::InvalidCredentials => Some("Check under Account, API, that the key is enabled and that this computer's address is in its access control list, and paste it again.".into()),
        ErrorCode::PermissionDenied => Some("Let the key's user see servers and account in Vultr's user management.".into()),
        _ => None,
    };
    if refusal.remedy.is_some() {
        refusal.link = Some("https://my.vultr.com/settings/#settingsapi".into());
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
    #[case(401, r#"{"error":"Invalid API token.","status":401}"#, ErrorCode::InvalidCredentials)]
    #[case(403, r#"{"error":"Forbidden","status":403}"#, ErrorCode::PermissionDenied)]
    #[case(429, r#"{"error":"Rate limit hit","status":429}"#, ErrorCode::RateLimited)]
    #[case(500, "<html>", ErrorCode::ProviderError)]
    fn each_refusal_has_its_kind_and_remedy(
        #[case] status: u16,
        #[case] body: &str,
        #[case] kind: ErrorCode,
    ) {
        let call = Call { operation: "ListInstances", region: None, host: "api.vultr.com".into() };
        let failure = parse_error(&call, &Reply::new(status, &[], body));
        assert_eq!((failure.code, failure.http_status), (kind, Some(status)));
        assert!(!failure.remedy.is_empty());
        let mended_there =
            matches!(kind, ErrorCode::InvalidCredentials | ErrorCode::PermissionDenied);
        assert_eq!(failure.link.is_some(), mended_there);
    }
}
