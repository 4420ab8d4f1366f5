//! A person in a real browser logs in at a certified provider, which Vault is a client of.

use nexus_http::{Http, Patience};
use nexus_model::{ErrorCode, Failure, SecretFields};
use nexus_secrets::{BrowserLogin, log_in};
use nexus_testkit::{Browser, OpenIdProvider, VaultServer, http};
use url::Url;

use crate::{Typed, allow_all, assert_works, config, key, open};

/// With the port of the `vault` command, which is the usual one. Each test has a port of its own,
/// since they run at the same time; Vault compares the rest.
const REDIRECT: &str = "http://localhost:8250/oidc/callback";

fn redirect(port: &str) -> String {
    REDIRECT.replace("8250", port)
}

fn with_provider(provider: &OpenIdProvider, redirect_uri: &str) -> VaultServer {
    of_provider(VaultServer::start(), provider, redirect_uri)
}

fn of_provider(server: VaultServer, provider: &OpenIdProvider, redirect_uri: &str) -> VaultServer {
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
    let provider = OpenIdProvider::start();
    let server = with_provider(&provider, REDIRECT);
    let fields = [("redirect_port", "18254"), ("role", "nexus")];
    let login = begin(&server, &fields).await.expect("any port");
    assert_eq!(login.redirect_uri(), redirect("18254"));
    consent(login).await.expect("logged in");
}

#[tokio::test(flavor = "multi_thread")]
async fn openbao_logs_in_in_the_browser_in_a_namespace_too() {
    let provider = OpenIdProvider::start();
    let server = VaultServer::start_openbao().in_namespace("team/ops");
    let server = of_provider(server, &provider, REDIRECT);
    let fields = [("redirect_port", "18259"), ("namespace", "team/ops")];
    let secrets = consent(begin(&server, &fields).await.expect("an address")).await;
    let secrets = secrets.expect("logged in");
    let token = secrets["token"].expose();
    assert_works(&open(&server, "oidc", &fields, &[("token", token)]).expect("a config")).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_person_who_refuses_is_told_so() {
    let provider = OpenIdProvider::start();
    let server = with_provider(&provider, REDIRECT);
    let login = begin(&server, &[("redirect_port", "18255")]).await.expect("an address");
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
    let provider = OpenIdProvider::start();
    let server = with_provider(&provider, REDIRECT);
    let back = redirect("18256");
    let login = begin(&server, &[("redirect_port", "18256")]).await.expect("an address");
    let state = state(&login);
    let waiting = tokio::spawn(login.wait());
    assert_eq!(get(&format!("{back}?state=another&code=theirs")).status, 400);
    assert!(!waiting.is_finished());
    let code = "a-code-of-nobody-0123456789";
    assert_eq!(get(&format!("{back}?state={state}&code={code}")).status, 200);
    let failure = waiting.await.expect("no panic").expect_err("it is nobody's");
    assert_eq!(failure.code, ErrorCode::InvalidCredentials, "{failure:?}");
    let shown = format!("{failure:?} {failure}");
    assert!(!shown.contains(code) && !shown.contains(&state), "{shown}");
}

#[tokio::test]
async fn a_login_that_is_given_up_gives_its_port_back() {
    let provider = OpenIdProvider::start();
    let server = with_provider(&provider, REDIRECT);
    let port: Typed<'_> = &[("redirect_port", "18257")];
    let first = begin(&server, port).await.expect("an address");
    let taken = begin(&server, port).await.expect_err("the port is taken");
    assert_eq!(taken.field.as_deref(), Some("redirect_port"), "{taken:?}");
    let waiting = tokio::spawn(first.wait());
    waiting.abort();
    assert!(waiting.await.is_err_and(|why| why.is_cancelled()));
    begin(&server, port).await.expect("the port is free again");
}

#[tokio::test]
async fn what_vault_does_not_allow_is_told_with_what_to_ask_for() {
    let provider = OpenIdProvider::start();
    let server = with_provider(&provider, "http://localhost:8250/elsewhere");
    let port = ("redirect_port", "18258");
    let unregistered = begin(&server, &[port]).await.expect_err("another redirect URI");
    assert_eq!(unregistered.code, ErrorCode::InvalidInput, "{unregistered:?}");
    assert!(unregistered.remedy.contains(&redirect("18258")), "{unregistered:?}");
    let cases: [(Typed<'_>, &str); 4] = [
        (&[port, ("role", "nobody")], "role"),
        (&[port, ("auth_mount", "jwt")], "role"),
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
