//! A person in a real browser logs in at a certified provider, which Vault is a client of.

use std::sync::LazyLock;

use nexus_http::{Http, Patience};
use nexus_model::{ErrorCode, Failure, SecretFields};
use nexus_secrets::{BrowserLogin, log_in};
use nexus_testkit::{Browser, OpenIdProvider, VaultServer, http};
use tokio::sync::Mutex;
use url::Url;

use crate::{Typed, allow_all, assert_works, config, key, open};

/// The tests take turns: the port that the browser comes back to is the `vault` command's own.
static TURN: LazyLock<Mutex<()>> = LazyLock::new(Mutex::default);

const REDIRECT: &str = "http://localhost:8250/oidc/callback";

fn with_provider(provider: &OpenIdProvider, redirect_uri: &str) -> VaultServer {
    let server = VaultServer::start();
    allow_all(&server, "nexus");
    server.use_provider(provider, redirect_uri, "nexus");
    server
}

async fn begin(server: &VaultServer, fields: Typed<'_>) -> Result<BrowserLogin, Failure> {
    log_in(&config(server, "oidc", fields, &[]), &Http::new(Patience::default())).await
}

/// What another program gets at an address of this machine.
fn get(url: &str) -> http::Response {
    let url = Url::parse(url).expect("an address");
    let to = url.socket_addrs(|| None).expect("a place")[0];
    let host = &url[url::Position::BeforeHost..url::Position::AfterPort];
    let path = &url[url::Position::BeforePath..];
    http::send(to, "GET", path, &[("host", host)], b"").expect("a reply")
}

fn state(login: &BrowserLogin) -> String {
    let url = Url::parse(login.authorization_url()).expect("an address");
    let state = url.query_pairs().find(|(name, _)| name == "state").expect("a state");
    state.1.into_owned()
}

/// Goes through the provider's pages.
async fn consent(login: BrowserLogin) -> Result<SecretFields, Failure> {
    let browser = Browser::start().await;
    let url = login.authorization_url().to_owned();
    let waiting = tokio::spawn(login.wait());
    browser.open(&url).await.expect("the provider's page");
    browser.sign_in("ada").await.expect("signed in");
    browser.consent().await.expect("consented");
    browser.text_with("close this tab").await.expect("the last page");
    waiting.await.expect("it does not panic")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_person_logs_in_in_the_browser_and_the_token_works() {
    let _turn = TURN.lock().await;
    let provider = OpenIdProvider::start();
    let server = with_provider(&provider, REDIRECT);
    let login = begin(&server, &[]).await.expect("the usual role");
    assert_eq!(login.redirect_uri(), REDIRECT);
    let secrets = consent(login).await.expect("logged in");
    let token = secrets["token"].expose().to_owned();
    let backend = open(&server, "oidc", &[], &[("token", &token)]).expect("a config");
    assert_works(&backend).await;
    // A token that has ended wants the person again, and never comes back by itself.
    let body = serde_json::json!({"token": token});
    server.ask("POST", "auth/token/revoke", &body);
    let failure = backend.get(&key()).await.expect_err("it was revoked");
    assert!(failure.code.needs_reconnect(), "{failure:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn another_port_is_used_where_the_role_takes_any() {
    let _turn = TURN.lock().await;
    let provider = OpenIdProvider::start();
    let server = with_provider(&provider, REDIRECT);
    let fields = [("redirect_port", "18250"), ("role", "nexus")];
    let login = begin(&server, &fields).await.expect("any port");
    assert_eq!(login.redirect_uri(), "http://localhost:18250/oidc/callback");
    consent(login).await.expect("logged in");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_person_who_refuses_is_told_so() {
    let _turn = TURN.lock().await;
    let provider = OpenIdProvider::start();
    let server = with_provider(&provider, REDIRECT);
    let login = begin(&server, &[]).await.expect("an address");
    let browser = Browser::start().await;
    let url = login.authorization_url().to_owned();
    let waiting = tokio::spawn(login.wait());
    browser.open(&url).await.expect("the provider's page");
    browser.refuse().await.expect("refused");
    let failure = waiting.await.expect("no panic").expect_err("refused");
    assert_eq!(failure.code, ErrorCode::Cancelled, "{failure:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_with_another_state_changes_nothing_and_vault_refuses_a_false_code() {
    let _turn = TURN.lock().await;
    let provider = OpenIdProvider::start();
    let server = with_provider(&provider, REDIRECT);
    let login = begin(&server, &[]).await.expect("an address");
    let state = state(&login);
    let waiting = tokio::spawn(login.wait());
    assert_eq!(get(&format!("{REDIRECT}?state=another&code=theirs")).status, 400);
    assert!(!waiting.is_finished());
    let code = "a-code-of-nobody-0123456789";
    assert_eq!(get(&format!("{REDIRECT}?state={state}&code={code}")).status, 200);
    let failure = waiting.await.expect("no panic").expect_err("it is nobody's");
    assert_eq!(failure.code, ErrorCode::InvalidCredentials, "{failure:?}");
    let shown = format!("{failure:?} {failure}");
    assert!(!shown.contains(code) && !shown.contains(&state), "{shown}");
}

#[tokio::test]
async fn a_login_that_is_given_up_gives_its_port_back() {
    let _turn = TURN.lock().await;
    let provider = OpenIdProvider::start();
    let server = with_provider(&provider, REDIRECT);
    let first = begin(&server, &[]).await.expect("an address");
    let taken = begin(&server, &[]).await.expect_err("the port is taken");
    assert_eq!(taken.field.as_deref(), Some("redirect_port"), "{taken:?}");
    let waiting = tokio::spawn(first.wait());
    waiting.abort();
    assert!(waiting.await.is_err_and(|why| why.is_cancelled()));
    begin(&server, &[]).await.expect("the port is free again");
}

#[tokio::test]
async fn what_vault_does_not_allow_is_told_with_what_to_ask_for() {
    let _turn = TURN.lock().await;
    let provider = OpenIdProvider::start();
    let server = with_provider(&provider, "http://localhost:8250/elsewhere");
    let unregistered = begin(&server, &[]).await.expect_err("another redirect URI");
    assert_eq!(unregistered.code, ErrorCode::InvalidInput, "{unregistered:?}");
    assert!(unregistered.remedy.contains(REDIRECT), "{unregistered:?}");
    let cases: [(Typed<'_>, &str); 4] = [
        (&[("role", "nobody")], "role"),
        (&[("auth_mount", "jwt")], "role"),
        (&[("redirect_port", "80")], "redirect_port"),
        (&[("auth_mount", "../sys")], "auth_mount"),
    ];
    for (fields, field) in cases {
        let failure = begin(&server, fields).await.expect_err(field);
        assert_eq!(failure.code, ErrorCode::InvalidInput, "{failure:?}");
        assert_eq!(failure.field.as_deref(), Some(field), "{failure:?}");
    }
    let other = config(&server, "token", &[], &[]);
    let other = log_in(&other, &Http::new(Patience::default())).await;
    assert_eq!(other.err().and_then(|why| why.field).as_deref(), Some("login"));
}
