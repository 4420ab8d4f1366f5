use std::collections::BTreeSet;

use nexus_model::Secret;
use nexus_vault::{NewVault, VaultError, VaultFile};

use crate::common::{
    Home, assert_sound, documents, event, machine_key, provider, secrets, snapshot,
};

#[tokio::test(flavor = "multi_thread")]
async fn two_unlocked_handles_write_at_once() {
    let (home, first) = Home::new().await;
    let second = home.unlock().await.unwrap();
    let work: Vec<_> = [(first.clone(), "a"), (second.clone(), "b")]
        .into_iter()
        .flat_map(|(vault, name)| {
            (0..3).map(move |worker| {
                let (vault, name) = (vault.clone(), format!("{name}{worker}"));
                tokio::spawn(async move {
                    for number in 0..8 {
                        let one = provider(&format!("{name} {number}"));
                        vault.providers().insert(&one, &secrets(&name)).await.unwrap();
                        vault.audit().append(event("added")).await.unwrap();
                    }
                })
            })
        })
        .collect();
    for each in work {
        each.await.unwrap();
    }
    for vault in [&first, &second] {
        let names: BTreeSet<_> =
            vault.providers().list().await.unwrap().into_iter().map(|each| each.name).collect();
        assert_eq!(names.len(), 48);
        assert_sound(vault).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_that_take_one_name_one_wins() {
    let (home, first) = Home::new().await;
    let second = home.unlock().await.unwrap();
    for number in 0..10 {
        let (one, two) = (provider(&format!("Name {number}")), provider(&format!("name {number}")));
        let secrets = secrets("s");
        let (one, two) =
            tokio::join!(async { first.providers().insert(&one, &secrets).await }, async {
                second.providers().insert(&two, &secrets).await
            });
        let taken =
            |result: &Result<(), VaultError>| matches!(result, Err(VaultError::NameTaken { .. }));
        assert!(one.is_ok() && taken(&two) || two.is_ok() && taken(&one), "{one:?} {two:?}");
    }
}

#[tokio::test]
async fn a_writer_that_never_ends_is_reported_and_readers_go_on() {
    let (home, vault) = Home::new().await;
    let lock = std::fs::File::open(home.folder.path().join("test.vault.lock")).unwrap();
    lock.lock().unwrap();
    let busy = vault.audit().append(event("waits")).await;
    assert!(matches!(busy, Err(VaultError::Busy)));
    assert_eq!(vault.audit().list(None, 9).await.unwrap().len(), 1);
    drop(lock);
    vault.audit().append(event("goes on")).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_busy_writer_lets_others_in() {
    let (home, busy) = Home::new().await;
    let other = home.unlock().await.unwrap();
    let work = tokio::spawn(async move {
        loop {
            if busy.audit().append(event("busy")).await.is_err() {
                return;
            }
        }
    });
    for _ in 0..10 {
        let start = std::time::Instant::now();
        other.audit().append(event("other")).await.unwrap();
        let waited = start.elapsed();
        assert!(waited < std::time::Duration::from_secs(2), "{waited:?}");
    }
    work.abort();
    let _ = work.await;
    assert_sound(&other).await;
}

/// Callers run these on tasks of their own, which compiles only if every future can be sent.
#[tokio::test(flavor = "multi_thread")]
async fn every_call_can_be_made_from_a_task() {
    let (home, vault) = Home::new().await;
    let (path, copy) = (home.path(), home.folder.path().join("copy"));
    let (key, chain) = (home.keyring(), home.chain.clone());
    let work = tokio::spawn(async move {
        let file = VaultFile::open(&path).await.unwrap();
        file.slots().await.unwrap();
        file.retry_at().await.unwrap();
        file.raise_lock_epoch().await.unwrap();
        file.lock_epoch().await.unwrap();
        let vault = file.unlock(key).await.unwrap();
        let one = provider("one");
        vault.providers().insert(&one, &secrets("s")).await.unwrap();
        vault.providers().update(&one).await.unwrap();
        vault.providers().rotate(&one, &secrets("s")).await.unwrap();
        vault.providers().get(one.id).await.unwrap();
        vault.inventory().put(&snapshot(&one, "eu", 1), &documents(1)).await.unwrap();
        vault.inventory().snapshots(one.id).await.unwrap();
        vault.inventory().document(one.id, "eu", &machine_key(0)).await.unwrap();
        vault.inventory().remove(one.id, "eu").await.unwrap();
        vault.providers().remove(one.id).await.unwrap();
        vault.settings().set(&vault.settings().get().await.unwrap()).await.unwrap();
        vault.slots().add_keyring(chain.as_ref()).await.unwrap();
        vault.slots().replace_recovery().await.unwrap();
        vault.slots().set_password(&Secret::new("new")).await.unwrap();
        let slots = vault.slots().list().await.unwrap();
        vault.slots().revoke(slots[0].id).await.unwrap();
        vault.confirm_recovery().await.unwrap();
        vault.audit().verify().await.unwrap();
        vault.backup(&copy).await.unwrap();
        assert_sound(&vault).await;
        vault.lock().await.unwrap();
        let new = NewVault { password: None, keyring: Some(chain) };
        VaultFile::create(&path.with_extension("other"), new).await.unwrap();
    });
    work.await.unwrap();
    assert_sound(&vault).await;
}
