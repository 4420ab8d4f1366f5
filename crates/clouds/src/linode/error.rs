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
