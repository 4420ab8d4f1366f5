//! OVHcloud's refusals. Those of the API have a `class` and a `message`
//! (<https://github.com/ovh/go-ovh/blob/master/ovh/error.go>), older ones an `errorCode`; those of
//! the token endpoint are OAuth 2.0's (RFC 6749, section 5.2).

use nexus_http::{Call, Refusal, Reply};
use nexus_model::{ErrorCode, Failure};
use serde::Deserialize;

use crate::browser::{CLIENT_ID, REDIRECT_PORT};
use crate::sign_in::Known;

#[derive(Default, Deserialize)]
struct Body {
    class: Option<String>,
    #[serde(rename = "errorCode")]
    error_code: Option<String>,
    message: Option<String>,
    details: Option<Details>,
    error: Option<String>,
    error_description: Option<String>,
}

/// What the identity may not do, each a list of actions separated by commas.
#[derive(Default, Deserialize)]
struct Details {
    #[serde(rename = "unauthorizedActionsByAuthentication")]
    by_authentication: Option<String>,
    #[serde(rename = "unauthorizedActionsByIAM")]
    by_iam: Option<String>,
}

/// The failure of a service account's call.
pub(super) fn parse_error(call: &Call, reply: &Reply) -> Failure {
    parse(
        call,
        reply,
        "Check in the control panel, under Identities, Service accounts, that the account's region is right and the service account exists, and paste its client ID and secret again.",
        "service account",
    )
}

/// The failure of a call with the token of a person who signed in.
pub(super) fn parse_error_for_person(call: &Call, reply: &Reply) -> Failure {
    parse(call, reply, "Sign in again.", "person")
}

fn parse(call: &Call, reply: &Reply, mended: &str, identity: &str) -> Failure {
    let mut refusal = Refusal::of("OVHcloud", reply);
    refusal.request_id = reply.header("x-ovh-queryid").map(str::to_owned);
    let body = reply.fields::<Body>().unwrap_or_default();
    let denied = denied(body.details.unwrap_or_default());
    refusal.code = body.error.or(body.error_code).or(body.class);
    refusal.kind = refusal.code.as_deref().and_then(kind).unwrap_or(refusal.kind);
    refusal.told = body.error_description.or(body.message);
    match refusal.kind {
        ErrorCode::InvalidCredentials => {
            refusal.remedy = Some(mended.to_owned());
        }
        ErrorCode::PermissionDenied => {
            let what = denied.unwrap_or_else(|| "the rights of the guide".to_owned());
            refusal.remedy = Some(format!(
                "Give the {identity} an IAM policy that allows {what} on the account's Public Cloud projects."
            ));
        }
        _ => {}
    }
    refusal.failure(call, reply)
}

/// The failure of a sign-in, in OVHcloud's terms. Its codes are those of RFC 6749, sections 4.1.2.1
/// and 5.2; OVHcloud has no list of its own.
pub(super) fn explain_sign_in(failure: Failure) -> Failure {
    let known = match failure.provider_code.as_deref().unwrap_or_default() {
        "invalid_client" | "unauthorized_client" => Known::new(
            "Check the region, and that the client is one of that region with the flow AUTHORIZATION_CODE; paste its ID and secret again.",
        )
        .in_field(CLIENT_ID),
        "invalid_request" | "redirect_uri_mismatch" => Known::new(
            "Check that the client's callbackUrls have exactly the redirect URI that the dialog shows.",
        )
        .in_field(REDIRECT_PORT),
        "access_denied" => Known::new("Sign in again and allow the access."),
        "invalid_grant" => Known::new("Sign in again: the access is over or was taken back."),
        _ => return failure,
    };
    known.explain(failure)
}

fn kind(code: &str) -> Option<ErrorCode> {
    match code {
        "invalid_client" | "unauthorized_client" | "invalid_grant" => {
            Some(ErrorCode::InvalidCredentials)
        }
        // Older calls refuse a credential with 403.
        "INVALID_CREDENTIAL" | "NOT_CREDENTIAL" | "INVALID_KEY" => {
            Some(ErrorCode::InvalidCredentials)
        }
        "NOT_GRANTED_CALL" | "Client::Forbidden" => Some(ErrorCode::PermissionDenied),
        _ => None,
    }
}

