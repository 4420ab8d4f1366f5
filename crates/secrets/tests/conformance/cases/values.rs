//! What is written is what is read.

use nexus_model::{ErrorCode, Secret};
use nexus_secrets::Expected;
use serde_json::json;

use super::{Case, Verdict, case};
use crate::bench::{assert_failed, key, read, secret, writer};
use crate::peers::{Kind, LONGEST};

pub const CASES: &[Case] = &[
    case!("round trip", |kind| round_trip(kind, "s3cret:of+the/client %&=\\\"'".to_owned())),
    case!("every script and line end", |kind| round_trip(
        kind,
        "Zażółć 秘密 🔑 \u{200f}سر\r\n\ttab\n-----END KEY-----\n ".to_owned()
    )),
    case!("64 KiB, or as much as it takes", longest),
    case!("nothing there", missing),
    case!("deleted for good", deleted),
    case!("names apart", apart),
    case!("marked as ours", marked),
];

async fn round_trip(kind: Kind, text: String) -> Verdict {
    let peer = (kind.start)();
    let (backend, key) = (writer(&*peer), key("acme-1f0c2b3a", "private_key"));
    backend.set(&key, &Secret::new(text.as_str()), &Expected::Absent).await.expect("written");
    // Another session, so that nothing that was remembered answers.
    assert!(read(&writer(&*peer), &key).await.as_deref() == Some(&text), "it is another text");
    Verdict::Holds
}

async fn longest(kind: Kind) -> Verdict {
    let longest = (kind.start)().longest();
    let text = "ab 12\n~".repeat(9363);
    round_trip(kind, text[..longest].to_owned()).await;
    if longest == LONGEST {
        return Verdict::Holds;
    }
    let peer = (kind.start)();
    let (backend, key) = (writer(&*peer), key("acme-1f0c2b3a", "private_key"));
    let refused = backend.set(&key, &secret(&text[..=longest]), &Expected::Absent).await;
    assert_failed(&*peer, refused, ErrorCode::InvalidInput);
    assert_eq!(read(&backend, &key).await, None);
    Verdict::Holds
}

async fn missing(kind: Kind) -> Verdict {
    let peer = (kind.start)();
    let (backend, key) = (writer(&*peer), key("acme-1f0c2b3a", "token"));
    assert_eq!(read(&backend, &key).await, None);
    assert_eq!(backend.list(None).await.expect("listed"), []);
    assert_eq!(backend.list(Some("acme-1f0c2b3a")).await.expect("listed"), []);
    backend.delete(&key).await.expect("nothing to delete is no failure");
    Verdict::Holds
}

async fn deleted(kind: Kind) -> Verdict {
    let peer = (kind.start)();
    let (backend, key) = (writer(&*peer), key("acme-1f0c2b3a", "token"));
    for text in ["one", "two"] {
        backend.set(&key, &secret(text), &Expected::Any).await.expect("written");
    }
    backend.delete(&key).await.expect("deleted");
    assert_eq!(read(&backend, &key).await, None);
    assert_eq!(backend.list(None).await.expect("listed"), []);
    backend.set(&key, &secret("three"), &Expected::Absent).await.expect("the name is free");
    assert_eq!(read(&backend, &key).await.as_deref(), Some("three"));
    Verdict::Holds
}

async fn apart(kind: Kind) -> Verdict {
    let peer = (kind.start)();
    let backend = writer(&*peer);
    let names = [("a-b", "c"), ("a", "b-c"), ("a", "b_c"), ("a_b", "c"), ("a--b", "c"), ("a", "c")];
    let keys = names.map(|(owner, field)| key(owner, field));
    for (number, key) in keys.iter().enumerate() {
        backend.set(key, &secret(&number.to_string()), &Expected::Absent).await.expect("written");
    }
    for (number, key) in keys.iter().enumerate() {
        assert_eq!(read(&backend, key).await, Some(number.to_string()), "{key}");
    }
    let mut sorted = keys.to_vec();
    sorted.sort();
    assert_eq!(backend.list(None).await.expect("listed"), sorted);
    Verdict::Holds
}

/// An administrator sees whose a value is, however often it was written and brought back.
async fn marked(kind: Kind) -> Verdict {
    let peer = (kind.start)();
    let (backend, key) = (writer(&*peer), key("acme-1f0c2b3a", "token"));
    let seen = backend.set(&key, &secret("one"), &Expected::Absent).await.expect("written");
    let Some(marks) = peer.marks(&key) else { return Verdict::NotApplicable };
    let ours = json!({"managed-by": "nexus-access-vault"});
    assert_eq!(marks, ours);
    backend.set(&key, &secret("two"), &Expected::Version(seen)).await.expect("replaced");
    assert_eq!(peer.marks(&key), Some(ours.clone()));
    assert!(peer.delete_softly(&key), "a store with marks deletes softly");
    backend.set(&key, &secret("three"), &Expected::Absent).await.expect("brought back");
    assert_eq!(peer.marks(&key), Some(ours));
    Verdict::Holds
}
