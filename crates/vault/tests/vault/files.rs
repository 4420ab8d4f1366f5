use std::fs;
use std::os::unix::fs::MetadataExt;
use std::sync::Arc;

use nexus_model::{ErrorCode, Failure, Secret};
use nexus_vault::{KdfCost, NewVault, UnlockKey, VaultError, VaultFile};

use crate::common::{
    Home, MemoryKeychain, assert_sound, private_folder, provider, secrets, set_mode,
};

fn new() -> NewVault {
    NewVault { password: None, keyring: Some(Arc::new(MemoryKeychain::default())) }
}

#[tokio::test]
async fn file_journal_lock_and_folder_are_the_owners_alone() {
    let folder = tempfile::TempDir::new().unwrap();
    let path = folder.path().join("made").join("here").join("test.vault");
    let (_vault, _) = VaultFile::create(&path, new()).await.unwrap();
    let mode = |path: &std::path::Path| fs::metadata(path).unwrap().mode() & 0o777;
    for folder in path.ancestors().skip(1).take(2) {
        assert_eq!(mode(folder), 0o700);
    }
    let mut names: Vec<_> = fs::read_dir(path.parent().unwrap())
        .unwrap()
        .map(|entry| {
            let entry = entry.unwrap();
            assert_eq!(mode(&entry.path()), 0o600, "{entry:?}");
            entry.file_name().into_string().unwrap()
        })
        .collect();
    names.sort();
    assert_eq!(names, ["test.vault", "test.vault-shm", "test.vault-wal", "test.vault.lock"]);
}

#[tokio::test]
async fn what_a_killed_creation_left_is_gone_after_the_next_unlock_or_creation() {
    let (home, vault) = Home::new().await;
    vault.lock().await.unwrap();
    let beside = |suffix: &str| home.folder.path().join(format!("test.vault.new-{suffix}"));
    let left = beside("0f0f0f0f0f0f4f0f8f0f0f0f0f0f0f0f");
    let not_ours = beside("notes");
    let leave = || {
        fs::create_dir(&left).unwrap();
        fs::write(left.join("vault"), "sealed").unwrap();
    };
    leave();
    fs::create_dir(&not_ours).unwrap();
    home.unlock().await.unwrap().lock().await.unwrap();
    assert!(!left.exists() && not_ours.exists());

    leave();
    fs::remove_file(home.path()).unwrap();
    VaultFile::create(&home.path(), new()).await.unwrap();
    assert!(!left.exists() && not_ours.exists());
}

#[tokio::test]
async fn a_vault_that_others_can_get_into_is_refused_with_the_remedy() {
    let (home, vault) = Home::new().await;
    let file = home.file().await;
    vault.lock().await.unwrap();
    for (path, mode, remedy) in [
        (home.path(), 0o640, "chmod 600"),
        (home.path(), 0o604, "chmod 600"),
        (home.folder.path().to_owned(), 0o750, "chmod 700"),
        (home.folder.path().to_owned(), 0o701, "chmod 700"),
    ] {
        let good = fs::metadata(&path).unwrap().permissions();
        set_mode(&path, mode);
        let refused = VaultFile::open(&home.path()).await.unwrap_err();
        let failure = Failure::from(refused);
        assert_eq!(failure.code, ErrorCode::VaultUnsafe);
        assert!(failure.remedy.contains(remedy), "{failure}");
        let refused = file.unlock(home.keyring()).await;
        assert!(matches!(refused, Err(VaultError::Unsafe { .. })));
        fs::set_permissions(&path, good).unwrap();
    }
    home.unlock().await.unwrap();
}

#[tokio::test]
async fn a_vault_of_someone_else_is_refused() {
    let (home, vault) = Home::new().await;
    vault.lock().await.unwrap();
    // Only root can give files away; elsewhere this line of defence is read, not run.
    if std::os::unix::fs::chown(home.path(), Some(12345), None).is_err() {
        return;
    }
    let refused = VaultFile::open(&home.path()).await.unwrap_err();
    assert!(matches!(refused, VaultError::Unsafe { .. }), "{refused}");
    assert!(refused.to_string().contains("another user"));
}