/// The actions that are missing, as far as they are plain words.
fn denied(details: Details) -> Option<String> {
    let lists = [details.by_authentication, details.by_iam];
    let actions = lists.iter().flatten().flat_map(|list| list.split(','));
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, ':' | '/' | '_' | '-');
    let actions = actions.map(str::trim).filter(|one| !one.is_empty() && one.chars().all(plain));
    let actions: Vec<_> = actions.take(5).collect();
    (!actions.is_empty()).then(|| actions.join(", "))
}

#[cfg(test)]
mod tests {
    use nexus_http::{Call, Reply};
    use nexus_model::ErrorCode;
    use rstest::rstest;

    use super::parse_error;

    #[rstest]
    // https://github.com/ovh/go-ovh/blob/master/ovh/ovh_test.go and error_test.go.
    #[case(400, r#"{"error":"invalid_client","error_description":"ovhcloud oauth2 client does not exists"}"#, ErrorCode::InvalidCredentials, "does not exists", "Service accounts")]
    #[case(403, r#"{"class":"Client::Forbidden","message":"User not granted for this request","details":{"unauthorizedActionsByAuthentication":"","unauthorizedActionsByIAM":"publicCloudProject:apiovh:instance/get"}}"#, ErrorCode::PermissionDenied, "not granted", "publicCloudProject:apiovh:instance/get")]
    // https://docs.ovhcloud.com/en/guides/manage-and-operate/api/manage-service-account.
    #[case(
        403,
        r#"{"class":"Client::Forbidden","message":"User not granted for this request"}"#,
        ErrorCode::PermissionDenied,
        "not granted",
        "IAM policy"
    )]
    // https://github.com/ovh/php-ovh/issues/56.
    #[case(403, r#"{"errorCode":"INVALID_CREDENTIAL","httpCode":"403 Forbidden","message":"This credential is not valid"}"#, ErrorCode::InvalidCredentials, "not valid", "paste")]
    #[case(
        401,
        r#"{"class":"Client::Unauthorized","message":"Invalid token"}"#,
        ErrorCode::InvalidCredentials,
        "Invalid token",
        "paste"
    )]
    #[case(
        400,
        r#"{"error":"invalid_scope"}"#,
        ErrorCode::BadResponse,
        "invalid_scope",
        "endpoint"
    )]
    #[case(
        404,
        r#"{"class":"Client::NotFound","message":"This service does not exist"}"#,
        ErrorCode::NotFound,
        "does not exist",
        "ids"
    )]
    #[case(429, r#"{"message":"Too many requests"}"#, ErrorCode::RateLimited, "Too many", "Wait")]
    #[case(500, "", ErrorCode::ProviderError, "HTTP 500", "few minutes")]
    #[case(
        403,
        r#"{"class":"Client::Forbidden","details":{"unauthorizedActionsByIAM":"<b>, rm -rf"}}"#,
        ErrorCode::PermissionDenied,
        "Client::Forbidden",
        "rights of the guide"
    )]
    fn a_code_or_a_class_tells_the_kind(
        #[case] status: u16,
        #[case] body: &str,
        #[case] kind: ErrorCode,
        #[case] told: &str,
        #[case] remedy: &str,
    ) {
        let call = Call {
            operation: "ListInstances",
            region: Some("9f0e1d2c3b4a59687786950a1b2c3d4e".into()),
            host: "eu.api.ovh.com".into(),
        };
        let reply = Reply::new(status, &[("x-ovh-queryid", "EU.ext-99.foobar")], body);
        let failure = parse_error(&call, &reply);
        assert_eq!((failure.code, failure.http_status), (kind, Some(status)), "{failure:?}");
        assert!(failure.message.contains(told), "{}", failure.message);
        assert!(failure.remedy.contains(remedy), "{}", failure.remedy);
        assert_eq!(failure.request_id.as_deref(), Some("EU.ext-99.foobar"));
        assert_eq!(failure.region, call.region);
    }
}
