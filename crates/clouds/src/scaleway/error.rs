//! Scaleway's refusals. Each has a `type`; that of the API's gateway is `denied_authentication`,
//! `permissions_denied` and the like, that of Instances may also be one of its own:
//! <https://github.com/scaleway/scaleway-sdk-go/blob/master/scw/errors.go>.

use nexus_http::{Call, Refusal, Reply};
use nexus_model::{ErrorCode, Failure};
use serde::Deserialize;

const API_KEYS: &str = "https://console.scaleway.com/iam/api-keys";
const POLICIES: &str = "https://console.scaleway.com/iam/policies";

#[derive(Deserialize)]
struct Body {
    #[serde(rename = "type")]
    kind: Option<String>,
    message: Option<String>,
    /// Why authentication is denied: `not_found`, `expired` or `invalid_argument`.
    reason: Option<String>,
    /// What is not found.
    resource: Option<String>,
    /// What is denied; of other types of errors, something else.
    #[serde(default)]
    details: serde_json::Value,
}

/// The failure of a call.
pub(super) fn parse_error(call: &Call, reply: &Reply) -> Failure {
    let mut refusal = Refusal::of("Scaleway", reply);
    if let Ok(body) = reply.fields::<Body>() {
        refusal.kind = kind(&body).unwrap_or(refusal.kind);
        refusal.told = body.message.map(|told| match denied(&body.details) {
            Some(denied) => format!("{told}: {denied}"),
            None => told,
        });
        refusal.code = body.kind;
    }
    match refusal.kind {
        ErrorCode::InvalidCredentials => {
            refusal.remedy = Some("Check under IAM, API keys, that the key exists, and paste both its access key and its secret key again; without the secret, generate a new key.".into());
            refusal.link = Some(API_KEYS.into());
        }
        ErrorCode::Expired => {
            refusal.remedy = Some(
                "Generate a new key under IAM, API keys, and replace the provider's with it."
                    .into(),
            );
            refusal.link = Some(API_KEYS.into());
        }
        ErrorCode::PermissionDenied => {
            refusal.remedy = Some("Give the key's application a policy with the permission set InstancesReadOnly on its projects.".into());
            refusal.link = Some(POLICIES.into());
        }
        _ => {}
    }
    refusal.failure(call, reply)
}

fn kind(body: &Body) -> Option<ErrorCode> {
    let message = body.message.as_deref().unwrap_or_default().to_ascii_lowercase();
    match body.kind.as_deref()? {
        "denied_authentication" if body.reason.as_deref() == Some("expired") => {
            Some(ErrorCode::Expired)
        }
        "denied_authentication" => Some(ErrorCode::InvalidCredentials),
        "permissions_denied" => Some(ErrorCode::PermissionDenied),
        // The access key is part of the path. It is unknown where the secret key is another's.
        "not_found" if body.resource.as_deref() == Some("api_key") => {
            Some(ErrorCode::InvalidCredentials)
        }
        "not_found" | "unknown_resource" => Some(ErrorCode::NotFound),
        "too_many_requests" => Some(ErrorCode::RateLimited),
        "quotas_exceeded" => Some(ErrorCode::Quota),
        "invalid_request_error" if message.contains("quota exceeded") => Some(ErrorCode::Quota),
        _ => None,
    }
}

/// “read api_key”, as `permissions_denied` lists what is missing.
fn denied(details: &serde_json::Value) -> Option<String> {
    let word = |one: &serde_json::Value, name: &str| Some(one.get(name)?.as_str()?.to_owned());
    let all = details
        .as_array()?
        .iter()
        .filter_map(|one| Some(format!("{} {}", word(one, "action")?, word(one, "resource")?)));
    let all: Vec<_> = all.collect();
    (!all.is_empty()).then(|| all.join(", "))
}

#[cfg(test)]
mod tests {
    use nexus_http::{Call, Reply};
    use nexus_model::ErrorCode;
    use rstest::rstest;

    use super::parse_error;

    #[rstest]
    // As recorded by Scaleway's own CLI: internal/namespaces/init/testdata.
    #[case(401, r#"{"message":"authentication is denied","method":"api_key","reason":"not_found","type":"denied_authentication"}"#, ErrorCode::InvalidCredentials, "authentication is denied")]
    #[case(403, r#"{"details":[{"action":"read","resource":"api_key"}],"message":"insufficient permissions","type":"permissions_denied"}"#, ErrorCode::PermissionDenied, "read api_key")]
    #[case(401, r#"{"message":"authentication is denied","method":"api_key","reason":"expired","type":"denied_authentication"}"#, ErrorCode::Expired, "has expired")]
    #[case(403, r#"{"message":"quota(s) exceeded for this resource","type":"quotas_exceeded","details":[{"resource":"ip","quota":1,"current":1}]}"#, ErrorCode::Quota, "quota(s) exceeded")]
    #[case(400, r#"{"message":"Quota exceeded for this resource.","type":"invalid_request_error","resource":"server"}"#, ErrorCode::Quota, "Quota exceeded")]
    #[case(404, r#"{"message":"resource is not found","type":"not_found","resource":"api_key","resource_id":"SCW"}"#, ErrorCode::InvalidCredentials, "not found")]
    #[case(404, r#"{"message":"resource is not found","type":"not_found","resource":"project","resource_id":"564aa517"}"#, ErrorCode::NotFound, "not found")]
    #[case(404, r#"{"message":"\"11111111-1111-4111-8111-111111111111\" not found","type":"unknown_resource"}"#, ErrorCode::NotFound, "not found")]
    #[case(
        429,
        r#"{"message":"too many requests","type":"too_many_requests"}"#,
        ErrorCode::RateLimited,
        "too many requests"
    )]
    #[case(400, r#"{"message":"invalid argument(s)","type":"invalid_arguments","details":[{"argument_name":"page","reason":"constraint"}]}"#, ErrorCode::BadResponse, "invalid argument(s)")]
    #[case(
        500,
        r#"{"message":"internal error","type":"internal_error"}"#,
        ErrorCode::ProviderError,
        "internal error"
    )]
    #[case(503, "<html>", ErrorCode::ProviderError, "HTTP 503")]
    #[case(403, "{}", ErrorCode::PermissionDenied, "HTTP 403")]
    fn a_type_tells_the_kind(
        #[case] status: u16,
        #[case] body: &str,
        #[case] kind: ErrorCode,
        #[case] told: &str,
    ) {
        let call = Call {
            operation: "ListServers",
            region: Some("fr-par-1".into()),
            host: "api.scaleway.com".into(),
        };
        let reply =
            Reply::new(status, &[("x-request-id", "e9a0446f-a86b-44af-87f1-a22bdb26f26f")], body);
        let failure = parse_error(&call, &reply);
        assert_eq!((failure.code, failure.http_status), (kind, Some(status)), "{failure:?}");
        assert!(failure.message.contains(told), "{}", failure.message);
        assert_eq!(failure.request_id.as_deref(), Some("e9a0446f-a86b-44af-87f1-a22bdb26f26f"));
        assert_eq!(failure.region.as_deref(), Some("fr-par-1"));
        let is_about_the_key = matches!(
            kind,
            ErrorCode::InvalidCredentials | ErrorCode::Expired | ErrorCode::PermissionDenied
        );
        assert_eq!(failure.link.is_some(), is_about_the_key, "{failure:?}");
    }
}
