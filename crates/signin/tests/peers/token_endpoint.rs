//! Token endpoints that answer with anything but tokens.

use nexus_model::ErrorCode;
use nexus_testkit::Lie;
use rstest::rstest;

use crate::support::{assert_told, signed_in_at};

#[rstest]
#[case::redirects(Lie::TokenRedirects, ErrorCode::BadResponse, "redirects elsewhere")]
#[case::html(Lie::TokenIsHtml, ErrorCode::BadResponse, "text/html")]
#[case::fails(Lie::TokenFails(500), ErrorCode::ProviderError, "HTTP 500")]
#[case::is_away(Lie::TokenFails(503), ErrorCode::ProviderError, "HTTP 503")]
#[case::proxy(Lie::TokenFails(403), ErrorCode::BadResponse, "HTTP 403")]
#[case::huge(Lie::TokenIsHuge, ErrorCode::BadResponse, "longer than 1 MiB")]
#[case::hangs_up(Lie::TokenHangsUp, ErrorCode::UnreachableRefused, "Code exchange failed")]
#[tokio::test(flavor = "multi_thread")]
async fn a_code_is_sent_once_whatever_the_reply(
    #[case] lie: Lie,
    #[case] code: ErrorCode,
    #[case] part: &str,
) {
    let (provider, ended) = signed_in_at(lie).await;
    let sent = provider.token_requests();
    assert_eq!(sent.len(), 1, "{sent:?}");
    let secrets = [sent[0]["code"].as_str(), sent[0]["code_verifier"].as_str()];
    let failure = ended.expect_err("no tokens came");
    assert_told(&failure, code, part, &secrets);
    assert!(failure.message.contains("127.0.0.1:"), "the endpoint is not named: {failure}");
    assert_eq!(provider.followed(), 0);
}

#[rstest]
#[case("redirect_uri_mismatch", ErrorCode::InvalidInput, "Register exactly http://127.0.0.1:")]
#[case("invalid_client", ErrorCode::InvalidCredentials, "Check the client id")]
#[case("invalid_grant", ErrorCode::Expired, "Sign in again")]
#[case("invalid_scope", ErrorCode::PermissionDenied, "spelling of the scopes")]
#[case("unsupported_grant_type", ErrorCode::InvalidInput, "choose another way")]
#[case("<b>made up</b>", ErrorCode::BadResponse, "refused the request")]
#[tokio::test(flavor = "multi_thread")]
async fn a_refusal_says_what_to_do_and_shows_no_code(
    #[case] error: &'static str,
    #[case] code: ErrorCode,
    #[case] remedy: &str,
) {
    // The refusal quotes the whole request.
    let (provider, ended) = signed_in_at(Lie::TokenRefuses(error)).await;
    let form = provider.token_requests().remove(0);
    let failure = ended.expect_err("refused");
    assert_told(&failure, code, remedy, &[&form["code"], &form["code_verifier"], "<b>"]);
}
