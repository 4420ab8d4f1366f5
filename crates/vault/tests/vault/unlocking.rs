use std::sync::Arc;

use nexus_model::{AuditAction, ErrorCode, Failure, Secret};
use nexus_vault::{KeyringError, UnlockKey, Vault, VaultError};

use crate::common::{Home, MemoryKeychain};

fn password(text: &str) -> UnlockKey {
    UnlockKey::Password(Secret::new(text))
}

async fn actions(vault: &Vault) -> Vec<AuditAction> {
    let entries = vault.audit().list(None, 10).await.unwrap();
    entries.into_iter().map(|entry| entry.event.action).collect()
}

#[tokio::test]
async fn every_way_unlocks_and_is_noted() {
    let (home, vault) = Home::with_password("correct horse").await;
    vault.lock().await.unwrap();
    let recovery = Secret::new(home.recovery.as_ref().unwrap().expose().to_lowercase());
    for key in [password("correct horse"), UnlockKey::Recovery(recovery), home.keyring()] {
        let vault = home.file().await.unlock(key).await.unwrap();
        assert_eq!(actions(&vault).await[0], AuditAction::Unlock);
        vault.lock().await.unwrap();
    }
    let vault = home.unlock().await.unwrap();
    let details = vault.audit().list(None, 10).await.unwrap();
    let details: Vec<_> = details.iter().rev().map(|entry| entry.event.detail.as_str()).collect();
    assert_eq!(
        details,
        [
            "Created the vault.",
            "Unlocked with the master password.",
            "Unlocked with the recovery key.",
            "Unlocked with the system's keyring.",
            "Unlocked with the system's keyring.",
        ]
    );
}

#[tokio::test]
async fn wrong_passwords_back_off_over_a_restart_and_are_noted() {
    let (home, vault) = Home::with_password("correct horse").await;
    vault.lock().await.unwrap();
    for _ in 0..3 {
        let wrong = home.file().await.unlock(password("wrong")).await;
        assert!(matches!(wrong, Err(VaultError::WrongPassword { retry_at: None })));
    }
    let fourth = home.file().await.unlock(password("wrong")).await;
    assert!(matches!(fourth, Err(VaultError::WrongPassword { retry_at: Some(_) })));
    assert!(home.file().await.retry_at().await.unwrap().is_some());

    // The right password waits as well, and so does the recovery key.
    let early = home.file().await.unlock(password("correct horse")).await.err().unwrap();
    let failure = Failure::from(early);
    assert_eq!(failure.code, ErrorCode::BackOff);
    assert!(failure.retry_at.is_some());
    let recovery = Secret::new(home.recovery.as_ref().unwrap().expose());
    let early = home.file().await.unlock(UnlockKey::Recovery(recovery)).await;
    assert!(matches!(early, Err(VaultError::BackOff { .. })));

    let mut raw = home.raw().await;
    let failures: i64 =
        sqlx::query_scalar("SELECT failures FROM attempts").fetch_one(&mut raw).await.unwrap();
    assert_eq!(failures, 4, "a refused try is not counted");
    sqlx::query("UPDATE attempts SET not_before = 0").execute(&mut raw).await.unwrap();
    let vault = home.file().await.unlock(password("correct horse")).await.unwrap();
    assert_eq!(actions(&vault).await[..2], [AuditAction::Unlock, AuditAction::UnlockFail]);
    let noted = &vault.audit().list(None, 2).await.unwrap()[1].event;
    assert_eq!(noted.detail, "There were 4 failed tries to unlock before this.");
    assert_eq!(home.file().await.retry_at().await.unwrap(), None);
}

#[tokio::test]
async fn the_wait_really_ends() {
    let (home, vault) = Home::new().await;
    vault.lock().await.unwrap();
    let (other, _) = Home::new().await;
    let wrong = || UnlockKey::Recovery(Secret::new(other.recovery.as_ref().unwrap().expose()));
    for _ in 0..4 {
        let tried = home.file().await.unlock(wrong()).await;
        assert!(matches!(tried, Err(VaultError::WrongPassword { .. })));
    }
    let file = home.file().await;
    let until = file.retry_at().await.unwrap().expect("waits");
    while file.retry_at().await.unwrap().is_some() {
        assert!(until.age().whole_seconds() < 5, "the wait went on");
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    let right = Secret::new(home.recovery.as_ref().unwrap().expose());
    file.unlock(UnlockKey::Recovery(right)).await.unwrap();
}

#[tokio::test]
async fn the_keyring_is_not_held_back_and_says_what_it_lacks() {
    let (home, vault) = Home::new().await;
    let id = vault.id().to_string();
    vault.lock().await.unwrap();
    let mut raw = home.raw().await;
    sqlx::query("UPDATE attempts SET failures = 9, not_before = 9000000000")
        .execute(&mut raw)
        .await
        .unwrap();
    home.unlock().await.unwrap();

    let empty = UnlockKey::Keyring(Arc::new(MemoryKeychain::default()));
    let refused = home.file().await.unlock(empty).await;
    assert!(matches!(refused, Err(VaultError::Keyring(KeyringError::NoEntry))));
    home.chain.store(&id, &nexus_vault::Secret32::new([1; 32])).await.unwrap();
    let refused = home.unlock().await;
    assert!(matches!(refused, Err(VaultError::Keyring(KeyringError::WrongKey))));
}

#[tokio::test]
async fn a_slip_in_the_recovery_key_is_not_a_try() {
    let (home, vault) = Home::new().await;
    vault.lock().await.unwrap();
    for typed in ["", "ABCDE", "not a key at all!"] {
        let refused = home.file().await.unlock(UnlockKey::Recovery(Secret::new(typed))).await;
        assert!(matches!(refused, Err(VaultError::Invalid { field: "recovery", .. })));
    }
    let no_password = home.file().await.unlock(password("any")).await;
    assert!(matches!(no_password, Err(VaultError::Invalid { field: "password", .. })));
    let vault = home.unlock().await.unwrap();
    assert_eq!(actions(&vault).await, [AuditAction::Unlock, AuditAction::VaultCreate]);
}
