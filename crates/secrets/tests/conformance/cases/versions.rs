//! A writer names what is there, and is refused if it is not.

use nexus_model::ErrorCode;
use nexus_secrets::Expected;

use super::{Case, Verdict, case};
use crate::bench::{assert_failed, key, read, secret, stored, writer};
use crate::peers::Kind;

pub const CASES: &[Case] = &[
    case!("the version that is read can be replaced", replaced),
    case!("another's change is not overwritten", overwritten),
    case!("what is there is not absent", not_absent),
    case!("a deleted value has no version", deleted),
    case!("a name made anew has another version", anew),
    case!("softly deleted is absent", soft),
];

async fn replaced(kind: Kind) -> Verdict {
    let peer = (kind.start)();
    let (backend, key) = (writer(&*peer), key("acme-1f0c2b3a", "token"));
    let first = backend.set(&key, &secret("one"), &Expected::Absent).await.expect("written");
    assert_eq!(stored(&backend, &key).await.version, first, "the version that was told is read");
    let second = backend.set(&key, &secret("two"), &Expected::Version(first.clone())).await;
    let second = second.expect("replaced");
    assert_ne!(first, second);
    let now = stored(&backend, &key).await;
    assert_eq!((now.value.expose(), now.version), ("two", second));
    Verdict::Holds
}

async fn overwritten(kind: Kind) -> Verdict {
    let peer = (kind.start)();
    let (ada, bob, key) = (writer(&*peer), writer(&*peer), key("acme-1f0c2b3a", "token"));
    let seen = ada.set(&key, &secret("one"), &Expected::Absent).await.expect("written");
    bob.set(&key, &secret("bob's"), &Expected::Version(seen.clone())).await.expect("replaced");
    let late = ada.set(&key, &secret("ada's"), &Expected::Version(seen)).await;
    assert_failed(&*peer, late, ErrorCode::Conflict);
    assert_eq!(read(&ada, &key).await.as_deref(), Some("bob's"));
    Verdict::Holds
}

async fn not_absent(kind: Kind) -> Verdict {
    let peer = (kind.start)();
    let (backend, key) = (writer(&*peer), key("acme-1f0c2b3a", "token"));
    backend.set(&key, &secret("one"), &Expected::Absent).await.expect("written");
    let again = backend.set(&key, &secret("two"), &Expected::Absent).await;
    assert_failed(&*peer, again, ErrorCode::Conflict);
    assert_eq!(read(&backend, &key).await.as_deref(), Some("one"));
    backend.set(&key, &secret("two"), &Expected::Any).await.expect("whatever is there");
    assert_eq!(read(&backend, &key).await.as_deref(), Some("two"));
    Verdict::Holds
}

async fn deleted(kind: Kind) -> Verdict {
    let peer = (kind.start)();
    let (backend, key) = (writer(&*peer), key("acme-1f0c2b3a", "token"));
    let seen = backend.set(&key, &secret("one"), &Expected::Absent).await.expect("written");
    backend.delete(&key).await.expect("deleted");
    let late = backend.set(&key, &secret("two"), &Expected::Version(seen)).await;
    assert_failed(&*peer, late, ErrorCode::Conflict);
    assert_eq!(read(&backend, &key).await, None);
    Verdict::Holds
}

async fn anew(kind: Kind) -> Verdict {
    let peer = (kind.start)();
    let (backend, key) = (writer(&*peer), key("acme-1f0c2b3a", "token"));
    let seen = backend.set(&key, &secret("one"), &Expected::Absent).await.expect("written");
    backend.delete(&key).await.expect("deleted");
    backend.set(&key, &secret("two"), &Expected::Absent).await.expect("written anew");
    let late = backend.set(&key, &secret("three"), &Expected::Version(seen)).await;
    assert_failed(&*peer, late, ErrorCode::Conflict);
    assert_eq!(read(&backend, &key).await.as_deref(), Some("two"));
    Verdict::Holds
}

async fn soft(kind: Kind) -> Verdict {
    let peer = (kind.start)();
    let (backend, key) = (writer(&*peer), key("acme-1f0c2b3a", "token"));
    let seen = backend.set(&key, &secret("one"), &Expected::Absent).await.expect("written");
    if !peer.delete_softly(&key) {
        return Verdict::NotApplicable;
    }
    assert_eq!(read(&backend, &key).await, None);
    let late = backend.set(&key, &secret("two"), &Expected::Version(seen)).await;
    assert_failed(&*peer, late, ErrorCode::Conflict);
    backend.set(&key, &secret("three"), &Expected::Absent).await.expect("it counts as absent");
    assert_eq!(read(&backend, &key).await.as_deref(), Some("three"));
    Verdict::Holds
}
