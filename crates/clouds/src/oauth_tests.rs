use std::sync::atomic::{AtomicUsize, Ordering};

use nexus_http::{Api, Http, Patience, Refusal};
use nexus_model::{Account, CloudId, Endpoint, ErrorCode, Failure, ProviderId, Secret};
use nexus_testkit::Rest;
use nexus_testkit::http::{Request, Response};
use rstest::rstest;

use super::Grant;
use crate::Sessions;

fn account() -> Account {
    Account {
        provider: ProviderId::random(),
        cloud: CloudId::new("cloud"),
        auth: "oauth".into(),
        endpoint: None,
        fields: [].into(),
        secrets: [("client_secret".to_owned(), Secret::new("s&cret"))].into(),
    }
}

fn api(peer: &Rest) -> Api {
    let endpoint = Endpoint::parse(&peer.url()).expect("an endpoint");
    let http = Http::new(Patience::default());
    let refusal = |call: &_, reply: &_| Refusal::of("Vendor", reply).failure(call, reply);
    Api::new(&http, Some(&endpoint), "https://vendor.example", [], refusal).expect("a service")
}

/// Gets a page with the account's token.
async fn get(api: &Api, sessions: &Sessions, account: &Account) -> Result<String, Failure> {
    let grant = Grant {
        purpose: "token",
        api,
        operation: "CreateToken",
        path: &["oauth", "token"],
        form: &[("grant_type", "client_credentials"), ("client_secret", "s&cret")],
    };
    let page =
        |token: Secret| async move { api.get("Page", &["page"]).bearer(&token).json().await };
    grant.with_token(sessions, account, page).await
}

/// Issues t0, t1, …; `answer` is the reply to a page.
fn peer(body: &'static str, answer: impl Fn(&Request) -> Response + Send + Sync + 'static) -> Rest {
    let issued = AtomicUsize::new(0);
    Rest::start(move |request| match request.path.as_str() {
        "/oauth/token" => {
            assert_eq!(request.body, b"grant_type=client_credentials&client_secret=s%26cret");
            let number = issued.fetch_add(1, Ordering::SeqCst);
            Response::new(200, "application/json", body.replace('#', &number.to_string()))
        }
        _ => answer(request),
    })
}

const HOUR: &str = r#"{"access_token": "t#", "token_type": "Bearer", "expires_in": 3600}"#;

fn page() -> Response {
    Response::new(200, "application/json", r#""page""#)
}

#[tokio::test]
async fn one_token_serves_many_calls() {
    let peer = peer(HOUR, |_| page());
    let (api, sessions, account) = (api(&peer), Sessions::default(), account());
    for _ in 0..3 {
        get(&api, &sessions, &account).await.expect("a page");
    }
    let paths: Vec<_> = peer.asked().into_iter().map(|request| request.path).collect();
    assert_eq!(paths, ["/oauth/token", "/page", "/page", "/page"]);
}

#[tokio::test]
async fn a_revoked_token_is_replaced_once() {
    let peer = peer(HOUR, |request| match request.header("authorization") {
        Some("Bearer t1") => page(),
        _ => Response::new(401, "application/json", "{}"),
    });
    let (api, sessions, account) = (api(&peer), Sessions::default(), account());
    get(&api, &sessions, &account).await.expect("a page for the second token");
    assert_eq!(peer.asked().len(), 4);
}

#[tokio::test]
async fn a_call_that_no_token_may_make_ends() {
    let peer = peer(HOUR, |_| Response::new(401, "application/json", "{}"));
    let (api, sessions, account) = (api(&peer), Sessions::default(), account());
    let failure = get(&api, &sessions, &account).await.expect_err("refused");
    assert_eq!(failure.code, ErrorCode::InvalidCredentials);
    assert_eq!(peer.asked().len(), 4);
}

#[tokio::test]
async fn a_token_of_no_known_life_is_not_kept() {
    let peer = peer(r#"{"access_token": "t#", "token_type": "bearer"}"#, |_| page());
    let (api, sessions, account) = (api(&peer), Sessions::default(), account());
    for _ in 0..2 {
        get(&api, &sessions, &account).await.expect("a page");
    }
    assert_eq!(peer.asked().len(), 4);
}

#[rstest]
#[case(r#"{"access_token": "t", "token_type": "mac"}"#, "not a bearer token")]
#[case(r#"{"access_token": "", "token_type": "bearer"}"#, "no token")]
#[case(r#"{"access_token": "a\nb", "token_type": "bearer"}"#, "no token")]
#[case(r#"{"token_type": "bearer"}"#, "lacks or changes")]
#[tokio::test]
async fn what_is_no_token_is_told(#[case] body: &'static str, #[case] why: &str) {
    let peer = peer(body, |_| page());
    let failure = get(&api(&peer), &Sessions::default(), &account()).await.expect_err("no token");
    assert_eq!((failure.code, failure.operation.as_str()), (ErrorCode::BadResponse, "CreateToken"));
    assert!(failure.message.contains(why), "{}", failure.message);
}
