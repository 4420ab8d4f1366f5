//! What the vendors' authorization servers refuse.

use std::collections::BTreeMap;

use nexus_http::Http;
use nexus_model::Secret;
use nexus_signin::{Client, Redirect, SignIn, SignInPlan};
use nexus_testkit::Rest;
use nexus_testkit::http::{Response, send};
use nexus_testkit::vendors;
use rstest::rstest;

use crate::{PATIENCE, account, cloud, vendor};

fn client(name: &str, peer: &Rest) -> Client {
    match cloud(name).sign_in(&account(name, &peer.url())).expect("a plan") {
        SignInPlan::Browser(client) => *client,
        SignInPlan::Device(_) | SignInPlan::Client(_) => unreachable!("by the browser"),
    }
}

fn get(url: &url::Url) -> Response {
    let to = ([127, 0, 0, 1], url.port().expect("a port")).into();
    let host = &url[url::Position::BeforeHost..url::Position::AfterPort];
    send(to, "GET", &url[url::Position::BeforePath..], &[("host", host)], b"").expect("a reply")
}

/// The page's answer to the same request with one parameter changed, or left out if empty.
async fn answer(name: &str, parameter: &str, value: &str) -> Response {
    let peer = vendors::start(vendor(name), Vec::new());
    let mut client = client(name, &peer);
    if let Redirect::Loopback { port, .. } = &mut client.redirect
        && port.is_some()
    {
        // Only the vendor compares the port; the listener may have any.
        *port = None;
    }
    let sign_in = SignIn::start(&Http::new(PATIENCE), client).await.expect("a sign-in");
    let mut page = url::Url::parse(sign_in.authorization_url()).expect("an address");
    let mut fields: BTreeMap<String, String> = page.query_pairs().into_owned().collect();
    if fields.get("redirect_uri").is_some_and(|_| name == "ovh" || name == "digitalocean") {
        fields.insert("redirect_uri".into(), "http://127.0.0.1:27183/".into());
    }
    fields.remove(parameter);
    if !value.is_empty() {
        fields.insert(parameter.to_owned(), value.to_owned());
    }
    page.query_pairs_mut().clear().extend_pairs(&fields);
    get(&page)
}

#[rstest]
#[tokio::test]
async fn a_page_goes_back_only_to_what_is_registered(
    #[values("gcp", "azure", "ovh", "digitalocean")] name: &str,
    #[values("http://127.0.0.1.evil.example:80/", "https://evil.example/", "")] redirect: &str,
) {
    let answer = answer(name, "redirect_uri", redirect).await;
    assert_eq!(answer.status, 400);
    assert!(answer.headers.iter().all(|(name, _)| name != "location"));
}

#[rstest]
#[tokio::test]
async fn a_page_wants_a_proof_key_a_state_and_scopes_it_knows(
    #[values("gcp", "azure", "ovh", "digitalocean")] name: &str,
    #[values(("code_challenge", ""), ("code_challenge_method", "plain"), ("state", ""), ("scope", "everything"), ("response_type", "token"))]
    change: (&str, &str),
) {
    let answer = answer(name, change.0, change.1).await;
    let location = answer.headers.iter().find(|(name, _)| name == "location");
    assert!(location.is_some_and(|(_, to)| to.contains("error=")), "{location:?}");
}

#[rstest]
#[case("azure", "AADSTS700082", "Sign in again")]
#[case("gcp", "expired or revoked", "seven days")]
#[case("ovh", "expired or revoked", "Sign in again")]
#[case("digitalocean", "expired or revoked", "Sign in again")]
#[tokio::test]
async fn a_token_that_is_over_is_told_in_the_clouds_words(
    #[case] name: &str,
    #[case] told: &str,
    #[case] remedy: &str,
) {
    let peer = vendors::start(vendor(name), Vec::new());
    let client = client(name, &peer);
    let spent = Secret::new("r3fresh-0");
    let failure = nexus_signin::refresh(&Http::new(PATIENCE), &client, &spent).await;
    let failure = cloud(name).explain_sign_in(failure.expect_err("not known"));
    assert!(failure.message.contains(told), "{}", failure.message);
    assert!(failure.remedy.contains(remedy), "{}", failure.remedy);
}
