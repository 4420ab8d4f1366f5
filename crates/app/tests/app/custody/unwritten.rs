//! A token that its server has replaced, and a store that is away by then.

use std::fs;
use std::sync::Arc;

use nexus_app::{App, NewVaultRequest, Registry};
use nexus_model::ErrorCode;
use nexus_testkit::strict_oauth::StrictOAuth;

use super::folder::Folders;
use super::folder::{Folder, GONE_AT_WRITE};
use super::stage::{keychain, to_store, to_vault};
use crate::played::{Played, chosen, request, sign_in};

#[tokio::test(flavor = "multi_thread")]
async fn a_token_that_the_store_does_not_take_is_held_in_memory_until_it_does() {
    let server = StrictOAuth::start();
    server.live(0);
    let home = tempfile::tempdir().expect("a folder");
    let path = home.path().join("vault/vault.db");
    let clouds = Registry::standard().and(Played::over(&server));
    let app = App::with_backends(path, clouds, keychain(), Arc::new(Folders));
    let new = NewVaultRequest { password: None, keyring: true };
    app.create_vault(new).await.expect("a vault");
    let id = sign_in(&app, &request()).await;
    let imported = app.finish_sign_in(id, vec![chosen("red")]).await.expect("set up");
    let provider = imported[0].card.as_ref().expect("a provider").provider.id;
    let shared = tempfile::tempdir().expect("a folder");
    let store = shared.path().join("store");
    app.move_secrets(to_store(&store)).await.expect("moved");

    Folder::at(&store).tell(GONE_AT_WRITE, true);
    server.live(3600);
    let before = server.refreshes();
    let told = app.test_stored_provider(provider, None).await.expect_err("not kept");
    assert_eq!(told.code, ErrorCode::UnreachableRefused, "{told:?}");
    assert!(told.remedy.contains("held in memory"), "{told:?}");
    // Nobody asks the server with the token that is void by now.
    app.test_stored_provider(provider, None).await.expect_err("still not kept");
    assert_eq!(server.refreshes() - before, 1);
    let token = server.refresh_token().expect("a token");
    for file in fs::read_dir(home.path().join("vault")).expect("a folder").flatten() {
        let bytes = fs::read(file.path()).expect("read");
        let found = bytes.windows(token.len()).any(|part| part == token.as_bytes());
        assert!(!found, "the token is in {}", file.path().display());
    }

    Folder::at(&store).tell(GONE_AT_WRITE, false);
    let deadline = std::time::Instant::now() + std::time::Duration::from_secs(60);
    while app.test_stored_provider(provider, None).await.is_err() {
        assert!(std::time::Instant::now() < deadline, "it is never written");
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    assert_eq!(server.refreshes() - before, 1, "the one that was held is used");
    server.live(0);
    app.refresh_connection(id).await.expect("its refresh token too");
    app.move_secrets(to_vault()).await.expect("moved");
}
