//! Several at once.

use std::sync::Arc;

use futures::future::join_all;
use nexus_model::ErrorCode;
use nexus_secrets::{Expected, SecretBackend};

use super::{Case, Verdict, case};
use crate::bench::{assert_failed, key, read, secret, writer};
use crate::peers::{Kind, Peer};

pub const CASES: &[Case] = &[
    case!("of many writers one wins", one_wins),
    case!("of many makers one wins", one_makes),
    case!("each of many replaces whatever is there", each_replaces),
];

/// A client for each writer, or one for all where only that keeps them apart.
fn writers(kind: Kind, peer: &dyn Peer) -> Vec<Arc<dyn SecretBackend>> {
    let first = writer(peer);
    let more = (1..8).map(|_| if kind.compares { writer(peer) } else { Arc::clone(&first) });
    more.chain([Arc::clone(&first)]).collect()
}

async fn race(kind: Kind, peer: &dyn Peer, expected: Expected) {
    let (writers, key) = (writers(kind, peer), key("acme-1f0c2b3a", "token"));
    let names: Vec<_> = (0..writers.len()).map(|number| format!("writer {number}")).collect();
    let values: Vec<_> = names.iter().map(|name| secret(name)).collect();
    let writing =
        writers.iter().zip(&values).map(|(writer, value)| writer.set(&key, value, &expected));
    let mut winners = Vec::new();
    for (name, result) in names.iter().zip(join_all(writing).await) {
        match result {
            Ok(_) => winners.push(name.as_str()),
            failed => assert_failed(peer, failed, ErrorCode::Conflict),
        }
    }
    let now = read(&writer(peer), &key).await;
    assert_eq!(winners, [now.as_deref().expect("it is there")], "one wins, and its value stays");
}

async fn one_wins(kind: Kind) -> Verdict {
    let peer = (kind.start)();
    let key = key("acme-1f0c2b3a", "token");
    let seen = writer(&*peer).set(&key, &secret("old"), &Expected::Absent).await.expect("written");
    race(kind, &*peer, Expected::Version(seen)).await;
    Verdict::Holds
}

async fn one_makes(kind: Kind) -> Verdict {
    let peer = (kind.start)();
    race(kind, &*peer, Expected::Absent).await;
    Verdict::Holds
}

async fn each_replaces(kind: Kind) -> Verdict {
    let peer = (kind.start)();
    let (backend, key) = (writer(&*peer), key("acme-1f0c2b3a", "token"));
    let values = ["a", "b", "c", "d"].map(secret);
    let writing = values.iter().map(|value| backend.set(&key, value, &Expected::Any));
    for result in join_all(writing).await {
        result.expect("written");
    }
    let now = read(&backend, &key).await.expect("it is there");
    assert!(values.iter().any(|value| value.expose() == now), "{now} is of nobody");
    Verdict::Holds
}
