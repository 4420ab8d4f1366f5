//! Vultr's refusals: <https://www.vultr.com/api/>.

use nexus_http::{Call, Refusal, Reply};
use nexus_model::Failure;
use serde::Deserialize;

use crate::refusal::Remedies;

#[derive(Deserialize)]
struct Body {
    error: String,
}

const REMEDIES: Remedies = Remedies {
    credential: "Check under Account, API, that the key is enabled and that this computer's address is in its access control list, and paste it again.",
    right: "Let the key's user see servers and account in Vultr's user management.",
    page: "https://my.vultr.com/settings/#settingsapi",
};

/// The failure of a call.
pub(super) fn parse_error(call: &Call, reply: &Reply) -> Failure {
    let mut refusal = Refusal::of("Vultr", reply);
    refusal.told = reply.fields::<Body>().ok().map(|body| body.error);
    REMEDIES.say_in(&mut refusal);
    refusal.failure(call, reply)
}

#[cfg(test)]
mod tests {
    use nexus_model::ErrorCode;
    use rstest::rstest;

    use super::parse_error;
    use crate::refusal::assert_is_explained;

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
        assert_is_explained(parse_error, status, body, kind);
    }
}
