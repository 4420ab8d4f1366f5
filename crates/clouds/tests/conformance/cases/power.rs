//! Start, stop and reboot.

use nexus_clouds::{GLOBAL, Powered};
use nexus_model::{ErrorCode, Failure, Machine, PowerAction, ProviderId};
use nexus_testkit::Rest;
use nexus_testkit::http::{Request, Response};

use super::{Case, Verdict, case};
use crate::bench::{AnyVendor, account, assert_discreet, cloud, list};

pub const CASES: &[Case] = &[
    case!("start, stop, reboot", each_action),
    case!("power without the right", |vendor| refused(vendor, 403, ErrorCode::PermissionDenied, 1)),
    case!("power refused by the state", not_now),
    case!("power of a machine that is gone", gone),
    case!("power 429", |vendor| refused(vendor, 429, ErrorCode::RateLimited, 3)),
    // Nobody knows whether it has begun, so it is not asked for again.
    case!("power 500", |vendor| refused(vendor, 500, ErrorCode::ProviderError, 1)),
    case!("power of a hostile id", hostile),
];

/// Whether the vendor has machines whose power can be changed.
fn is_powered(vendor: AnyVendor) -> bool {
    !cloud(vendor).descriptor().power.is_empty()
}

/// The last machine, as it was listed, and where.
async fn listed(vendor: AnyVendor, url: &str) -> (Machine, String) {
    let listed = list(vendor, url).await.whole();
    let machine = listed.machines().last().map(|machine| (*machine).clone()).expect("a machine");
    (machine, listed.told_in.last().cloned().expect("a region"))
}

/// One that no vendor lists.
fn unlisted(vendor: AnyVendor) -> Machine {
    let machine = serde_json::json!({
        "id": "1", "provider": ProviderId::random(), "cloud": vendor.cloud(), "name": "web-1",
        "state": "running", "raw_state": "", "region": "global", "type": "", "public_ips": [],
        "private_ips": [], "os": "unknown", "tags": {}
    });
    serde_json::from_value(machine).expect("a machine")
}

/// One machine in each of the first two regions, or in the only one.
fn fleet(vendor: AnyVendor) -> Vec<Vec<serde_json::Value>> {
    let first = vendor.fleet(1, 1);
    if vendor.regions().len() > 1 { vec![first, vendor.fleet(2, 1)] } else { vec![first] }
}

async fn ask(
    vendor: AnyVendor,
    url: &str,
    (machine, listed_in): (&Machine, &str),
    action: PowerAction,
) -> Result<(), Failure> {
    let machine = Powered { machine, listed_in };
    cloud(vendor).power(&account(vendor, url), machine, action).await
}

fn asked(vendor: AnyVendor, peer: &Rest) -> Vec<Request> {
    peer.asked().into_iter().filter(|request| vendor.power(request).is_some()).collect()
}

async fn each_action(vendor: AnyVendor) -> Verdict {
    let peer = vendor.start(fleet(vendor));
    let (machine, region) = if is_powered(vendor) {
        listed(vendor, &peer.url()).await
    } else {
        (unlisted(vendor), GLOBAL.to_owned())
    };
    let offered = cloud(vendor).descriptor().power;
    for action in PowerAction::ALL {
        let done = ask(vendor, &peer.url(), (&machine, &region), action).await;
        let power = peer.asked().last().and_then(|request| vendor.power(request));
        if !offered.contains(&action) {
            assert_eq!(done.expect_err("not offered").code, ErrorCode::InvalidInput);
            assert!(peer.asked().is_empty(), "nobody is asked");
            continue;
        }
        let power = power.expect("the last request is as documented");
        assert_eq!((power.id.as_str(), power.action), (machine.id.as_str(), action.as_str()));
        if vendor.sign_in().is_some() && !vendor.lets_people_act() {
            let failure = done.expect_err("it was not signed in for that");
            assert_eq!(failure.code, ErrorCode::PermissionDenied, "{failure:?}");
            assert!(failure.remedy.contains(&vendor.right(action.as_str())), "{failure:?}");
        } else {
            done.expect("begun");
        }
    }
    if offered.is_empty() { Verdict::NotApplicable } else { Verdict::Holds }
}

