//! A store that is not there, and what the local files hold.

use std::fs;
use std::path::{Path, PathBuf};

use data_encoding::BASE64;
use nexus_app::BackendState;
use nexus_model::{ErrorCode, HealthStatus};

use super::folder::{DEAD, TOKEN};
use super::ssh_keys;
use super::stage::{Stage, add, checked, key, new, secret_of, to_store};

#[tokio::test(flavor = "multi_thread")]
async fn a_dead_store_is_told_and_never_left_by_itself() {
    let stage = Stage::on_store().await;
    let provider = add(&stage.app, "Production", "A1").await;
    stage.folder().tell(DEAD, true);
    let app = stage.again().await;
    // What is known shows without the store.
    assert_eq!(app.providers().await.expect("cached").len(), 1);
    app.resources(None).await.expect("cached");
    app.login_secret_backend(to_store(&stage.store).secrets).await.expect_err("it is dead");

    stage.folder().tell(DEAD, false);
    app.login_secret_backend(to_store(&stage.store).secrets).await.expect("logged in");
    stage.folder().tell(DEAD, true);
    let status = app.retry_secret_backend().await.expect("a status");
    assert_eq!(status.state, BackendState::Unreachable);
    assert!(status.failure.is_some() && !status.for_session);
    let failure = app.add_provider(new("Second", "A2")).await.expect_err("not kept");
    assert_eq!(failure.code, ErrorCode::UnreachableRefused);

    // Only a person turns to the vault.
    let status = app.use_vault_for_session().await.expect("a status");
    assert!(status.for_session);
    let second = add(&app, "Second", "A2").await;
    assert_eq!(second.health.status, HealthStatus::Healthy);
    let told = checked(&app, provider.id).await.health.failure.expect("it says why");
    assert!(told.message.contains("not used now"), "{told:?}");
    app.rotate_credential(provider.id, key("B7")).await.expect_err("it is elsewhere");

    stage.folder().tell(DEAD, false);
    let status = app.retry_secret_backend().await.expect("a status");
    assert!(!status.for_session && status.state == BackendState::Ready, "{status:?}");
    assert_eq!(checked(&app, provider.id).await.health.status, HealthStatus::Healthy);
    assert_eq!(checked(&app, second.id).await.health.status, HealthStatus::Healthy);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_login_is_asked_for_where_no_keyring_takes_it() {
    let stage = Stage::on_store().await;
    let provider = add(&stage.app, "Production", "A1").await;
    let app = stage.again().await;
    let status = app.retry_secret_backend().await.expect("a status");
    assert_eq!(status.state, BackendState::NeedsLogin);
    // The provider's own credential is not to blame.
    let health = checked(&app, provider.id).await.health;
    assert_eq!(health.status, HealthStatus::Failing);
    let wrong = [("token".to_owned(), nexus_model::Secret::new("wrong"))].into();
    app.login_secret_backend(wrong).await.expect_err("refused");
    let status = app.login_secret_backend(to_store(&stage.store).secrets).await.expect("in");
    assert_eq!(status.state, BackendState::Ready);
    assert_eq!(checked(&app, provider.id).await.health.status, HealthStatus::Healthy);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_local_files_hold_no_secret_in_any_form() {
    let stage = Stage::open().await;
    // One that was in the vault before, and one that never was.
    add(&stage.app, "Production", "A1").await;
    let private = ssh_keys::made();
    stage.app.add_ssh_key(ssh_keys::new("Work", &private)).await.expect("kept");
    stage.app.move_secrets(to_store(&stage.store)).await.expect("moved");
    let second = add(&stage.app, "Second", "A2").await;
    stage.app.rotate_credential(second.id, key("B7")).await.expect("rotated");
    let app = stage.again().await;
    app.login_secret_backend(to_store(&stage.store).secrets).await.expect("logged in");
    assert_eq!(checked(&app, second.id).await.health.status, HealthStatus::Healthy);
    let files = files(stage.home.path());
    assert!(files.iter().any(|file| file.ends_with("vault.db")), "{files:?}");
    let mut marks = vec![secret_of("A1"), secret_of("A2"), secret_of("B7"), TOKEN.to_owned()];
    marks.push(ssh_keys::PASSPHRASE.to_owned());
    marks.extend(private.lines().filter(|line| !line.starts_with('-')).map(str::to_owned));
    assert!(marks.len() > 7, "the private key's lines are among what is looked for");
    for mark in marks {
        for form in forms(&mark) {
            for file in &files {
                let bytes = fs::read(file).expect("read");
                let found = bytes.windows(form.len()).any(|part| part == form);
                assert!(!found, "“{mark}” is in {}", file.display());
            }
        }
    }
    // Not even sealed: the vault's own rows have no secret field.
    app.lock_vault("for the test").await.expect("locked");
    let file = nexus_vault::VaultFile::open(&stage.home.path().join("vault/vault.db")).await;
    let unlock = nexus_vault::UnlockKey::Keyring(super::stage::keychain());
    let vault = file.expect("a vault").unlock(unlock).await.expect("it opens");
    for provider in vault.providers().list().await.expect("the list") {
        let kept = vault.providers().secrets(provider.id).await.expect("a note");
        assert!(!kept.contains_key("secret_key"), "{kept:?}");
        assert!(kept.values().all(|value| !value.expose().contains("S3cret")), "{kept:?}");
    }
    drop(vault);
    let kept = ssh_keys::sealed(stage.home.path()).await;
    assert!(!kept.contains_key("key") && !kept.contains_key("passphrase"), "{kept:?}");
}

fn forms(mark: &str) -> Vec<Vec<u8>> {
    let utf16 = mark.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let hex: String = mark.bytes().map(|byte| format!("{byte:02x}")).collect();
    // In base64 a text looks different by where it starts; its middle shows in one of three.
    let base64 = (0..3).map(|skip| {
        let text = BASE64.encode(&mark.as_bytes()[skip..mark.len() - (mark.len() - skip) % 3]);
        text.into_bytes()
    });
    let mut forms = vec![mark.as_bytes().to_vec(), utf16, hex.into_bytes()];
    forms.extend(base64);
    forms
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("a folder").flatten();
    entries
        .flat_map(|entry| match entry.path() {
            path if path.is_dir() => files(&path),
            path => vec![path],
        })
        .collect()
}
