use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use nexus_model::{ConnectionState, Secret, Timestamp};
use nexus_vault::VaultError;

use crate::common::{Home, assert_sound, connection, secrets};

#[tokio::test]
async fn a_connection_comes_back_after_reopening() {
    let (home, vault) = Home::new().await;
    let one = connection("ada@example.com");
    vault.connections().insert(&one, &secrets("token")).await.unwrap();
    vault.lock().await.unwrap();

    let vault = home.unlock().await.unwrap();
    assert_eq!(vault.connections().get(one.id).await.unwrap(), one);
    let (same, fields) = vault.connections().with_secrets(one.id).await.unwrap();
    assert_eq!(same, one);
    assert_eq!(fields["secret_access_key"].expose(), "token");
    assert_sound(&vault).await;
}

#[tokio::test]
async fn an_update_keeps_the_token_and_a_renewal_what_it_does_not_replace() {
    let (_home, vault) = Home::new().await;
    let one = connection("one");
    let connections = vault.connections();
    connections.insert(&one, &secrets("typed")).await.unwrap();
    connections.update(one.id, |each| each.name = "two".to_owned()).await.unwrap();
    let renewed = connections
        .renew(one.id, |each, fields| {
            each.refreshed_at = Some(Timestamp::now());
            fields.insert("access_token".to_owned(), Secret::new("issued"));
        })
        .await
        .unwrap();
    assert_eq!((renewed.name.as_str(), renewed.state), ("two", ConnectionState::Active));
    let (kept, fields) = connections.with_secrets(one.id).await.unwrap();
    assert_eq!(kept, renewed);
    assert_eq!(fields["secret_access_key"].expose(), "typed");
    assert_eq!(fields["access_token"].expose(), "issued");
}

#[tokio::test]
async fn a_connection_that_is_not_there_is_not_found() {
    let (_home, vault) = Home::new().await;
    let id = connection("never added").id;
    let connections = vault.connections();
    assert!(matches!(connections.get(id).await, Err(VaultError::NotFound { .. })));
    assert!(matches!(connections.with_secrets(id).await, Err(VaultError::NotFound { .. })));
    assert!(matches!(connections.update(id, |_| ()).await, Err(VaultError::NotFound { .. })));
    assert!(matches!(connections.renew(id, |_, _| ()).await, Err(VaultError::NotFound { .. })));
    assert!(matches!(connections.remove(id).await, Err(VaultError::NotFound { .. })));
    let one = connection("one");
    connections.insert(&one, &secrets("s")).await.unwrap();
    let again = connections.insert(&one, &secrets("s")).await;
    assert!(matches!(again, Err(VaultError::Invalid { field: "id", .. })));
}

#[tokio::test(flavor = "multi_thread")]
async fn one_at_a_time_renews_a_connection_through_any_handle() {
    let (home, first) = Home::new().await;
    let second = home.unlock().await.unwrap();
    let (one, other) = (connection("one"), connection("other"));
    for each in [&one, &other] {
        first.connections().insert(each, &secrets("s")).await.unwrap();
    }
    // Another connection's lock is another.
    let _other = first.connections().lock(other.id).await.unwrap();
    let inside = Arc::new(AtomicU32::new(0));
    let work: Vec<_> = (0..12)
        .map(|number| {
            let vault = if number % 2 == 0 { first.clone() } else { second.clone() };
            let inside = inside.clone();
            tokio::spawn(async move {
                let _lock = vault.connections().lock(one.id).await.unwrap();
                assert_eq!(inside.fetch_add(1, Ordering::SeqCst), 0);
                tokio::task::yield_now().await;
                inside.fetch_sub(1, Ordering::SeqCst);
            })
        })
        .collect();
    for each in work {
        each.await.unwrap();
    }
    first.connections().remove(one.id).await.unwrap();
    let locks = std::fs::read_dir(home.folder.path()).unwrap();
    let names = locks.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let of_one = names.filter(|name| name.contains(&one.id.to_string()));
    assert_eq!(of_one.count(), 0, "the lock file of a removed connection is gone");
}
