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
