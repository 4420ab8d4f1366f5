//! Hetzner's refusals: <https://docs.hetzner.cloud/reference/cloud#errors>.

use nexus_http::{Call, Refusal, Reply};
use nexus_model::{ErrorCode, Failure};
use serde::Deserialize;

#[derive(Deserialize)]
struct Body {
    error: Told,
}

#[derive(Deserialize)]
struct Told {
    code: String,
    message: Option<String>,
}

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
    if refusal.kind == ErrorCode::InvalidCredentials {
        refusal.remedy = Some("Check in the project's Security, API tokens, that the token exists, and paste it again: it has 64 characters and belongs to one project.".into());
        refusal.link = Some("https://console.hetzner.com/projects".into());
    }
    refusal.failure(call, reply)
}
