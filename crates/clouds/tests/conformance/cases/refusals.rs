//! What a vendor refuses, by status.

use std::collections::BTreeMap;

use nexus_model::ErrorCode;
use nexus_testkit::Rest;
use nexus_testkit::http::Response;

use super::{Case, Verdict, case};
use crate::bench::{AnyVendor, account, assert_discreet, cloud, list};

pub const CASES: &[Case] = &[
    case!("401", |vendor| refused(vendor, 401, ErrorCode::InvalidCredentials)),
    case!("403", |vendor| refused(vendor, 403, ErrorCode::PermissionDenied)),
    case!("404", |vendor| refused(vendor, 404, ErrorCode::NotFound)),
    case!("429", |vendor| refused(vendor, 429, ErrorCode::RateLimited)),
    case!("429 with Retry-After", retry_after),
    case!("500", |vendor| refused(vendor, 500, ErrorCode::ProviderError)),
    case!("502 with a web page", bad_gateway),
    case!("refused from the first call", refused_at_once),
];

/// A vendor that quotes the request, with these secrets that were in it, as it is and escaped.
fn indiscreet(vendor: AnyVendor, status: u16, secrets: &[String]) -> Response {
    let mut refusal = vendor.refuse(status, &format!("was refused: {}", secrets.join(" ")));
    if let Some(secret) = secrets.first().filter(|secret| !secret.contains('\n')) {
        refusal.headers.push(("x-request-id".into(), secret.clone()));
    }
    if refusal.body.starts_with(b"{") {
        let body = secrets.iter().fold(refusal.text(), |body, secret| {
            let (first, rest) = secret.split_at(1);
            let escaped = format!("\\u{:04x}{rest}", u32::from(first.as_bytes()[0]));
            body.replace(secret, &escaped)
        });
        refusal.body = body.into_bytes();
    }
    refusal
}

async fn refused(vendor: AnyVendor, status: u16, code: ErrorCode) -> Verdict {
    let peer = Rest::start(move |request| {
        if vendor.lists(request) {
            return indiscreet(vendor, status, &vendor.secrets());
        }
        vendor.answer(request, &[])
    });
    let listed = list(vendor, &peer.url()).await;
    assert!(!listed.failures.is_empty() && listed.resources.is_empty());
    for failure in &listed.failures {
        assert_eq!((failure.code, failure.http_status), (code, Some(status)), "{failure:?}");
        assert!(failure.message.contains("was refused"), "{}", failure.message);
        assert_discreet(vendor, failure);
    }
    let mut asked: BTreeMap<String, usize> = BTreeMap::new();
    for request in peer.asked().into_iter().filter(|request| vendor.lists(request)) {
        *asked.entry(vendor.place(&request)).or_default() += 1;
    }
    let tries = match status {
        // A token that was kept may be over: a fresh one is tried once.
        401 => 1..=2,
        429 | 500.. => 3..=3,
        _ => 1..=1,
    };
    assert!(asked.values().all(|times| tries.contains(times)), "{asked:?}");
    Verdict::Holds
}

async fn retry_after(vendor: AnyVendor) -> Verdict {
    if !vendor.tells_when_to_retry() {
        return Verdict::NotApplicable;
    }
    let peer = Rest::start(move |request| {
        if !vendor.lists(request) {
            return vendor.answer(request, &[]);
        }
        let mut refusal = vendor.refuse(429, "slow down");
        refusal.headers.push(("retry-after".into(), "3600".into()));
        refusal
    });
    let listed = list(vendor, &peer.url()).await;
    let failure = listed.failure();
    assert_eq!(failure.code, ErrorCode::RateLimited);
    let wait = -failure.retry_at.expect("a moment").age().whole_seconds();
    assert!((3500..=3600).contains(&wait), "{wait}");
    let asked: Vec<_> = peer.asked().into_iter().filter(|request| vendor.lists(request)).collect();
    let different: std::collections::HashSet<_> =
        asked.iter().map(|one| vendor.place(one)).collect();
    assert_eq!(asked.len(), different.len(), "an hour is not waited for, nor cut short");
    Verdict::Holds
}

async fn bad_gateway(vendor: AnyVendor) -> Verdict {
    let peer = Rest::start(|_| Response::new(502, "text/html", "<html>Bad gateway</html>"));
    let listed = list(vendor, &peer.url()).await;
    let failure = listed.failure();
    assert_eq!(failure.code, ErrorCode::ProviderError, "{failure:?}");
    assert!(!failure.message.contains("<html>"), "{}", failure.message);
    Verdict::Holds
}

/// Where a token is fetched first, that call is refused; everywhere else the check itself.
async fn refused_at_once(vendor: AnyVendor) -> Verdict {
    for (status, code) in [
        (401, ErrorCode::InvalidCredentials),
        (429, ErrorCode::RateLimited),
        (500, ErrorCode::ProviderError),
    ] {
        // No token was issued yet that could be quoted.
        let secrets = vendor.credential().secrets.into_iter().map(|(_, secret)| secret);
        let secrets: Vec<_> = secrets.collect();
        let peer = Rest::start(move |_| indiscreet(vendor, status, &secrets));
        let failure =
            cloud(vendor).check(&account(vendor, &peer.url())).await.expect_err("refused");
        assert_eq!(failure.code, code, "{failure:?}");
        assert_discreet(vendor, &failure);
    }
    Verdict::Holds
}
