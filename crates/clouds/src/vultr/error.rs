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
