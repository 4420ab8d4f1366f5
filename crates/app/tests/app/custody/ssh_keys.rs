//! Private SSH keys are kept where all other credentials are.

use std::fs;
use std::num::NonZeroU16;
use std::path::Path;
use std::process::Command;

use nexus_app::{App, ConnectRequest, FoundKind, NewProvider, NewSshKey, OwnerKind};
use nexus_model::{CloudId, ErrorCode, Failure, MachineKey, Secret, SshKey};
use nexus_testkit::{Reachable, SshServer};

use super::folder::{DEAD, READ_ONLY};
use super::stage::{Stage, to_store, to_vault};
use crate::bench::secrets;

pub const PASSPHRASE: &str = "correct-horse-of-the-key-8821";

/// Locks the key of the reachable machines, takes its file away and keeps it here.
async fn keep_identity(app: &App, machines: &Reachable, name: &str) -> SshKey {
    let file = machines.identity();
    let locked = Command::new("ssh-keygen")
        .args(["-q", "-p", "-P", "", "-N", PASSPHRASE, "-f"])
        .arg(&file)
        .status();
    assert!(locked.expect("ssh-keygen runs").success());
    let text = fs::read_to_string(&file).expect("a key");
    fs::remove_file(&file).expect("not needed any more");
    app.add_ssh_key(new(name, &text)).await.expect("kept")
}

pub fn new(name: &str, text: &str) -> NewSshKey {
    let passphrase = Some(Secret::new(PASSPHRASE));
    NewSshKey { name: name.into(), key: Secret::new(text), passphrase }
}

/// A new key without a passphrase, as OpenSSH writes it.
pub fn made() -> String {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("key");
    let mut make = Command::new("ssh-keygen");
    make.args(["-q", "-t", "ed25519", "-N", "", "-C", "ada@laptop", "-f"]).arg(&file);
    assert!(make.status().expect("ssh-keygen runs").success());
    fs::read_to_string(file).expect("a key")
}

/// Runs a command on the machine by a kept key, which is the only one that the server lets in.
async fn runs(app: &App, machines: &Reachable, key: &str) -> Result<(), Failure> {
    let machine = app.machine_named("web-1", None).await.expect("listed");
    let request = ConnectRequest {
        user: Some(SshServer::user()),
        port: NonZeroU16::new(machines.ssh().address().port()),
        key: Some(key.to_owned()),
        command: vec!["true".into()],
        ..ConnectRequest::of(MachineKey::of(&machine))
    };
    let status = app.connect_here(request).await?;
    assert!(status.success(), "{status}: {}", machines.ssh().log());
    Ok(())
}

