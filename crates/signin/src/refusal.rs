//! What a server's refusals mean: RFC 6749, sections 4.1.2.1 and 5.2; RFC 8628, section 3.5.

use nexus_http::{Call, Reply, words};
use nexus_model::{ErrorCode, Failure};
use serde::Deserialize;

/// The body of a refusal: RFC 6749, section 5.2.
#[derive(Deserialize)]
pub(crate) struct Refused {
    pub error: String,
    pub error_description: Option<String>,
}

/// The refusal of an endpoint. `redirect_uri` is the one that was sent, if one was.
pub(crate) fn of_reply(call: &Call, reply: &Reply, redirect_uri: Option<&str>) -> Failure {
    let refused = reply.fields::<Refused>().ok();
    let mut failure = match &refused {
        Some(refused) => worded(call, refused, redirect_uri),
        None => without_words(call, reply.status),
    };
    if reply.status >= 500 {
        failure.code = ErrorCode::ProviderError;
    }
    if reply.status == 429 {
        failure.code = ErrorCode::RateLimited;
    }
    failure.http_status = Some(reply.status);
    failure.retry_at = reply.retry_at();
    failure
}

/// The refusal that an answer of the browser or the body of a reply spells out.
pub(crate) fn worded(call: &Call, refused: &Refused, redirect_uri: Option<&str>) -> Failure {
    let error = refused.error.as_str();
    let (code, what, remedy) = meaning(error, redirect_uri);
    let mut message = format!("{} failed: {} {what}", call.subject(), call.host);
    let error = words::identifier(error);
    if let Some(error) = &error {
        message.push_str(&format!(" ({error})"));
    }
    message.push('.');
    if let Some(told) = refused.error_description.as_deref().and_then(words::quotable) {
        message.push_str(&format!(" It says: “{told}”"));
    }
    let mut failure = Failure::new(code, call.operation, message, remedy);
    failure.provider_code = error;
    failure
}

/// Kind, what happened and what to do. The words that no standard has are Google's and GitHub's.
fn meaning(error: &str, redirect_uri: Option<&str>) -> (ErrorCode, &'static str, String) {
    let again = "Sign in again.";
    match error {
        "access_denied" => {
            (ErrorCode::Cancelled, "says that access was denied", "Sign in again and allow it.".to_owned())
        }
        "invalid_client" | "unauthorized_client" | "incorrect_client_credentials"
        | "deleted_client" | "disabled_client" => (
            ErrorCode::InvalidCredentials,
            "does not accept the client",
            "Check the client id and the client secret, and that the client is allowed this kind of sign-in in the server's console.".to_owned(),
        ),
        "invalid_grant" | "expired_token" | "bad_refresh_token" | "bad_verification_code" => {
            (ErrorCode::Expired, "no longer accepts this sign-in", again.to_owned())
        }
        "invalid_scope" => (
            ErrorCode::PermissionDenied,
            "does not grant a scope that was asked for",
            "Check the spelling of the scopes, and allow them for the client in the server's console.".to_owned(),
        ),
        "redirect_uri_mismatch" => (
            ErrorCode::InvalidInput,
            "does not know the redirect URI",
            match redirect_uri {
                Some(uri) => format!("Register exactly {uri} as a redirect URI of the client in the server's console."),
                None => "Register the redirect URI that the app shows in the server's console.".to_owned(),
            },
        ),
        "unsupported_grant_type" | "unsupported_response_type" => (
            ErrorCode::InvalidInput,
            "does not offer this kind of sign-in",
            "Allow it for the client in the server's console, or choose another way to sign in.".to_owned(),
        ),
        "server_error" | "temporarily_unavailable" => (
            ErrorCode::ProviderError,
            "had a fault of its own",
            "Try again in a few minutes.".to_owned(),
        ),
        "authorization_pending" | "slow_down" => {
            (ErrorCode::RateLimited, "still waits for the person", "Wait a moment.".to_owned())
        }
        _ => (
            ErrorCode::BadResponse,
            "refused the request",
            "Check the client's settings in the server's console, then sign in again.".to_owned(),
        ),
    }
}

/// A refusal that says nothing: a proxy's page, or a server that has fallen over.
fn without_words(call: &Call, status: u16) -> Failure {
    let (code, remedy) = match status {
        408 | 429 | 500.. => (ErrorCode::ProviderError, "Try again in a few minutes."),
        404 | 410 => (ErrorCode::NotFound, "Check the server's address."),
        _ => (
            ErrorCode::BadResponse,
            "Check that the server's address is right and that no proxy answers in its place.",
        ),
    };
    let message = format!("{} failed: {} answered HTTP {status}.", call.subject(), call.host);
    Failure::new(code, call.operation, message, remedy)
}

#[cfg(test)]
mod tests {
    use nexus_http::{Call, Reply};
    use nexus_model::ErrorCode;
    use rstest::rstest;

    use super::of_reply;

    #[rstest]
    #[case(400, r#"{"error":"invalid_grant"}"#, ErrorCode::Expired, "Sign in again")]
    #[case(401, r#"{"error":"invalid_client"}"#, ErrorCode::InvalidCredentials, "client secret")]
    #[case(400, r#"{"error":"invalid_scope"}"#, ErrorCode::PermissionDenied, "scopes")]
    #[case(400, r#"{"error":"redirect_uri_mismatch"}"#, ErrorCode::InvalidInput, "http://[::1]/cb")]
    #[case(200, r#"{"error":"bad_refresh_token"}"#, ErrorCode::Expired, "Sign in again")]
    #[case(503, r#"{"error":"invalid_grant"}"#, ErrorCode::ProviderError, "again")]
    #[case(429, "<html>", ErrorCode::RateLimited, "again")]
    #[case(502, "<html>", ErrorCode::ProviderError, "again")]
    fn each_refusal_says_what_to_do(
        #[case] status: u16,
        #[case] body: &str,
        #[case] code: ErrorCode,
        #[case] remedy: &str,
    ) {
        let call = Call { operation: "Code exchange", region: None, host: "id.example".into() };
        let failure = of_reply(&call, &Reply::new(status, &[], body), Some("http://[::1]/cb"));
        assert_eq!((failure.code, failure.http_status), (code, Some(status)));
        assert!(failure.message.starts_with("Code exchange failed: id.example"), "{failure}");
        assert!(failure.remedy.contains(remedy), "{failure}");
    }
}
