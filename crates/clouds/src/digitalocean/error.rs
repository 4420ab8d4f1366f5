//! DigitalOcean's refusals: <https://docs.digitalocean.com/reference/api/reference/>.

use nexus_http::{Call, Refusal, Reply};
use nexus_model::Failure;
use serde::Deserialize;

use crate::browser::{CLIENT_ID, REDIRECT_PORT};
use crate::refusal::Remedies;
use crate::sign_in::Known;

#[derive(Deserialize)]
struct Body {
    id: String,
    message: Option<String>,
    request_id: Option<String>,
}

const TOKENS: &str = "https://cloud.digitalocean.com/account/api/tokens";
const APPLICATIONS: &str = "https://cloud.digitalocean.com/account/api/applications";

const OF_TOKEN: Remedies = Remedies {
    credential: "Check in the control panel under API that the token exists and has not expired, and paste it again.",
    right: "Give the token the scopes account:read and droplet:read, or create one that has them.",
    page: TOKENS,
};

const OF_PERSON: Remedies = Remedies {
    credential: "Sign in again: the access is over, or was taken back in the control panel under API.",
    right: "Sign in again with a person whose role in the team may read Droplets, and allow all that is asked for.",
    page: APPLICATIONS,
};

/// The failure of a call with an API token.
pub(super) fn parse_error(call: &Call, reply: &Reply) -> Failure {
    parse(call, reply, &OF_TOKEN)
}

/// The failure of a call with the token of a person who signed in.
pub(super) fn parse_error_for_person(call: &Call, reply: &Reply) -> Failure {
    parse(call, reply, &OF_PERSON)
}

/// The failure of a sign-in, in DigitalOcean's terms. Its codes are those of RFC 6749, sections
/// 4.1.2.1 and 5.2: <https://docs.digitalocean.com/reference/api/oauth/>.
pub(super) fn explain_sign_in(failure: Failure) -> Failure {
    let known = match failure.provider_code.as_deref().unwrap_or_default() {
        "invalid_client" | "unauthorized_client" => Known::new(
            "Check the client ID. A public client has no secret; an application of the control panel needs its secret.",
        )
        .in_field(CLIENT_ID)
        .on(APPLICATIONS),
        "invalid_request" | "invalid_redirect_uri" => Known::new(
            "Check that the client is registered with exactly the redirect URI that the dialog shows.",
        )
        .in_field(REDIRECT_PORT)
        .on(APPLICATIONS),
        "access_denied" => Known::new("Sign in again, choose the team and authorize the access."),
        "invalid_grant" => Known::new(
            "Sign in again: the access is over, or was taken back in the control panel under API.",
        )
        .on(APPLICATIONS),
        _ => return failure,
    };
    known.explain(failure)
}

fn parse(call: &Call, reply: &Reply, remedies: &Remedies) -> Failure {
    let mut refusal = Refusal::of("DigitalOcean", reply);
    if let Ok(body) = reply.fields::<Body>() {
        refusal.code = Some(body.id);
        refusal.told = body.message;
        refusal.request_id = body.request_id.or(refusal.request_id);
    }
    remedies.say_in(&mut refusal);
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
        assert_is_explained(parse_error, status, body, kind);
    }
}
