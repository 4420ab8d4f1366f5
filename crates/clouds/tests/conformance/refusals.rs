use nexus_model::{ErrorCode, Secret};
use nexus_testkit::Rest;
use nexus_testkit::http::Response;
use rstest::rstest;

use crate::vendor::{TOKEN, reply, vendor};
use crate::{account, assert_discreet, cloud, list};

#[rstest]
#[tokio::test]
async fn each_refusal_has_its_code(
    #[values("digitalocean", "hetzner", "linode", "vultr")] id: &'static str,
    #[values(
        (401, ErrorCode::InvalidCredentials, 1),
        (403, ErrorCode::PermissionDenied, 1),
        (404, ErrorCode::NotFound, 1),
        (429, ErrorCode::RateLimited, 3),
        (500, ErrorCode::ProviderError, 3)
    )]
    case: (u16, ErrorCode, usize),
) {
    let vendor = vendor(id);
    let (status, code, tries) = case;
    // A vendor that quotes the request, credential and all.
    let text = format!("Bearer {TOKEN} was refused");
    let peer = Rest::start(move |_| {
        let mut refusal = vendor.refuse(status, &text);
        refusal.headers.push(("x-request-id".into(), TOKEN.into()));
        let body = refusal.text().replace("tok3n", "\\u0074ok3n");
        Response { body: body.into(), ..refusal }
    });
    let failure = list(id, &peer.url()).await.expect_err("refused");
    assert_eq!((failure.code, failure.http_status), (code, Some(status)), "{failure:?}");
    assert!(failure.message.contains("was refused"), "{}", failure.message);
    assert_discreet(&failure);
    assert_eq!(peer.asked().len(), tries);
    let failure = cloud(id).check(&account(id, &peer.url())).await.expect_err("refused");
    assert_eq!(failure.code, code);
}

#[rstest]
#[tokio::test]
async fn a_vendor_that_asks_for_a_pause_gets_it(
    #[values("digitalocean", "hetzner", "linode", "vultr")] id: &'static str,
) {
    let vendor = vendor(id);
    let peer = Rest::start(move |_| {
        let mut refusal = vendor.refuse(429, "slow down");
        refusal.headers.push(("retry-after".into(), "3600".into()));
        refusal
    });
    let failure = list(id, &peer.url()).await.expect_err("refused");
    assert_eq!(failure.code, ErrorCode::RateLimited);
    let wait = -failure.retry_at.expect("a moment").age().whole_seconds();
    assert!((3500..=3600).contains(&wait), "{wait}");
    assert_eq!(peer.asked().len(), 1, "an hour is not waited for, nor cut short");
}

#[rstest]
#[tokio::test]
async fn a_reply_that_is_not_the_vendors_is_told(
    #[values("digitalocean", "hetzner", "linode", "vultr")] id: &'static str,
) {
    let page = Rest::start(|_| Response::new(502, "text/html", "<html>Bad gateway</html>"));
    let failure = list(id, &page.url()).await.expect_err("a proxy's page");
    assert_eq!(failure.code, ErrorCode::ProviderError);
    assert!(!failure.message.contains("<html>"), "{}", failure.message);

    let page = Rest::start(|_| Response::new(200, "text/html", "{}"));
    let failure = list(id, &page.url()).await.expect_err("a web page");
    assert_eq!(failure.code, ErrorCode::BadResponse);
    assert!(failure.message.contains("text/html"), "{}", failure.message);

    let vendor = vendor(id);
    let cut = Rest::start(move |_| {
        let mut whole = reply(200, &vendor.looping());
        whole.body.truncate(whole.body.len() / 2);
        whole
    });
    let failure = list(id, &cut.url()).await.expect_err("half a page");
    assert!(failure.message.contains("breaks off"), "{}", failure.message);
}

#[rstest]
#[tokio::test]
async fn the_credential_follows_no_redirect(
    #[values("digitalocean", "hetzner", "linode", "vultr")] id: &'static str,
) {
    let elsewhere = Rest::start(|_| reply(200, &serde_json::json!({})));
    let to = elsewhere.url();
    let peer = Rest::start(move |_| {
        let mut redirect = Response::new(302, "text/plain", "");
        redirect.headers.push(("location".into(), format!("{to}/{TOKEN}")));
        redirect
    });
    let failure = list(id, &peer.url()).await.expect_err("a redirect");
    assert_eq!(failure.code, ErrorCode::BadResponse);
    assert!(failure.message.contains("redirects"), "{}", failure.message);
    assert_discreet(&failure);
    assert!(elsewhere.asked().is_empty());
}

#[rstest]
#[tokio::test]
async fn each_way_to_get_no_answer_is_told_apart(
    #[values("digitalocean", "hetzner", "linode", "vultr")] id: &'static str,
) {
    let mut peer = Rest::start(|_| reply(200, &serde_json::json!({})));
    let tls = list(id, &peer.url().replace("http:", "https:")).await.expect_err("no TLS");
    assert_eq!(tls.code, ErrorCode::UnreachableTls, "{tls:?}");
    peer.stop();
    let refused = list(id, &peer.url()).await.expect_err("nobody is there");
    assert_eq!(refused.code, ErrorCode::UnreachableRefused, "{refused:?}");
    let unknown = list(id, "https://nexus.invalid").await.expect_err("no such name");
    assert_eq!(unknown.code, ErrorCode::UnreachableDns, "{unknown:?}");
    assert_discreet(&unknown);
}

#[rstest]
#[tokio::test]
async fn a_token_of_two_lines_is_not_sent(
    #[values("digitalocean", "hetzner", "linode", "vultr")] id: &'static str,
) {
    let vendor = vendor(id);
    let peer = Rest::start(move |request| vendor.answer(request, &[]));
    let mut account = account(id, &peer.url());
    account.secrets.insert("token".into(), Secret::new(format!("{TOKEN}\nHost: elsewhere")));
    let failure = cloud(id).check(&account).await.expect_err("unsendable");
    assert_eq!(failure.code, ErrorCode::InvalidInput);
    assert_discreet(&failure);
    assert!(peer.asked().is_empty());
}
