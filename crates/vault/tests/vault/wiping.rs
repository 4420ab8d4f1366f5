use crate::common::{Home, connection, documents, event, profile, provider, secrets, snapshot};

/// What must never be found in clear, in any letter case.
const MARKS: [&str; 7] = [
    "Marked-Provider",
    "marked-machine",
    "markedDocument",
    "marked-secret-value",
    "AKIAMARKEDFIELD",
    "marked-region",
    "marked-scope",
];

fn assert_no_mark(home: &Home, moment: &str) {
    let bytes = home.bytes().to_ascii_lowercase();
    for mark in MARKS {
        let mark = mark.to_ascii_lowercase();
        let found = bytes.windows(mark.len()).any(|window| window == mark.as_bytes());
        assert!(!found, "{mark} lies in clear {moment}");
        let wide: Vec<u8> = mark.bytes().flat_map(|byte| [byte, 0]).collect();
        assert!(!bytes.windows(wide.len()).any(|window| window == wide), "{mark} {moment}");
    }
}

#[tokio::test]
async fn nothing_lies_in_clear_at_any_time() {
    let (home, vault) = Home::new().await;
    let mut one = provider("Marked-Provider");
    vault.providers().insert(&one, &secrets("marked-secret-value")).await.unwrap();
    assert_no_mark(&home, "after adding");
    vault.inventory().put(&snapshot(&one, "marked-region", 9), &documents(9)).await.unwrap();
    vault.audit().append(event("Marked-Provider was checked")).await.unwrap();
    assert_no_mark(&home, "after listing");
    let connection = connection("Marked-Provider");
    let fields = secrets("marked-secret-value");
    vault.profiles().put(&profile("Marked-Provider"), &fields).await.unwrap();
    vault.connections().insert(&connection, &fields).await.unwrap();
    assert_no_mark(&home, "after connecting");
    one.name = "Marked-Provider two".to_owned();
    vault.providers().rotate(&one, &secrets("marked-secret-value two")).await.unwrap();
    assert_no_mark(&home, "after rotating");
    vault.backup(&home.folder.path().join("copy")).await.unwrap();
    assert_no_mark(&home, "after a backup");
    vault.providers().remove(one.id).await.unwrap();
    assert_no_mark(&home, "after removing");
    vault.lock().await.unwrap();
    assert_no_mark(&home, "after locking");
}

#[tokio::test]
async fn a_removed_provider_leaves_not_even_sealed_bytes() {
    let (home, vault) = Home::new().await;
    let one = provider("one");
    vault.providers().insert(&one, &secrets("old")).await.unwrap();
    vault.inventory().put(&snapshot(&one, "eu", 40), &documents(40)).await.unwrap();
    let mut sealed: Vec<Vec<u8>> = Vec::new();
    let mut raw = home.raw().await;
    for table in [
        "SELECT value FROM providers",
        "SELECT value FROM credentials",
        "SELECT value FROM snapshots",
        "SELECT value FROM documents",
    ] {
        let values: Vec<Vec<u8>> = sqlx::query_scalar(table).fetch_all(&mut raw).await.unwrap();
        assert!(!values.is_empty());
        sealed.extend(values);
    }
    drop(raw);
    let present = |bytes: &[u8], value: &[u8]| {
        // A long value is spread over pages, so its middle may be cut anywhere: 32 bytes will do.
        bytes.windows(32).any(|window| window == &value[..32])
    };
    let before = home.bytes();
    assert!(sealed.iter().all(|value| present(&before, value)), "the search itself works");

    vault.providers().remove(one.id).await.unwrap();
    let after = home.bytes();
    assert!(!sealed.iter().any(|value| present(&after, value)));
    assert_eq!(vault.inventory().snapshots(one.id).await.unwrap(), []);
    crate::common::assert_sound(&vault).await;
}

#[tokio::test]
async fn a_renewed_token_leaves_nothing_of_the_one_before() {
    let (home, vault) = Home::new().await;
    let one = connection("one");
    vault.connections().insert(&one, &secrets("old")).await.unwrap();
    let mut raw = home.raw().await;
    let sealed: Vec<u8> =
        sqlx::query_scalar("SELECT value FROM secrets").fetch_one(&mut raw).await.unwrap();
    drop(raw);
    let present = |bytes: &[u8]| bytes.windows(sealed.len()).any(|window| window == sealed);
    assert!(present(&home.bytes()), "the search itself works");

    vault.connections().renew(one.id, |_, fields| *fields = secrets("new")).await.unwrap();
    assert!(!present(&home.bytes()));
    vault.connections().remove(one.id).await.unwrap();
    assert_eq!(vault.connections().list().await.unwrap(), []);
    crate::common::assert_sound(&vault).await;
}
