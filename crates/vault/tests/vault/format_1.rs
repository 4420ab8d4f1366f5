//! Any release must open a vault of format 1.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use nexus_model::{Secret, Settings, Theme};
use nexus_vault::{KdfCost, NewVault, UnlockKey, VaultFile};

use crate::common::{
    FixedKeychain, assert_sound, connection, documents, event, machine_key, private_folder,
    profile, provider, raw, secrets, set_mode, snapshot,
};

const FIXTURE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/format-1.vault");
const RECOVERY: &str =
    include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/format-1.recovery"));
const PASSWORD: &str = "format one, for ever";

fn keyring() -> Arc<FixedKeychain> {
    Arc::new(FixedKeychain([1; 32]))
}

/// The format that a file says it has.
async fn format(path: &Path) -> i64 {
    sqlx::query_scalar("SELECT format FROM vault").fetch_one(&mut raw(path).await).await.unwrap()
}

#[tokio::test]
async fn a_vault_of_format_1_is_brought_to_this_format_once() {
    let folder = private_folder();
    let path = folder.path().join("old.vault");
    fs::copy(FIXTURE, &path).unwrap();
    set_mode(&path, 0o600);
    assert_eq!(format(&path).await, 1);
    let key = || UnlockKey::Keyring(keyring());
    let vault = VaultFile::open(&path).await.unwrap().unlock(key()).await.unwrap();
    assert_eq!(format(&path).await, 2);
    let (one, fields) = (connection("one"), secrets("token"));
    vault.connections().insert(&one, &fields).await.unwrap();
    vault.profiles().put(&profile("two"), &fields).await.unwrap();
    vault.lock().await.unwrap();

    let vault = VaultFile::open(&path).await.unwrap().unlock(key()).await.unwrap();
    assert_sound(&vault).await;
    assert_eq!(vault.connections().list().await.unwrap(), [one]);
    assert_eq!(vault.profiles().list().await.unwrap()[0].name, "two");
    // A provider of before there were connections has none.
    assert_eq!(vault.providers().list().await.unwrap()[0].connection, None);
}

#[tokio::test]
async fn a_vault_of_format_1_opens_in_every_way() {
    for key in [
        UnlockKey::Password(Secret::new(PASSWORD)),
        UnlockKey::Recovery(Secret::new(RECOVERY)),
        UnlockKey::Keyring(keyring()),
    ] {
        let folder = private_folder();
        let path = folder.path().join("old.vault");
        fs::copy(FIXTURE, &path).unwrap();
        set_mode(&path, 0o600);
        let vault = VaultFile::open(&path).await.unwrap().unlock(key).await.unwrap();
        assert_sound(&vault).await;
        let one = vault.providers().list().await.unwrap().remove(0);
        assert_eq!(one.name, "Ångström — production");
        let fields = vault.providers().secrets(one.id).await.unwrap();
        assert_eq!(fields["secret_access_key"].expose(), "known secret");
        let regions = vault.inventory().snapshots(one.id).await.unwrap();
        assert_eq!(regions[0].resources.len(), 3);
        let document =
            vault.inventory().document(one.id, "eu-central-1", &machine_key(2)).await.unwrap();
        assert_eq!(document.as_deref(), Some("{\"markedDocument\":2}"));
        assert_eq!(vault.settings().get().await.unwrap().theme, Theme::Dark);
        assert!(vault.recovery_confirmed().await.unwrap());
        let first = vault.audit().list(Some(3), 9).await.unwrap();
        assert_eq!(first[0].event.detail, "known entry");
    }
}

/// Made the fixture, once. Never run it again: the point of the file is that it is old.
#[tokio::test]
#[ignore = "the fixture is made once per format"]
async fn make_the_fixture() {
    let folder = private_folder();
    let path = folder.path().join("home").join("old.vault");
    let new = NewVault { password: Some(Secret::new(PASSWORD)), keyring: Some(keyring()) };
    let (vault, recovery) = VaultFile::create_with_cost(&path, new, KdfCost::Floor).await.unwrap();
    let one = provider("Ångström — production");
    vault.audit().append(event("known entry")).await.unwrap();
    vault.providers().insert(&one, &secrets("known secret")).await.unwrap();
    vault.inventory().put(&snapshot(&one, "eu-central-1", 3), &documents(3)).await.unwrap();
    let settings = Settings { theme: Theme::Dark, ..Settings::default() };
    vault.settings().set(&settings).await.unwrap();
    vault.confirm_recovery().await.unwrap();
    vault.lock().await.unwrap();
    assert!(!Path::new(FIXTURE).exists(), "the fixture is there already");
    fs::copy(&path, FIXTURE).unwrap();
    fs::write(Path::new(FIXTURE).with_extension("recovery"), recovery.expose()).unwrap();
}
