//! Hetzner's refusals: <https://docs.hetzner.cloud/reference/cloud#errors>.

use nexus_http::{Call, Refusal, Reply};
use nexus_model::{ErrorCode, Failure};
use serde::Deserialize;

use crate::refusal::Remedies;

#[derive(Deserialize)]
struct Body {
    error: Told,
}

#[derive(Deserialize)]
struct Told {
    code: String,
    message: Option<String>,
}

const REMEDIES: Remedies = Remedies {
    credential: "Check in the project's Security, API tokens, that the token exists, and paste it again: it has 64 characters and belongs to one project.",
    right: "Create a token with the permission Read, or more, in the project.",
    page: "https://console.hetzner.com/projects",
};

/// The failure of a call.
pub(super) fn parse_error(call: &Call, reply: &Reply) -> Failure {
    let mut refusal = Refusal::of("Hetzner", reply);
    if let Ok(Body { error }) = reply.fields::<Body>() {
        refusal.kind = match error.code.as_str() {
            "unauthorized" | "token_readonly" if reply.status == 403 => ErrorCode::PermissionDenied,
            "rate_limit_exceeded" => ErrorCode::RateLimited,
            "resource_limit_exceeded" => ErrorCode::Quota,
            _ => refusal.kind,
        };
        refusal.code = Some(error.code);
        refusal.told = error.message;
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
    #[case(
        401,
        r#"{"error":{"code":"unauthorized","message":"unable to authenticate"}}"#,
        ErrorCode::InvalidCredentials
    )]
    #[case(
        403,
        r#"{"error":{"code":"forbidden","message":"insufficient permissions"}}"#,
        ErrorCode::PermissionDenied
    )]
    #[case(
        429,
        r#"{"error":{"code":"rate_limit_exceeded","message":"limit reached"}}"#,
        ErrorCode::RateLimited
    )]
    #[case(
        403,
        r#"{"error":{"code":"resource_limit_exceeded","message":"limit"}}"#,
        ErrorCode::Quota
    )]
    #[case(503, "<html>", ErrorCode::ProviderError)]
    fn each_refusal_has_its_kind_and_remedy(
        #[case] status: u16,
        #[case] body: &str,
        #[case] kind: ErrorCode,
    ) {
        assert_is_explained(parse_error, status, body, kind);
    }
}
