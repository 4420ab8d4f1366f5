//! No reply, and why; a listing that is given up.

use std::sync::Arc;
use std::time::Duration;

use nexus_clouds::ListingSink;
use nexus_model::ErrorCode;
use nexus_testkit::Rest;
use nexus_testkit::rest::Answer;
use tokio::sync::{Notify, mpsc};

use super::{Case, Verdict, case};
use crate::bench::{AnyVendor, account, assert_discreet, cloud, list};

pub const CASES: &[Case] = &[
    case!("no such name", |vendor| unreachable(
        vendor,
        "https://nexus.invalid".into(),
        ErrorCode::UnreachableDns
    )),
    case!("connection refused", refused),
    case!("no TLS", no_tls),
    case!("one byte a second", trickle),
    case!("cancelled in the middle", cancelled),
];

async fn unreachable(vendor: AnyVendor, url: String, code: ErrorCode) -> Verdict {
    let listed = list(vendor, &url).await;
    assert!(listed.resources.is_empty());
    for failure in &listed.failures {
        assert_eq!(failure.code, code, "{failure:?}");
        assert_discreet(vendor, failure);
    }
    assert_eq!(listed.failure().code, code);
    Verdict::Holds
}

async fn refused(vendor: AnyVendor) -> Verdict {
    let mut peer = vendor.start(Vec::new());
    peer.stop();
    unreachable(vendor, peer.url(), ErrorCode::UnreachableRefused).await
}

async fn no_tls(vendor: AnyVendor) -> Verdict {
    let peer = vendor.start(Vec::new());
    unreachable(vendor, peer.url().replace("http:", "https:"), ErrorCode::UnreachableTls).await
}

async fn trickle(vendor: AnyVendor) -> Verdict {
    let peer = Rest::start(move |request| {
        let reply = vendor.answer(request, &[]);
        if vendor.lists(request) { Answer::Trickle(reply) } else { Answer::Reply(reply) }
    });
    unreachable(vendor, peer.url(), ErrorCode::UnreachableTimeout).await
}

/// Dropping the listing hangs up on the vendor.
async fn cancelled(vendor: AnyVendor) -> Verdict {
    let asked = Arc::new(Notify::new());
    let told = Arc::clone(&asked);
    let peer = Rest::start(move |request| {
        if vendor.lists(request) {
            told.notify_one();
            return Answer::Stall;
        }
        Answer::Reply(vendor.answer(request, &[]))
    });
    let (sink, mut pieces) = mpsc::channel(64);
    let (cloud, account) = (cloud(vendor), account(vendor, &peer.url()));
    let sink = ListingSink::new(sink);
    tokio::select! {
        result = cloud.list(&account, &sink) => unreachable!("it ended by itself: {result:?}"),
        () = asked.notified() => {}
    }
    drop((sink, cloud));
    while pieces.recv().await.is_some() {}
    let hung_up = async {
        while peer.connections() > 0 {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(10), hung_up).await.expect("nothing is left open");
    Verdict::Holds
}
