//! Several people's apps on one store.

use nexus_app::BackendState;
use nexus_model::{ErrorCode, HealthStatus};

use super::folder::READ_ONLY;
use super::stage::{Stage, add, checked, key, new};

#[tokio::test(flavor = "multi_thread")]
async fn another_app_finds_the_providers_and_adds_them() {
    let ada = Stage::on_store().await;
    let first = add(&ada.app, "Production", "A1").await;
    add(&ada.app, "Staging", "A2").await;
    let (bob, _home) = ada.another().await;

    let found = bob.discover_secrets().await.expect("found");
    assert_eq!(
        found.iter().map(|one| one.name.as_str()).collect::<Vec<_>>(),
        ["Production", "Staging"]
    );
    assert!(found.iter().all(|one| !one.known && one.failure.is_none()));
    let owners: Vec<_> = found.into_iter().map(|one| one.owner).collect();
    let added = bob.add_found(&owners).await.expect("added");
    assert!(added.iter().all(|one| one.failure.is_none()), "{added:?}");
    assert_eq!(checked(&bob, first.id).await.health.status, HealthStatus::Healthy);
    assert!(bob.discover_secrets().await.expect("found").iter().all(|one| one.known));

    // Whoever only uses a credential does not take it from the others by going.
    bob.remove_provider(first.id).await.expect("removed");
    assert_eq!(checked(&ada.app, first.id).await.health.status, HealthStatus::Healthy);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_rotated_and_a_removed_credential_show_at_the_next_use() {
    let ada = Stage::on_store().await;
    let provider = add(&ada.app, "Production", "A1").await;
    let (bob, _home) = ada.another().await;
    let owner = bob.discover_secrets().await.expect("found").remove(0).owner;
    bob.add_found(&[owner]).await.expect("added");

    // What is held a moment longer is given up when somebody writes over it or it is refused.
    ada.app.rotate_credential(provider.id, key("B7")).await.expect("rotated");
    let refused = bob.rotate_credential(provider.id, key("C9")).await.expect_err("not unseen");
    assert_eq!(refused.code, ErrorCode::Conflict, "{refused:?}");
    let seen = checked(&bob, provider.id).await;
    assert_eq!(seen.health.status, HealthStatus::Healthy);
    assert_eq!(seen.fields["key_id"], "B7");
    bob.rotate_credential(provider.id, key("C9")).await.expect("seen by now");

    ada.app.remove_provider(provider.id).await.expect("removed");
    assert!(ada.folder().is_empty(), "{:?}", ada.folder().keys());
    let bob = {
        bob.lock_vault("for the test").await.expect("locked");
        bob.unlock_vault(crate::bench::by_keyring()).await.expect("it opens");
        bob.login_secret_backend(super::stage::to_store(&ada.store).secrets).await.expect("in");
        bob
    };
    let gone = checked(&bob, provider.id).await.health.failure.expect("it says why");
    assert_eq!(gone.code, ErrorCode::NotFound);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_login_that_may_only_read_reads_and_says_why_it_does_not_write() {
    let stage = Stage::on_store().await;
    let provider = add(&stage.app, "Production", "A1").await;
    stage.folder().tell(READ_ONLY, true);
    let status = stage.app.retry_secret_backend().await.expect("asked");
    assert_eq!(status.state, BackendState::ReadOnly);
    assert_eq!(checked(&stage.app, provider.id).await.health.status, HealthStatus::Healthy);
    for failure in [
        stage.app.add_provider(new("Second", "A2")).await.expect_err("not kept"),
        stage.app.rotate_credential(provider.id, key("B7")).await.expect_err("not kept"),
    ] {
        assert_eq!(failure.code, ErrorCode::PermissionDenied);
        assert!(failure.message.contains("write"), "{failure:?}");
    }
    assert_eq!(stage.app.providers().await.expect("the list").len(), 1);
}
