//! A person in a real browser, signing in at a certified provider.

use nexus_model::{ErrorCode, Secret};
use nexus_signin::{
    AuthMethod, Client, Redirect, Revoked, Server, SignIn, client_credentials, needs_person,
    refresh, revoke,
};
use nexus_testkit::openid_provider::{
    CONFIDENTIAL, DEEP_LINK, NATIVE, SECRET, SERVICE_BASIC, SERVICE_POST,
};
use nexus_testkit::{Browser, OpenIdOptions, OpenIdProvider};
use rstest::rstest;
use url::Url;

use crate::support::{Waiting, assert_told, client_of, http_client};

const PERSON: &str = "ada";

/// What a person and the provider agree on in the browser.
async fn signed_in(client: Client) -> nexus_signin::Tokens {
    let browser = Browser::start().await;
    let waiting = Waiting::start(client).await;
    browser.open(&waiting.authorization_url).await.expect("the provider's page");
    browser.sign_in(PERSON).await.expect("signed in");
    browser.consent().await.expect("consented");
    browser.text_with("You can close this tab").await.expect("the last page");
    // Its policy lets its own style through.
    let main = browser.css("main").await.expect("the page's frame");
    assert_eq!(main.css_value("border-top-left-radius").await.expect("a style"), "12px");
    waiting.end().await.expect("tokens")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_person_signs_in_and_tokens_are_refreshed_and_given_back() {
    let provider = OpenIdProvider::start();
    let (http, client) = (http_client(), client_of(provider.issuer(), NATIVE));
    let first = signed_in(client.clone()).await;
    let who = first.who.as_ref().expect("who signed in");
    assert_eq!((who.subject.as_str(), who.name.as_deref()), (PERSON, Some("ada@id.example")));
    assert!(first.expires_at.is_some());
    let mut scopes = first.scopes.clone().expect("scopes");
    scopes.sort();
    assert_eq!(scopes, ["email", "offline_access", "openid"]);

    let old = first.refresh.clone().expect("a refresh token");
    let second = refresh(&http, &client, &old).await.expect("fresh tokens");
    let new = second.refresh.clone().expect("a rotated refresh token");
    assert_ne!((new.expose(), second.access.expose()), (old.expose(), first.access.expose()));

    assert_eq!(revoke(&http, &client, &second).await.expect("revoked"), Revoked::Done);
    let failure = refresh(&http, &client, &new).await.expect_err("it was given back");
    assert_told(&failure, ErrorCode::Expired, "Sign in again", &[new.expose()]);
    assert!(needs_person(&failure));
    // What is revoked already is no failure.
    assert_eq!(revoke(&http, &client, &second).await.expect("still revoked"), Revoked::Done);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refresh_token_that_is_used_twice_ends_the_connection() {
    let provider = OpenIdProvider::start();
    let (http, client) = (http_client(), client_of(provider.issuer(), NATIVE));
    let old = signed_in(client.clone()).await.refresh.expect("a refresh token");
    let new = refresh(&http, &client, &old).await.expect("tokens").refresh.expect("a new one");
    let reused = refresh(&http, &client, &old).await.expect_err("it was used before");
    assert!(needs_person(&reused), "{reused:?}");
    let revoked = refresh(&http, &client, &new).await.expect_err("all that came of it is revoked");
    assert!(needs_person(&revoked), "{revoked:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_client_with_a_secret_shows_it_at_the_token_endpoint() {
    let provider = OpenIdProvider::start();
    let mut client = client_of(provider.issuer(), CONFIDENTIAL);
    client.secret = Some(Secret::new(SECRET));
    client.auth_method = AuthMethod::Basic;
    let tokens = signed_in(client.clone()).await;
    let again = refresh(&http_client(), &client, &tokens.refresh.expect("a refresh token")).await;
    assert!(again.is_ok(), "{again:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_person_who_refuses_in_the_browser_cancels_the_sign_in() {
    let provider = OpenIdProvider::start();
    let browser = Browser::start().await;
    let waiting = Waiting::start(client_of(provider.issuer(), NATIVE)).await;
    browser.open(&waiting.authorization_url).await.expect("the provider's page");
    browser.refuse().await.expect("refused");
    browser.text_with("Not signed in").await.expect("the last page");
    let failure = waiting.end().await.expect_err("she refused");
    assert_told(&failure, ErrorCode::Cancelled, "access was denied", &[]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_person_signs_in_and_the_answer_comes_by_a_link() {
    let provider = OpenIdProvider::start();
    let browser = Browser::start().await;
    let mut client = client_of(provider.issuer(), NATIVE);
    client.redirect = Redirect::DeepLink(Url::parse(DEEP_LINK).expect("a link"));
    let sign_in = SignIn::start(&http_client(), client).await.expect("a sign-in");
    assert_eq!(sign_in.redirect_uri(), DEEP_LINK);
    let answers = sign_in.answer_slot();
    let waiting = Waiting::of(sign_in);
    browser.open(&waiting.authorization_url).await.expect("the provider's page");
    browser.sign_in(PERSON).await.expect("signed in");
    browser.consent().await.expect("consented");
    let link = provider.next_link();
    for other in [
        link.replace("state=", "state=x"),
        link.replace("/signin", "/elsewhere"),
        link.replace("dev.nexusaccess.vault:", "nexusvault:"),
        DEEP_LINK.to_owned(),
        "not a link".to_owned(),
    ] {
        assert!(!answers.deliver(&other), "{other}");
    }
    assert!(answers.deliver(&link), "the provider's own link");
    assert!(!answers.deliver(&link), "a second answer");
    let tokens = waiting.end().await.expect("tokens");
    assert_eq!(tokens.who.expect("who signed in").subject, PERSON);
    assert!(!answers.deliver(&link), "nobody waits any longer");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_redirect_that_is_not_registered_never_comes_back() {
    let provider = OpenIdProvider::start();
    let browser = Browser::start().await;
    let mut client = client_of(provider.issuer(), NATIVE);
    client.redirect = Redirect::Loopback {
        host: nexus_signin::LoopbackHost::Ipv4,
        port: None,
        path: "/not-registered".to_owned(),
    };
    let waiting = Waiting::start(client).await;
    browser.open(&waiting.authorization_url).await.expect("the provider's page");
    browser.text_with("invalid_redirect_uri").await.expect("the provider says why");
    assert!(!waiting.tokens.is_finished());
    waiting.tokens.abort();
}

#[rstest]
#[case(SERVICE_POST, AuthMethod::Post)]
#[case(SERVICE_BASIC, AuthMethod::Basic)]
#[tokio::test(flavor = "multi_thread")]
async fn a_client_signs_in_for_itself(#[case] id: &str, #[case] method: AuthMethod) {
    let provider = OpenIdProvider::start();
    let mut client = client_of(provider.issuer(), id);
    client.scopes = vec!["api:read".to_owned()];
    client.auth_method = method;
    client.secret = Some(Secret::new(SECRET));
    let tokens = client_credentials(&http_client(), &client).await.expect("tokens");
    assert!(tokens.refresh.is_none() && tokens.who.is_none() && tokens.expires_at.is_some());
    assert_eq!(tokens.scopes.expect("scopes"), ["api:read"]);

    client.secret = Some(Secret::new("wr0ng-secret"));
    let failure = client_credentials(&http_client(), &client).await.expect_err("a wrong secret");
    assert_told(&failure, ErrorCode::InvalidCredentials, "client secret", &["wr0ng-secret"]);

    client.secret = Some(Secret::new(SECRET));
    client.scopes = vec!["api:write".to_owned()];
    let failure =
        client_credentials(&http_client(), &client).await.expect_err("a scope that is not its own");
    assert_told(&failure, ErrorCode::PermissionDenied, "scopes", &[SECRET]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_with_endpoints_of_its_own_needs_no_discovery() {
    let provider =
        OpenIdProvider::start_with(OpenIdOptions { entra: true, ..OpenIdOptions::default() });
    let at = |path: &str| {
        Url::parse(&format!("{}/tenant/oauth2/v2.0/{path}", provider.issuer())).expect("a URL")
    };
    let mut client = client_of(provider.issuer(), SERVICE_POST);
    client.server = Server::Known(Box::new(nexus_signin::Endpoints {
        issuer: None,
        authorization: Some(at("authorize")),
        token: at("token"),
        device_authorization: Some(at("devicecode")),
        revocation: None,
        keys: None,
        answers_carry_issuer: false,
        proof_key_methods: None,
    }));
    client.scopes = vec!["https://management.azure.com/.default".to_owned()];
    client.secret = Some(Secret::new(SECRET));
    let tokens = client_credentials(&http_client(), &client).await.expect("tokens");
    // A JSON Web Token, as Entra's are.
    assert_eq!(tokens.access.expose().split('.').count(), 3);
    let revoked = revoke(&http_client(), &client, &tokens).await;
    assert_eq!(revoked.expect("nothing to ask"), Revoked::NotOffered);
}
