//! Replies that are not what the vendor documents.

use nexus_model::ErrorCode;
use nexus_testkit::Rest;
use nexus_testkit::http::Response;
use nexus_testkit::vendors::Next;

use super::{Case, Verdict, case};
use crate::bench::{AnyVendor, assert_discreet, list};

pub const CASES: &[Case] = &[
    case!("half a reply", half),
    case!("wrong content type", wrong_type),
    case!("pages in a circle", circle),
    case!("next page elsewhere", elsewhere),
    case!("redirect elsewhere", redirect),
];

/// Plays the vendor, but for pages of resources.
fn playing(vendor: AnyVendor, page: impl Fn(Response) -> Response + Send + Sync + 'static) -> Rest {
    let fleet = vec![vendor.fleet(1, 2)];
    Rest::start(move |request| {
        let reply = vendor.answer(request, &fleet);
        if vendor.lists(request) { page(reply) } else { reply }
    })
}

async fn half(vendor: AnyVendor) -> Verdict {
    let peer = playing(vendor, |mut whole| {
        whole.body.truncate(whole.body.len() / 2);
        whole
    });
    let listed = list(vendor, &peer.url()).await;
    assert_eq!(listed.failure().code, ErrorCode::BadResponse, "{:?}", listed.failures);
    assert!(listed.resources.is_empty());
    Verdict::Holds
}

async fn wrong_type(vendor: AnyVendor) -> Verdict {
    let peer = playing(vendor, |_| Response::new(200, "text/html", "<html>Sign in</html>"));
    let listed = list(vendor, &peer.url()).await;
    let failure = listed.failure();
    assert_eq!(failure.code, ErrorCode::BadResponse);
    assert!(!failure.message.contains("<html>"), "{}", failure.message);
    Verdict::Holds
}

async fn circle(vendor: AnyVendor) -> Verdict {
    if vendor.page().is_none() {
        return Verdict::NotApplicable;
    }
    let page = vendor.fleet(1, 1);
    let peer = Rest::start(move |request| {
        if vendor.lists(request) {
            return vendor.page_then(request, &page, Next::Here);
        }
        vendor.answer(request, &[])
    });
    let listed = list(vendor, &peer.url()).await;
    assert!(listed.failure().message.contains("read before"), "{:?}", listed.failures);
    let asked = peer.asked().iter().filter(|request| vendor.lists(request)).count();
    assert!(asked <= 3 * vendor.regions().len(), "{asked}");
    Verdict::Holds
}

async fn elsewhere(vendor: AnyVendor) -> Verdict {
    if vendor.page().is_none() {
        return Verdict::NotApplicable;
    }
    let elsewhere = Rest::start(move |_| vendor.refuse(401, "who are you?"));
    let (to, page) = (elsewhere.url(), vendor.fleet(1, 1));
    let first = std::sync::atomic::AtomicUsize::new(vendor.regions().len());
    let empty: Vec<Vec<_>> = Vec::new();
    let peer = Rest::start(move |request| {
        // Only the first page of each region names another server; a client that takes the number
        // alone goes on here.
        let counted = std::sync::atomic::Ordering::SeqCst;
        let down = |left: usize| left.checked_sub(1);
        if vendor.lists(request) && first.fetch_update(counted, counted, down).is_ok() {
            return vendor.page_then(request, &page, Next::At(&to));
        }
        vendor.answer(request, &empty)
    });
    let listed = list(vendor, &peer.url()).await;
    for failure in &listed.failures {
        assert_eq!(failure.code, ErrorCode::BadResponse, "{failure:?}");
        assert_discreet(vendor, failure);
    }
    assert!(elsewhere.asked().is_empty(), "the credential goes nowhere that a reply names");
    Verdict::Holds
}

async fn redirect(vendor: AnyVendor) -> Verdict {
    let elsewhere = Rest::start(move |_| vendor.refuse(401, "who are you?"));
    let to = elsewhere.url();
    let secret = vendor.secrets().first().cloned().unwrap_or_default();
    let secret = secret.lines().next().unwrap_or_default().to_owned();
    let peer = Rest::start(move |_| {
        let mut redirect = Response::new(302, "text/plain", "");
        redirect.headers.push(("location".into(), format!("{to}/{secret}")));
        redirect
    });
    let listed = list(vendor, &peer.url()).await;
    assert_eq!(listed.failure().code, ErrorCode::BadResponse, "{:?}", listed.failures);
    for failure in &listed.failures {
        assert_discreet(vendor, failure);
    }
    assert!(elsewhere.asked().is_empty());
    Verdict::Holds
}
