//! Linode's refusals: <https://techdocs.akamai.com/linode-api/reference/errors>.

use nexus_http::{Call, Refusal, Reply};
use nexus_model::Failure;
use serde::Deserialize;

use crate::refusal::Remedies;

#[derive(Deserialize)]
struct Body {
    errors: Vec<Told>,
}

#[derive(Deserialize)]
struct Told {
    reason: String,
}

const REMEDIES: Remedies = Remedies {
    credential: "Check under My Profile, API Tokens, that the token exists and has not expired, and paste it again.",
    right: "Create a token with read access to Linodes and Account, for a user that may see the Linodes.",
    page: "https://cloud.linode.com/profile/tokens",
};

/// The failure of a call.
pub(super) fn parse_error(call: &Call, reply: &Reply) -> Failure {
    let mut refusal = Refusal::of("Linode", reply);
    if let Ok(body) = reply.fields::<Body>() {
        refusal.told = body.errors.into_iter().next().map(|told| told.reason);
    }
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
    #[case(401, r#"{"errors":[{"reason":"Invalid Token"}]}"#, ErrorCode::InvalidCredentials)]
    #[case(403, r#"{"errors":[{"reason":"Unauthorized"}]}"#, ErrorCode::PermissionDenied)]
    #[case(429, r#"{"errors":[{"reason":"Too many requests"}]}"#, ErrorCode::RateLimited)]
    #[case(502, "<html>", ErrorCode::ProviderError)]
    fn each_refusal_has_its_kind_and_remedy(
        #[case] status: u16,
        #[case] body: &str,
        #[case] kind: ErrorCode,
    ) {
        assert_is_explained(parse_error, status, body, kind);
    }
}
