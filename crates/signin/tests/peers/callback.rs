//! The port that the browser comes back to, and the other programs of this machine.

use std::io::{Read, Write};
use std::net::{Ipv4Addr, Ipv6Addr, Shutdown, TcpListener, TcpStream};
use std::time::Duration;

use nexus_model::ErrorCode;
use nexus_signin::{Callback, LoopbackHost, Redirect, SignIn, redirect_uri_of};
use nexus_testkit::hostile_provider::{CLIENT, PERSON};
use nexus_testkit::http::Response;
use nexus_testkit::{HostileProvider, Lie};
use proptest::prelude::{ProptestConfig, Strategy, any, prop, prop_assert, prop_oneof};
use proptest::test_runner::TestRunner;
use rstest::rstest;
use url::Url;

use crate::support::{Waiting, assert_told, client_of, get, http_client, send, signed_in_at};

fn loopback(host: LoopbackHost, port: Option<u16>) -> Redirect {
    Redirect::Loopback { host, port, path: "/callback".to_owned() }
}

/// A page that runs nothing, loads nothing, is kept nowhere and tells nobody where it was.
fn assert_is_safe_page(page: &Response) {
    let header = |name: &str| {
        let found = page.headers.iter().find(|(key, _)| key == name);
        found.map(|(_, value)| value.as_str()).unwrap_or_default()
    };
    assert!(
        header("content-security-policy").starts_with("default-src 'none'; style-src 'sha256-")
    );
    assert_eq!(header("cache-control"), "no-store");
    assert_eq!(header("referrer-policy"), "no-referrer");
    assert_eq!(header("content-type"), "text/html; charset=utf-8");
    let html = page.text();
    assert!(html.contains("color-scheme: light dark") && html.contains("<h1>"), "{html}");
    assert!(!html.contains("<script"), "{html}");
}

/// That the sign-in still waits: its own answer is taken.
async fn assert_still_waits(waiting: Waiting, provider: &HostileProvider) {
    assert!(provider.token_requests().is_empty(), "something was exchanged");
    let page = get(&provider.redirect_of(&waiting.authorization_url));
    assert_eq!(page.status, 200, "{}", page.text());
    assert_is_safe_page(&page);
    assert!(page.text().contains("close this tab"), "{}", page.text());
    let tokens = waiting.end().await.expect("tokens");
    assert_eq!(tokens.access.expose(), "acc3ss-token");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_becomes_tokens_and_tells_who_signed_in() {
    let (provider, tokens) = signed_in_at(Lie::None).await;
    let tokens = tokens.expect("tokens");
    assert_eq!(tokens.refresh.as_ref().map(|token| token.expose()), Some("r3fresh-token"));
    assert_eq!(tokens.who.as_ref().and_then(|who| who.name.as_deref()), Some(PERSON));
    assert!(!format!("{tokens:?}").contains("t0ken") && !format!("{tokens:?}").contains("-token"));
    assert_eq!(provider.token_requests().len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_state_is_shown_a_page_and_the_sign_in_waits_on() {
    let provider = HostileProvider::start(Lie::None);
    let waiting = Waiting::at(&provider).await;
    let mut made_up = waiting.redirect_uri.clone();
    made_up.set_query(Some("code=attackers-code&state=AAAA"));
    let page = get(&made_up);
    assert_eq!(page.status, 400);
    assert_is_safe_page(&page);
    assert!(!page.text().contains("attackers-code"));
    assert_still_waits(waiting, &provider).await;
}

#[rstest]
#[case::without_a_query("")]
#[case::without_a_state("code=a")]
#[case::two_states("code=a&state=b&state=c")]
#[case::two_codes("code=a&code=b&state=c")]
#[case::code_and_error("code=a&error=b&state=c")]
#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_answer_leaves_the_sign_in_waiting(#[case] query: &str) {
    let provider = HostileProvider::start(Lie::None);
    let waiting = Waiting::at(&provider).await;
    let mut asked = waiting.redirect_uri.clone();
    asked.set_query(Some(query));
    let page = get(&asked);
    assert_eq!(page.status, 400);
    assert_is_safe_page(&page);
    assert_still_waits(waiting, &provider).await;
}

#[rstest]
#[case::another_name("attacker.example")]
#[case::the_other_name_of_this_machine("localhost")]
#[case::another_port("127.0.0.1:1")]
#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_host_is_shown_a_page_even_with_the_answer(#[case] host: &str) {
    let provider = HostileProvider::start(Lie::None);
    let waiting = Waiting::at(&provider).await;
    let answer = provider.redirect_of(&waiting.authorization_url);
    let page = send("GET", &answer, &[("host", host)]);
    assert_eq!(page.status, 421);
    assert_is_safe_page(&page);
    assert_still_waits(waiting, &provider).await;
}

#[rstest]
#[case::another("/favicon.ico")]
#[case::longer("/callback/")]
#[case::in_capitals("/Callback")]
#[case::with_dots("/x/../callback")]
#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_path_is_shown_a_page_even_with_the_answer(#[case] path: &str) {
    let provider = HostileProvider::start(Lie::None);
    let waiting = Waiting::at(&provider).await;
    let answer = provider.redirect_of(&waiting.authorization_url);
    let path = format!("{path}?{}", answer.query().unwrap_or_default());
    let page = nexus_testkit::http::send(waiting.address(), "GET", &path, &[], b"");
    let page = page.expect("a reply");
    assert_eq!(page.status, 404);
    assert_is_safe_page(&page);
    assert_still_waits(waiting, &provider).await;
}

