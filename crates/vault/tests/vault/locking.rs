use nexus_vault::VaultError;

use crate::common::{Home, event, provider, secrets};

#[tokio::test]
async fn all_clones_lock_together() {
    let (home, vault) = Home::new().await;
    let one = provider("one");
    vault.providers().insert(&one, &secrets("s")).await.unwrap();
    let clone = vault.clone();
    vault.lock().await.unwrap();
    assert!(clone.is_locked());
    let locked = |error: Option<VaultError>| matches!(error, Some(VaultError::Locked));
    assert!(locked(clone.providers().list().await.err()));
    assert!(locked(clone.providers().secrets(one.id).await.err()));
    assert!(locked(clone.audit().append(event("late")).await.err()));
    assert!(locked(clone.verify().await.err()));
    assert!(locked(clone.backup(&home.folder.path().join("copy")).await.err()));
    assert!(locked(clone.slots().replace_recovery().await.err()));
    clone.lock().await.unwrap();
    assert!(!home.folder.path().join("copy").exists());
}

#[tokio::test]
async fn locking_amid_work_ends_it_cleanly() {
    let (home, vault) = Home::new().await;
    let work: Vec<_> = (0..8)
        .map(|worker| {
            let vault = vault.clone();
            tokio::spawn(async move {
                for number in 0..1000 {
                    match vault.audit().append(event(&format!("{worker} {number}"))).await {
                        Ok(_) => {}
                        Err(error) => return error,
                    }
                }
                panic!("was never locked");
            })
        })
        .collect();
    tokio::time::sleep(std::time::Duration::from_millis(200)).await;
    vault.lock().await.unwrap();
    for each in work {
        let error = each.await.unwrap();
        assert!(matches!(error, VaultError::Locked), "{error}");
    }
    let journal = home.folder.path().join("test.vault-wal");
    assert!(!journal.exists() || journal.metadata().unwrap().len() == 0);
    crate::common::assert_sound(&home.unlock().await.unwrap()).await;
}

#[tokio::test]
async fn another_process_can_ask_for_the_lock() {
    let (home, vault) = Home::new().await;
    let file = home.file().await;
    let before = file.lock_epoch().await.unwrap();
    home.file().await.raise_lock_epoch().await.unwrap();
    assert_eq!(file.lock_epoch().await.unwrap(), before + 1);
    crate::common::assert_sound(&vault).await;
}
