//! Token endpoints that answer with anything but tokens.

use data_encoding::BASE64;
use nexus_model::{ErrorCode, Secret};
use nexus_signin::{AuthMethod, Endpoints, Server, client_credentials};
use nexus_testkit::hostile_provider::CLIENT;
use nexus_testkit::http::Response;
use nexus_testkit::{Lie, Rest};
use rstest::rstest;
use serde_json::json;
use url::Url;

use crate::support::{assert_told, client_of, http_client, signed_in_at};

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
    for lie in [Lie::TokenRefuses(error), Lie::TokenRefusesWithSuccess(error)] {
        let (provider, ended) = signed_in_at(lie).await;
        let form = provider.token_requests().remove(0);
        let failure = ended.expect_err("refused");
        assert_told(&failure, code, remedy, &["c0de-", &form["code_verifier"], "<b>"]);
    }
}

#[rstest]
#[case(AuthMethod::Post)]
#[case(AuthMethod::Basic)]
#[tokio::test(flavor = "multi_thread")]
async fn a_refusal_that_quotes_the_clients_secret_is_shown_without(#[case] method: AuthMethod) {
    let secret = "cl1ent/s3cret";
    let endpoint = Rest::start(|request| {
        let authorization = request.header("authorization").unwrap_or_default();
        let body = String::from_utf8_lossy(&request.body);
        let quoted = format!("{authorization} {body}");
        let body = json!({"error": "invalid_client", "error_description": quoted});
        Response::new(401, "application/json", body.to_string())
    });
    let mut client = client_of(&endpoint.url(), CLIENT);
    client.server = Server::Known(Box::new(Endpoints {
        issuer: None,
        authorization: None,
        token: Url::parse(&endpoint.url()).expect("a URL"),
        device_authorization: None,
        revocation: None,
        keys: None,
        answers_carry_issuer: false,
        proof_key_methods: None,
    }));
    client.secret = Some(Secret::new(secret));
    client.auth_method = method;
    let failure = client_credentials(&http_client(), &client).await.expect_err("refused");
    let basic = BASE64.encode(format!("{CLIENT}:cl1ent%2Fs3cret").as_bytes());
    let secrets = [secret, "cl1ent%2Fs3cret", &basic];
    assert_told(&failure, ErrorCode::InvalidCredentials, "••••", &secrets);
}
