//! No reply, and why; a store that comes back.

use nexus_model::ErrorCode;
use nexus_secrets::Expected;
use nexus_testkit::{Effect, Gateway, Match};

use super::{Case, Verdict, case};
use crate::bench::{assert_failed, hasty_client, key, read, secret, writer};
use crate::peers::Kind;

pub const CASES: &[Case] = &[
    case!("silence is a time-out", silence),
    case!("a store that is down is told", down),
    case!("a restart in the middle is survived", restart),
];

async fn silence(kind: Kind) -> Verdict {
    let peer = (kind.start)();
    let gateway = Gateway::start(peer.address());
    let (backend, key) = (hasty_client(&*peer, &gateway.url()), key("acme-1f0c2b3a", "token"));
    backend.set(&key, &secret("one"), &Expected::Absent).await.expect("written");
    gateway.rule(Match::any(), Effect::Stall);
    assert_failed(&*peer, backend.get(&key).await, ErrorCode::UnreachableTimeout);
    let written = backend.set(&key, &secret("two"), &Expected::Any).await;
    assert_failed(&*peer, written, ErrorCode::UnreachableTimeout);
    assert_failed(&*peer, backend.list(None).await, ErrorCode::UnreachableTimeout);
    assert_failed(&*peer, backend.health().await, ErrorCode::UnreachableTimeout);
    gateway.reset();
    assert_eq!(read(&backend, &key).await.as_deref(), Some("one"));
    Verdict::Holds
}

async fn down(kind: Kind) -> Verdict {
    let mut peer = (kind.start)();
    let (known, fresh) = (writer(&*peer), writer(&*peer));
    let key = key("acme-1f0c2b3a", "token");
    known.set(&key, &secret("one"), &Expected::Absent).await.expect("written");
    peer.stop();
    for backend in [known, fresh] {
        assert_failed(&*peer, backend.get(&key).await, ErrorCode::UnreachableRefused);
        let written = backend.set(&key, &secret("two"), &Expected::Any).await;
        assert_failed(&*peer, written, ErrorCode::UnreachableRefused);
        assert_failed(&*peer, backend.health().await, ErrorCode::UnreachableRefused);
    }
    Verdict::Holds
}

async fn restart(kind: Kind) -> Verdict {
    let mut peer = (kind.start)();
    let (backend, key) = (writer(&*peer), key("acme-1f0c2b3a", "token"));
    let seen = backend.set(&key, &secret("one"), &Expected::Absent).await.expect("written");
    peer.stop();
    let written = backend.set(&key, &secret("two"), &Expected::Version(seen.clone())).await;
    assert_failed(&*peer, written, ErrorCode::UnreachableRefused);
    if !peer.restart() {
        return Verdict::NotApplicable;
    }
    assert_eq!(read(&backend, &key).await.as_deref(), Some("one"));
    let written = backend.set(&key, &secret("two"), &Expected::Version(seen)).await;
    written.expect("the version is the same after a restart");
    assert_eq!(read(&backend, &key).await.as_deref(), Some("two"));
    Verdict::Holds
}