/// A vendor that answers so to whoever wants to change a machine's power.
async fn answering(
    vendor: AnyVendor,
    refuse: impl Fn(&Request) -> Response + Send + Sync + 'static,
) -> (Rest, Failure) {
    let fleet = fleet(vendor);
    let peer = Rest::start(move |request| match vendor.power(request) {
        Some(_) => refuse(request),
        None => vendor.answer(request, &fleet),
    });
    let (machine, region) = listed(vendor, &peer.url()).await;
    let done = ask(vendor, &peer.url(), (&machine, &region), PowerAction::Stop).await;
    (peer, done.expect_err("refused"))
}

/// The token that a request was sent with; empty where it was signed with a key.
fn token(request: &Request) -> &str {
    let bearer = request.header("authorization").and_then(|text| text.strip_prefix("Bearer "));
    bearer.or_else(|| request.header("x-auth-token")).unwrap_or_default()
}

async fn refused(vendor: AnyVendor, status: u16, code: ErrorCode, tries: usize) -> Verdict {
    if !is_powered(vendor) {
        return Verdict::NotApplicable;
    }
    let (peer, failure) = answering(vendor, move |request| {
        vendor.refuse(status, &format!("was refused: {}", token(request)))
    })
    .await;
    assert_eq!((failure.code, failure.http_status), (code, Some(status)), "{failure:?}");
    assert_discreet(vendor, &failure);
    let shown = format!("{failure:?}");
    let sent = asked(vendor, &peer);
    let shows = |request: &Request| shown.contains(token(request));
    assert!(!sent.iter().filter(|one| !token(one).is_empty()).any(shows), "{shown}");
    let names_right = failure.remedy.contains(&vendor.right("stop"));
    assert_eq!(names_right, status == 403, "{}", failure.remedy);
    // The SDK of AWS takes an action that has begun twice for one.
    if vendor.cloud() != "aws" {
        assert_eq!(sent.len(), tries);
    }
    Verdict::Holds
}

async fn not_now(vendor: AnyVendor) -> Verdict {
    if !is_powered(vendor) {
        return Verdict::NotApplicable;
    }
    let (peer, failure) = answering(vendor, move |_| vendor.not_now()).await;
    assert_eq!(failure.code, ErrorCode::Conflict, "{failure:?}");
    assert!(failure.message.contains("in its state"), "{}", failure.message);
    assert!(failure.remedy.contains("state"), "{}", failure.remedy);
    assert_eq!(asked(vendor, &peer).len(), 1);
    Verdict::Holds
}

async fn gone(vendor: AnyVendor) -> Verdict {
    if !is_powered(vendor) {
        return Verdict::NotApplicable;
    }
    let (_, failure) = answering(vendor, move |_| vendor.refuse(404, "was refused")).await;
    assert_eq!((failure.code, failure.http_status), (ErrorCode::NotFound, Some(404)));
    Verdict::Holds
}

/// An id is a part of a path and never more: nothing but the machine it names could be meant.
async fn hostile(vendor: AnyVendor) -> Verdict {
    if !is_powered(vendor) {
        return Verdict::NotApplicable;
    }
    let peer = vendor.start(fleet(vendor));
    let (mut machine, region) = listed(vendor, &peer.url()).await;
    let good = machine.id.clone();
    for id in ["../../1", "..", "1?a=b", "1#", "%2e%2e", "1;x", "\u{202e}1\n2"] {
        machine.id = id.to_owned();
        let done = ask(vendor, &peer.url(), (&machine, &region), PowerAction::Stop).await;
        assert!(done.is_err(), "{id:?} was acted on");
    }
    let meant: Vec<_> = asked(vendor, &peer).iter().filter_map(|one| vendor.power(one)).collect();
    assert!(meant.iter().all(|power| power.id != good), "{meant:?}");
    Verdict::Holds
}