#[rstest]
#[case("POST")]
#[case("PUT")]
#[case("OPTIONS")]
#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_method_is_shown_a_page_even_with_the_answer(#[case] method: &str) {
    let provider = HostileProvider::start(Lie::None);
    let waiting = Waiting::at(&provider).await;
    let page = send(method, &provider.redirect_of(&waiting.authorization_url), &[]);
    assert_eq!(page.status, 405);
    assert_is_safe_page(&page);
    assert_still_waits(waiting, &provider).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_answers_the_first_counts_and_the_second_gets_a_page() {
    let provider = HostileProvider::start(Lie::None);
    let waiting = Waiting::at(&provider).await;
    let answer = provider.redirect_of(&waiting.authorization_url);
    let path = answer[url::Position::BeforePath..].to_owned();
    // Both connections stand before either answer is sent: the port closes after the first.
    let mut first = TcpStream::connect(waiting.address()).expect("a connection");
    let mut second = TcpStream::connect(waiting.address()).expect("a connection");
    let request = format!("GET {path} HTTP/1.1\r\nhost: {}\r\n\r\n", waiting.address());
    let mut replies = [String::new(), String::new()];
    first.write_all(request.as_bytes()).expect("sent");
    second.write_all(request.as_bytes()).expect("sent");
    // Whoever comes second may find the connection closed already.
    let _ = first.read_to_string(&mut replies[0]);
    let _ = second.read_to_string(&mut replies[1]);
    let taken = replies.iter().filter(|reply| reply.starts_with("HTTP/1.1 200")).count();
    assert_eq!(taken, 1, "{replies:?}");
    waiting.end().await.expect("tokens");
    assert_eq!(provider.token_requests().len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_port_is_open_before_the_browser_and_closed_after_the_answer() {
    let provider = HostileProvider::start(Lie::None);
    let http = http_client();
    let sign_in = SignIn::start(&http, client_of(&provider.issuer(), CLIENT)).await;
    let sign_in = sign_in.expect("a sign-in");
    let redirect_uri = Url::parse(sign_in.redirect_uri()).expect("a redirect URI");
    let address = redirect_uri.socket_addrs(|| None).expect("an address")[0];
    assert!(address.ip().is_loopback() && TcpStream::connect(address).is_ok());
    let waiting = Waiting::of(sign_in);
    get(&provider.redirect_of(&waiting.authorization_url));
    waiting.end().await.expect("tokens");
    assert!(TcpStream::connect(address).is_err(), "the port is still open");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sign_in_that_is_dropped_closes_its_port() {
    let provider = HostileProvider::start(Lie::None);
    let sign_in = SignIn::start(&http_client(), client_of(&provider.issuer(), CLIENT)).await;
    let sign_in = sign_in.expect("a sign-in");
    let redirect_uri = Url::parse(sign_in.redirect_uri()).expect("a redirect URI");
    drop(sign_in);
    let address = redirect_uri.socket_addrs(|| None).expect("an address")[0];
    assert!(TcpStream::connect(address).is_err(), "the port is still open");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sign_in_that_nobody_answers_ends_and_closes_its_port() {
    let provider = HostileProvider::start(Lie::None);
    let sign_in = SignIn::start(&http_client(), client_of(&provider.issuer(), CLIENT)).await;
    let sign_in = sign_in.expect("a sign-in");
    let five_minutes = -sign_in.expires_at().age().whole_seconds();
    assert!((295..=300).contains(&five_minutes), "{five_minutes}");
    let waiting = Waiting::of(sign_in.within(Duration::from_millis(50)));
    let address = waiting.address();
    let failure = waiting.end().await.expect_err("nobody came");
    assert_told(&failure, ErrorCode::Expired, "did not come back in time", &[]);
    assert!(TcpStream::connect(address).is_err(), "the port is still open");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_program_that_comes_first_and_holds_on_keeps_no_browser_out() {
    let provider = HostileProvider::start(Lie::None);
    let waiting = Waiting::at(&provider).await;
    let connect = || TcpStream::connect(waiting.address()).expect("a connection");
    // Silent ones, one that sends half a request, one that speaks no HTTP.
    let silent: Vec<_> = (0..100).map(|_| connect()).collect();
    let mut half = connect();
    half.write_all(b"GET /callback?code=").expect("sent");
    let mut junk = connect();
    junk.write_all(&[0x16, 0x03, 0x01, 0x00, 0xff, b'\n', b'\n']).expect("sent");
    let mut long = connect();
    // The server may hang up on it before it has said all.
    let _ = long.write_all(&[b'A'; 1 << 20]);
    assert_still_waits(waiting, &provider).await;
    drop((silent, half, junk, long));
}

/// Requests as a program may send them: lines with a method, a path or a header that is right and
/// the rest made up, and anything at all.
fn any_request() -> impl Strategy<Value = Vec<u8>> {
    let line = "(GET|POST|[A-Z]{0,5}) (/callback|/|[ -~]{0,20})(\\?[ -~]{0,40})? HTTP/1\\.[01]";
    let header = "(Host: 127\\.0\\.0\\.1|Content-Length: [0-9]{1,12}|Transfer-Encoding: chunked|[ -~]{0,30})";
    let lines = (line, prop::collection::vec(header, 0..4)).prop_map(|(line, headers)| {
        format!("{line}\r\n{}\r\n\r\n", headers.join("\r\n")).into_bytes()
    });
    prop_oneof![lines, prop::collection::vec(any::<u8>(), 0..200)]
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_is_sent_to_the_port_the_sign_in_waits_on() {
    let provider = HostileProvider::start(Lie::None);
    let waiting = Waiting::at(&provider).await;
    let address = waiting.address();
    let mut runner = TestRunner::new(ProptestConfig::with_cases(300));
    let sent = runner.run(&any_request(), |request| {
        let mut program = TcpStream::connect(address).expect("a connection");
        // The server may have hung up already.
        let _ = program.write_all(&request);
        let _ = program.shutdown(Shutdown::Write);
        let mut reply = Vec::new();
        let _ = program.read_to_end(&mut reply);
        prop_assert!(!reply.starts_with(b"HTTP/1.1 200"));
        Ok(())
    });
    sent.expect("nothing made up is taken");
    assert_still_waits(waiting, &provider).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refusal_in_the_browser_ends_the_sign_in_as_cancelled() {
    let provider = HostileProvider::start(Lie::None);
    let waiting = Waiting::at(&provider).await;
    let answer = provider.redirect_of(&waiting.authorization_url);
    let of = |name: &str| {
        let found = answer.query_pairs().find(|(key, _)| key == name);
        found.expect("a parameter").1.into_owned()
    };
    let mut refused = waiting.redirect_uri.clone();
    refused.query_pairs_mut().extend_pairs([
        ("error", "access_denied"),
        ("error_description", "She said no."),
        ("state", &of("state")),
        ("iss", &of("iss")),
    ]);
    let page = get(&refused);
    assert_is_safe_page(&page);
    assert!(page.text().contains("Not signed in"), "{}", page.text());
    let failure = waiting.end().await.expect_err("refused");
    assert_told(&failure, ErrorCode::Cancelled, "She said no.", &[]);
}

#[rstest]
#[case(LoopbackHost::Ipv4, "http://127.0.0.1:")]
#[case(LoopbackHost::Ipv6, "http://[::1]:")]
#[case(LoopbackHost::Name, "http://localhost:")]
#[tokio::test(flavor = "multi_thread")]
async fn the_browser_comes_back_to_each_name_of_this_machine(
    #[case] host: LoopbackHost,
    #[case] begins: &str,
) {
    let provider = HostileProvider::start(Lie::None);
    let mut client = client_of(&provider.issuer(), CLIENT);
    client.redirect = loopback(host, None);
    let waiting = Waiting::start(client).await;
    assert!(waiting.redirect_uri.as_str().starts_with(begins), "{}", waiting.redirect_uri);
    assert_still_waits(waiting, &provider).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_registered_port_that_is_taken_is_named() {
    let taken = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a port");
    let port = taken.local_addr().expect("its number").port();
    let provider = HostileProvider::start(Lie::None);
    let mut client = client_of(&provider.issuer(), CLIENT);
    client.redirect = loopback(LoopbackHost::Ipv4, Some(port));
    let Err(failure) = SignIn::start(&http_client(), client).await else { panic!("it started") };
    assert_told(&failure, ErrorCode::InvalidInput, &format!("Port {port} "), &[]);
    assert_eq!(failure.field.as_deref(), Some("redirect_port"));
}

#[tokio::test(flavor = "multi_thread")]
async fn localhost_is_not_shared_with_a_program_on_its_other_address() {
    let taken = TcpListener::bind((Ipv6Addr::LOCALHOST, 0)).expect("a port");
    let port = taken.local_addr().expect("its number").port();
    let provider = HostileProvider::start(Lie::None);
    let mut client = client_of(&provider.issuer(), CLIENT);
    client.redirect = loopback(LoopbackHost::Name, Some(port));
    let Err(failure) = SignIn::start(&http_client(), client).await else { panic!("it started") };
    assert_told(&failure, ErrorCode::InvalidInput, &format!("Port {port} "), &[]);
}

#[rstest]
#[case(loopback(LoopbackHost::Ipv4, None), "http://127.0.0.1/callback")]
#[case(loopback(LoopbackHost::Name, Some(8400)), "http://localhost:8400/callback")]
#[case(loopback(LoopbackHost::Ipv6, Some(8400)), "http://[::1]:8400/callback")]
#[case(
    Redirect::DeepLink(Url::parse("dev.nexusaccess.vault:/signin").expect("a link")),
    "dev.nexusaccess.vault:/signin"
)]
fn the_redirect_to_register_is_known_beforehand(#[case] redirect: Redirect, #[case] uri: &str) {
    assert_eq!(redirect_uri_of(&redirect), uri);
}

/// As HashiCorp Vault's login needs it: the request is another's, and so is the exchange.
#[tokio::test(flavor = "multi_thread")]
async fn a_code_comes_back_to_a_request_that_another_made() {
    let ended = |request: &'static str, answer: Option<&'static str>| async move {
        let callback = Callback::bind(LoopbackHost::Name, None, "/oidc/callback").await;
        let callback = callback.expect("a port");
        let back = callback.redirect_uri();
        let request = Url::parse(request).expect("an address");
        let patience = Duration::from_millis(if answer.is_some() { 60_000 } else { 20 });
        let waiting = tokio::spawn(async move { callback.code(&request, patience).await });
        if let Some(query) = answer {
            get(&Url::parse(&format!("{back}?{query}")).expect("an address"));
        }
        waiting.await.expect("no panic")
    };
    let request = "https://id.example/auth?client_id=vault&state=st_one";
    let code = ended(request, Some("state=st_one&code=c0de")).await.expect("a code");
    assert_eq!(code.expose(), "c0de");
    let denied = ended(request, Some("state=st_one&error=access_denied")).await;
    assert_told(&denied.expect_err("denied"), ErrorCode::Cancelled, "id.example", &["st_one"]);
    let late = ended(request, None).await.expect_err("nobody came");
    assert_told(&late, ErrorCode::Expired, "in time", &["st_one"]);
    let stateless = ended("https://id.example/auth?client_id=vault", None).await;
    assert_told(&stateless.expect_err("no state"), ErrorCode::BadResponse, "no state", &[]);
}
