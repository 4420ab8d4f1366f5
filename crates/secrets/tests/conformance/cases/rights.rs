//! What a login may do, and its session.

use nexus_model::ErrorCode;
use nexus_secrets::Expected;

use super::{Case, Verdict, case};
use crate::bench::{assert_failed, client, key, read, secret, writer};
use crate::peers::{Kind, Who};

pub const CASES: &[Case] = &[
    case!("health says what answers", health),
    case!("a reader reads and lists", reader),
    case!("a reader's changes are forbidden", forbidden),
    case!("a session that ended is opened anew", ended),
];

async fn health(kind: Kind) -> Verdict {
    let peer = (kind.start)();
    let backend = writer(&*peer);
    let health = backend.health().await.expect("it answers");
    assert!(!health.detail.is_empty());
    assert_ne!(health.writable, Some(false));
    let reader = client(&*peer, Who::Reader).health().await.expect("it answers");
    assert_ne!(reader.writable, Some(true));
    let told = format!("{} {}", backend.place(), health.detail);
    assert!(peer.secrets().iter().all(|secret| !told.contains(secret)), "{told}");
    Verdict::Holds
}

async fn reader(kind: Kind) -> Verdict {
    let peer = (kind.start)();
    let key = key("acme-1f0c2b3a", "token");
    writer(&*peer).set(&key, &secret("one"), &Expected::Absent).await.expect("written");
    let reader = client(&*peer, Who::Reader);
    assert_eq!(read(&reader, &key).await.as_deref(), Some("one"));
    assert_eq!(reader.list(None).await.expect("listed"), [key]);
    Verdict::Holds
}

async fn forbidden(kind: Kind) -> Verdict {
    let peer = (kind.start)();
    let key = key("acme-1f0c2b3a", "token");
    let writer = writer(&*peer);
    let seen = writer.set(&key, &secret("one"), &Expected::Absent).await.expect("written");
    let reader = client(&*peer, Who::Reader);
    for expected in [Expected::Version(seen), Expected::Any] {
        let changed = reader.set(&key, &secret("two"), &expected).await;
        assert_failed(&*peer, changed, ErrorCode::PermissionDenied);
    }
    assert_failed(&*peer, reader.delete(&key).await, ErrorCode::PermissionDenied);
    assert_eq!(read(&writer, &key).await.as_deref(), Some("one"));
    Verdict::Holds
}

async fn ended(kind: Kind) -> Verdict {
    let peer = (kind.start)();
    let (backend, key) = (writer(&*peer), key("acme-1f0c2b3a", "token"));
    let seen = backend.set(&key, &secret("one"), &Expected::Absent).await.expect("written");
    if !peer.end_sessions() {
        return Verdict::NotApplicable;
    }
    assert_eq!(read(&backend, &key).await.as_deref(), Some("one"));
    assert!(peer.end_sessions());
    backend.set(&key, &secret("two"), &Expected::Version(seen)).await.expect("written");
    assert!(peer.end_sessions());
    assert_eq!(backend.list(None).await.expect("listed"), std::slice::from_ref(&key));
    assert!(peer.end_sessions());
    backend.delete(&key).await.expect("deleted");
    Verdict::Holds
}
