//! Sign-in by a code that is confirmed in another browser: RFC 8628.

use std::sync::atomic::{AtomicUsize, Ordering};

use async_trait::async_trait;
use nexus_model::{ErrorCode, Failure, Secret, Timestamp};
use nexus_signin::{DeviceCode, DeviceIssuer, DevicePoll, OAuthDevice, Tokens, wait_for_device};
use nexus_testkit::openid_provider::{NATIVE, SERVICE_POST};
use nexus_testkit::{Browser, OpenIdProvider};
use rstest::rstest;

use crate::support::{assert_told, client_of, http_client};

#[tokio::test(flavor = "multi_thread")]
async fn a_code_that_is_confirmed_in_a_browser_becomes_tokens() {
    let provider = OpenIdProvider::start();
    let device = OAuthDevice::new(&http_client(), client_of(provider.issuer(), NATIVE));
    let mut code = device.start().await.expect("a code");
    assert!(matches!(device.poll(&code).await, Ok(DevicePoll::Pending)));
    assert_eq!(code.interval_seconds, 5);
    code.interval_seconds = 1;

    let browser = Browser::start().await;
    let page = code.verification_uri_complete.clone().expect("a page with the code in it");
    browser.open(&page).await.expect("the provider's page");
    let shown = browser.text_with(&code.user_code).await.expect("the same code");
    assert!(shown.contains("Confirm Device"), "{shown}");
    browser.click("button[autofocus]").await.expect("confirmed");
    browser.sign_in("ada").await.expect("signed in");
    browser.consent().await.expect("consented");
    browser.text_with("Sign-in Success").await.expect("the last page");

    let tokens = wait_for_device(&device, &code).await.expect("tokens");
    assert_eq!(tokens.who.as_ref().expect("who signed in").subject, "ada");
    let fresh = device.refresh(tokens.refresh.as_ref().expect("a refresh token")).await;
    device.revoke(&fresh.expect("fresh tokens")).await.expect("revoked");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_that_is_refused_in_a_browser_cancels_the_sign_in() {
    let provider = OpenIdProvider::start();
    let device = OAuthDevice::new(&http_client(), client_of(provider.issuer(), NATIVE));
    let mut code = device.start().await.expect("a code");
    code.interval_seconds = 1;
    let browser = Browser::start().await;
    let page = code.verification_uri_complete.clone().expect("a page with the code in it");
    browser.open(&page).await.expect("the provider's page");
    browser.text_with(&code.user_code).await.expect("the same code");
    browser.click("button[name=abort]").await.expect("refused");
    browser.text_with("interrupted").await.expect("the last page");
    let failure = wait_for_device(&device, &code).await.expect_err("refused");
    assert_told(&failure, ErrorCode::Cancelled, "denied", &[code.device_code.expose()]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_client_that_may_not_use_codes_is_told_so() {
    let provider = OpenIdProvider::start();
    let device = OAuthDevice::new(&http_client(), client_of(provider.issuer(), SERVICE_POST));
    let failure = device.start().await.expect_err("not allowed");
    assert_told(&failure, ErrorCode::InvalidCredentials, "client", &[]);
}

/// Answers each poll by the next of these.
struct Scripted(AtomicUsize, Vec<fn() -> Result<DevicePoll, Failure>>);

#[async_trait]
impl DeviceIssuer for Scripted {
    async fn start(&self) -> Result<DeviceCode, Failure> {
        Err(failure(ErrorCode::Internal))
    }

    async fn poll(&self, _code: &DeviceCode) -> Result<DevicePoll, Failure> {
        let turn = self.0.fetch_add(1, Ordering::SeqCst);
        self.1.get(turn).map_or(Ok(DevicePoll::Pending), |answer| answer())
    }

    async fn refresh(&self, _refresh: &Secret) -> Result<Tokens, Failure> {
        Err(failure(ErrorCode::Internal))
    }

    async fn revoke(&self, _tokens: &Tokens) -> Result<(), Failure> {
        Ok(())
    }
}

fn failure(code: ErrorCode) -> Failure {
    Failure::new(code, "Device token", "", "")
}

fn done() -> Result<DevicePoll, Failure> {
    let access = Secret::new("acc3ss");
    let tokens = Tokens { access, refresh: None, expires_at: None, scopes: None, who: None };
    Ok(DevicePoll::Done(Box::new(tokens)))
}

fn code_for(seconds: i64) -> DeviceCode {
    DeviceCode {
        device_code: Secret::new("d3vice"),
        user_code: "ABCD-EFGH".to_owned(),
        verification_uri: "https://id.example/device".to_owned(),
        verification_uri_complete: None,
        expires_at: Timestamp::from_unix(Timestamp::now().unix() + seconds).expect("a moment"),
        interval_seconds: 0,
    }
}

#[rstest]
#[case::of_the_network(|| Err(failure(ErrorCode::UnreachableTimeout)))]
#[case::of_the_server(|| Err(failure(ErrorCode::ProviderError)))]
#[case::no_name(|| Err(failure(ErrorCode::UnreachableDns)))]
#[tokio::test]
async fn trouble_is_waited_out(#[case] trouble: fn() -> Result<DevicePoll, Failure>) {
    let issuer = Scripted(AtomicUsize::new(0), vec![trouble, trouble, done]);
    wait_for_device(&issuer, &code_for(60)).await.expect("tokens");
    assert_eq!(issuer.0.into_inner(), 3);
}

#[tokio::test]
async fn a_refusal_of_the_server_ends_the_waiting() {
    let refused = || Err(failure(ErrorCode::InvalidCredentials));
    let issuer = Scripted(AtomicUsize::new(0), vec![refused, done]);
    let ended = wait_for_device(&issuer, &code_for(60)).await.expect_err("refused");
    assert_eq!((ended.code, issuer.0.into_inner()), (ErrorCode::InvalidCredentials, 1));
}

#[tokio::test]
async fn a_code_whose_time_is_over_is_not_asked_for() {
    let issuer = Scripted(AtomicUsize::new(0), vec![done]);
    let ended = wait_for_device(&issuer, &code_for(-1)).await.expect_err("its time is over");
    assert_told(&ended, ErrorCode::Expired, "confirm the new code", &[]);
    assert_eq!(issuer.0.into_inner(), 0);
}