async fn add_machines(app: &App, machines: &Reachable) {
    let new = NewProvider {
        cloud: CloudId::new("hetzner"),
        auth: "token".into(),
        name: "Reachable".into(),
        endpoint: Some(machines.url()),
        fields: [].into(),
        secrets: secrets(&[("token", Reachable::TOKEN)]),
    };
    let id = app.add_provider(new).await.expect("kept").provider.id;
    app.refresh(id).await.expect("listed");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_moves_to_the_store_and_opens_sessions_from_there_for_all_who_add_it() {
    let (ada, machines) = (Stage::open().await, Reachable::start(&["web-1"]));
    add_machines(&ada.app, &machines).await;
    let key = keep_identity(&ada.app, &machines, "Work").await;
    runs(&ada.app, &machines, "work").await.expect("from the vault");

    let planned = ada.app.plan_secret_move(to_store(&ada.store)).await.expect("a plan");
    let of_key = planned.iter().find(|one| one.kind == OwnerKind::SshKey).expect("the key moves");
    assert_eq!((of_key.name.as_str(), of_key.fields.len()), ("Work", 2), "{of_key:?}");
    ada.app.move_secrets(to_store(&ada.store)).await.expect("moved");
    runs(&ada.app, &machines, "work").await.expect("from the store");

    let (bob, _home) = ada.another().await;
    let found = bob.discover_secrets().await.expect("found");
    let fingerprint = key.fingerprint.clone();
    let of_key =
        found.iter().find(|one| one.what == FoundKind::SshKey { fingerprint: fingerprint.clone() });
    assert!(of_key.is_some_and(|one| one.name == "Work" && !one.known), "{found:?}");
    let owners: Vec<_> = found.into_iter().map(|one| one.owner).collect();
    let added = bob.add_found(&owners).await.expect("added");
    assert!(added.iter().all(|one| one.failure.is_none()), "{added:?}");
    let of_bob = bob.ssh_keys().await.expect("the list").remove(0);
    let shown = |key: &SshKey| (key.id, key.kind.clone(), key.public_key.clone());
    assert_eq!(shown(&of_bob), shown(&key));
    assert!(bob.discover_secrets().await.expect("found").iter().all(|one| one.known));
    for provider in bob.providers().await.expect("the list") {
        bob.refresh(provider.provider.id).await.expect("listed");
    }
    bob.rename_ssh_key("work", "From Ada").await.expect("renamed");
    runs(&bob, &machines, "from ada").await.expect("from the store");

    // Whoever only uses a key does not take it from the others by going.
    bob.remove_ssh_key("from ada").await.expect("removed");
    runs(&ada.app, &machines, "work").await.expect("it is still there");
    ada.app.move_secrets(to_vault()).await.expect("moved back");
    assert!(ada.folder().is_empty(), "{:?}", ada.folder().keys());
    runs(&ada.app, &machines, "work").await.expect("from the vault");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_that_somebody_removed_is_missed_at_its_next_use() {
    let (ada, machines) = (Stage::on_store().await, Reachable::start(&["web-1"]));
    let (bob, _home) = ada.another().await;
    add_machines(&bob, &machines).await;
    let key = keep_identity(&ada.app, &machines, "Work").await;
    let owners: Vec<_> =
        bob.discover_secrets().await.expect("found").into_iter().map(|one| one.owner).collect();
    bob.add_found(&owners).await.expect("added");
    ada.app.remove_ssh_key(&key.id.to_string()).await.expect("removed");
    assert!(ada.folder().keys().iter().all(|key| !key.owner().starts_with("work")));
    // What is held a moment longer is forgotten by the lock.
    bob.lock_vault("for the test").await.expect("locked");
    bob.unlock_vault(crate::bench::by_keyring()).await.expect("it opens");
    bob.login_secret_backend(to_store(&ada.store).secrets).await.expect("in");
    let gone = runs(&bob, &machines, "work").await.expect_err("it is gone");
    assert_eq!(gone.code, ErrorCode::NotFound, "{gone:?}");
    assert!(gone.message.contains("somebody has removed it"), "{gone:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_store_that_takes_no_key_says_why_and_none_is_kept() {
    let stage = Stage::on_store().await;
    let text = made();
    for (trouble, code, word) in [
        (READ_ONLY, ErrorCode::PermissionDenied, "may not write"),
        (DEAD, ErrorCode::UnreachableRefused, "refused the connection"),
    ] {
        stage.folder().tell(trouble, true);
        let failure = stage.app.add_ssh_key(new("Work", &text)).await.expect_err("not kept");
        assert_eq!(failure.code, code, "{failure:?}");
        assert!(failure.message.contains(word), "{failure:?}");
        assert!(stage.app.ssh_keys().await.expect("the list").is_empty());
        stage.folder().tell(trouble, false);
    }
    assert!(stage.folder().is_empty(), "{:?}", stage.folder().keys());
    stage.app.add_ssh_key(new("Work", &text)).await.expect("kept");
    let twice = stage.app.add_ssh_key(new("Again", &text)).await.expect_err("it is there");
    assert!(twice.message.contains("“Work”"), "{twice:?}");
    let taken = stage.app.add_ssh_key(new("work", &made())).await.expect_err("the name is taken");
    assert_eq!(taken.code, ErrorCode::NameTaken);
    assert_eq!(stage.folder().keys().len(), 3, "nothing is left of what was refused");
}

/// What the vault file itself holds of the only key, without the app.
pub async fn sealed(home: &Path) -> nexus_model::SecretFields {
    let file = nexus_vault::VaultFile::open(&home.join("vault/vault.db")).await;
    let unlock = nexus_vault::UnlockKey::Keyring(super::stage::keychain());
    let vault = file.expect("a vault").unlock(unlock).await.expect("it opens");
    let key = vault.ssh_keys().list().await.expect("the list").remove(0);
    vault.custody().get(nexus_vault::SecretOwner::SshKey(key.id)).await.expect("a row")
}
