use std::sync::Arc;

use nexus_model::{AuditAction, Secret};
use nexus_vault::{Keychain, SlotKind, UnlockKey, VaultError};

use crate::common::{Home, MemoryKeychain, assert_sound};

#[tokio::test]
async fn a_new_password_voids_the_old_one_and_leaves_the_data() {
    let (home, vault) = Home::with_password("old").await;
    let info = vault.slots().set_password(&Secret::new("new")).await.unwrap();
    assert_eq!(info.kind, SlotKind::Password);
    assert_sound(&vault).await;
    vault.lock().await.unwrap();
    let old = home.file().await.unlock(UnlockKey::Password(Secret::new("old"))).await;
    assert!(matches!(old, Err(VaultError::WrongPassword { .. })));
    let vault = home.file().await.unlock(UnlockKey::Password(Secret::new("new"))).await.unwrap();
    let noted = vault.audit().list(None, 3).await.unwrap();
    assert_eq!(noted[2].event.action, AuditAction::SlotChange);
    assert_eq!(noted[2].event.detail, "Replaced the master password.");
    let empty = vault.slots().set_password(&Secret::new("")).await;
    assert!(matches!(empty, Err(VaultError::Invalid { .. })));
}

#[tokio::test]
async fn a_new_recovery_key_voids_the_old_one_and_wants_confirming() {
    let (home, vault) = Home::new().await;
    assert!(!vault.recovery_confirmed().await.unwrap());
    vault.confirm_recovery().await.unwrap();
    assert!(vault.recovery_confirmed().await.unwrap());
    let new = vault.slots().replace_recovery().await.unwrap();
    assert!(!vault.recovery_confirmed().await.unwrap());
    vault.lock().await.unwrap();
    let old = Secret::new(home.recovery.as_ref().unwrap().expose());
    let refused = home.file().await.unlock(UnlockKey::Recovery(old)).await;
    assert!(matches!(refused, Err(VaultError::WrongPassword { .. })));
    home.file().await.unlock(UnlockKey::Recovery(new.into_secret())).await.unwrap();
}

#[tokio::test]
async fn a_second_machines_keyring_does_not_push_out_the_first() {
    let (home, vault) = Home::new().await;
    let kinds = |slots: Vec<nexus_vault::SlotInfo>| {
        slots.into_iter().map(|slot| slot.kind).collect::<Vec<_>>()
    };
    vault.slots().add_keyring(home.chain.as_ref()).await.unwrap();
    assert_eq!(kinds(vault.slots().list().await.unwrap()), [SlotKind::Keyring, SlotKind::Recovery]);
    let second: Arc<dyn Keychain> = Arc::new(MemoryKeychain::default());
    vault.slots().add_keyring(second.as_ref()).await.unwrap();
    assert_eq!(vault.slots().list().await.unwrap().len(), 3);
    assert_eq!(home.file().await.slots().await.unwrap(), vault.slots().list().await.unwrap());
    vault.lock().await.unwrap();
    home.unlock().await.unwrap().lock().await.unwrap();
    home.file().await.unlock(UnlockKey::Keyring(second)).await.unwrap();
}

#[tokio::test]
async fn a_revoked_slot_opens_nothing_and_the_last_one_stays() {
    let (home, vault) = Home::new().await;
    let slots = vault.slots().list().await.unwrap();
    vault.slots().revoke(slots[0].id).await.unwrap();
    let again = vault.slots().revoke(slots[0].id).await;
    assert!(matches!(again, Err(VaultError::NotFound { .. })));
    let last = vault.slots().revoke(slots[1].id).await;
    assert!(matches!(last, Err(VaultError::Invalid { field: "slot", .. })));
    vault.lock().await.unwrap();
    assert!(home.unlock().await.is_err());
    let recovery = Secret::new(home.recovery.as_ref().unwrap().expose());
    let vault = home.file().await.unlock(UnlockKey::Recovery(recovery)).await.unwrap();
    assert_sound(&vault).await;
}