#[tokio::test]
async fn an_open_folder_takes_no_new_vault() {
    let folder = tempfile::TempDir::new().unwrap();
    set_mode(folder.path(), 0o755);
    let refused = VaultFile::create(&folder.path().join("test.vault"), new()).await;
    assert!(matches!(refused, Err(VaultError::Unsafe { .. })));
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[tokio::test]
async fn an_existing_file_is_never_replaced() {
    let (home, vault) = Home::new().await;
    let before = vault.id();
    let refused = VaultFile::create(&home.path(), new()).await;
    assert!(matches!(refused, Err(VaultError::Exists { .. })));
    assert_eq!(home.file().await.id(), before);
    let foreign = home.folder.path().join("notes.txt");
    fs::write(&foreign, "mine").unwrap();
    let refused = VaultFile::create(&foreign, new()).await;
    assert!(matches!(refused, Err(VaultError::Exists { .. })));
    assert_eq!(fs::read(&foreign).unwrap(), b"mine");
}

#[tokio::test]
async fn a_vault_without_password_and_keyring_is_not_made() {
    let folder = private_folder();
    let path = folder.path().join("test.vault");
    let refused = VaultFile::create(&path, NewVault::default()).await;
    assert!(matches!(refused, Err(VaultError::Invalid { .. })));
    let empty = NewVault { password: Some(Secret::new("")), keyring: None };
    let refused = VaultFile::create_with_cost(&path, empty, KdfCost::Floor).await;
    assert!(matches!(refused, Err(VaultError::Invalid { .. })));
    assert!(!VaultFile::exists(&path));
}

#[tokio::test]
async fn what_is_no_vault_is_told_from_none() {
    let folder = private_folder();
    let path = folder.path().join("test.vault");
    assert!(matches!(VaultFile::open(&path).await, Err(VaultError::NoVault { .. })));
    for content in [b"".as_slice(), b"hello", &[0; 4096]] {
        fs::write(&path, content).unwrap();
        set_mode(&path, 0o600);
        let refused = VaultFile::open(&path).await.unwrap_err();
        assert!(matches!(refused, VaultError::Damaged { table: "file", .. }), "{refused}");
    }
}

#[tokio::test]
async fn a_newer_format_is_told_from_damage() {
    let (home, vault) = Home::new().await;
    vault.lock().await.unwrap();
    let mut raw = home.raw().await;
    sqlx::query("UPDATE vault SET format = 3").execute(&mut raw).await.unwrap();
    let refused = VaultFile::open(&home.path()).await.unwrap_err();
    assert!(matches!(refused, VaultError::Newer { found: 3, known: 2 }), "{refused}");
}

#[tokio::test]
async fn a_backup_opens_like_any_vault() {
    let (home, vault) = Home::new().await;
    let one = provider("one");
    vault.providers().insert(&one, &secrets("s")).await.unwrap();
    let copy = home.folder.path().join("copy.vault");
    vault.backup(&copy).await.unwrap();
    assert_eq!(fs::metadata(&copy).unwrap().mode() & 0o777, 0o600);
    assert!(matches!(vault.backup(&copy).await, Err(VaultError::Exists { .. })));
    vault.providers().remove(one.id).await.unwrap();

    let copied = VaultFile::open(&copy).await.unwrap();
    let recovery = Secret::new(home.recovery.as_ref().unwrap().expose());
    for key in [home.keyring(), UnlockKey::Recovery(recovery)] {
        let vault = copied.unlock(key).await.unwrap();
        assert_eq!(vault.providers().get(one.id).await.unwrap(), one);
        assert_sound(&vault).await;
    }
    let nowhere = home.folder.path().join("no").join("folder");
    assert!(matches!(vault.backup(&nowhere).await, Err(VaultError::Io { .. })));
}
