//! What Key Vault keeps of a deleted secret.

use std::sync::Arc;

use nexus_model::Secret;
use nexus_secrets::{Expected, SecretBackend};
use nexus_testkit::stores::Played;
use nexus_testkit::stores::key_vault::{SECRET, TENANT, Vault, WRITER};

use crate::{key, open};

const NAME: &str = "nexus-xacme--1f0c2b3a-xtoken";

fn with_secret(vault: &Played<Vault>) -> Arc<dyn SecretBackend> {
    let url = vault.url();
    let fields = [("vault_url", url.as_str()), ("tenant_id", TENANT), ("client_id", WRITER)];
    let secrets = [("client_secret", SECRET)];
    open("azure-key-vault", "client_secret", &fields, &secrets).expect("a config")
}

#[tokio::test]
async fn a_deleted_secret_is_purged_so_that_nobody_recovers_it() {
    let vault = Played::<Vault>::start();
    let backend = with_secret(&vault);
    backend.set(&key(), &Secret::new("one"), &Expected::Absent).await.expect("written");
    backend.delete(&key()).await.expect("deleted");
    assert!(!vault.rules().is_recoverable(NAME));
    // Deleted by a person before, it is purged all the same.
    backend.set(&key(), &Secret::new("two"), &Expected::Absent).await.expect("written");
    assert!(vault.rules().delete_softly(NAME));
    backend.delete(&key()).await.expect("deleted for good");
    assert!(!vault.rules().is_recoverable(NAME));
}

#[tokio::test]
async fn a_secret_that_may_not_be_purged_counts_as_absent_and_is_recovered_by_a_write() {
    let vault = Played::<Vault>::start();
    vault.rules().protect();
    let backend = with_secret(&vault);
    backend.set(&key(), &Secret::new("one"), &Expected::Absent).await.expect("written");
    backend.delete(&key()).await.expect("deleted as far as it may be");
    assert!(vault.rules().is_recoverable(NAME));
    assert!(backend.get(&key()).await.expect("read").is_none());
    backend.set(&key(), &Secret::new("two"), &Expected::Absent).await.expect("recovered");
    assert_eq!(vault.rules().versions(NAME), 2, "the one of before is a version of it");
    let now = backend.get(&key()).await.expect("read").expect("it is there");
    assert_eq!(now.value.expose(), "two");
}
