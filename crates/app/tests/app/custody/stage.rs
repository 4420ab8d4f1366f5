//! A vault, a store, and a cloud that knows its credentials.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use async_trait::async_trait;
use nexus_app::{
    App, AuthKind, BackendDraft, Credential, Descriptor, Guide, Keychain, NewProvider,
    NewVaultRequest, Registry,
};
use nexus_clouds::{Cloud, ListingSink};
use nexus_model::{Account, CloudId, ErrorCode, Failure, Identity, Provider, ProviderId};
use nexus_vault::{Secret32, VaultError};
use serde_json::json;
use tempfile::TempDir;

use super::folder::{FOLDER, Folder, Folders, TOKEN};
use crate::bench::{by_keyring, fields, secrets};

const CLOUD: &str = "keyed";

/// A cloud where the key id says which secret is good, and a check says which it was.
struct Keyed;

#[async_trait]
impl Cloud for Keyed {
    fn descriptor(&self) -> Descriptor {
        let kind = AuthKind {
            id: "key".into(),
            name: "Key".into(),
            summary: "For a test.".into(),
            schema: json!({
                "type": "object",
                "properties": {
                    "key_id": { "type": "string", "title": "Key ID" },
                    "secret_key": { "type": "string", "title": "Key", "writeOnly": true },
                },
                "required": ["key_id", "secret_key"],
                "additionalProperties": false,
                "x-order": ["key_id", "secret_key"],
            }),
            guide: Guide::new([], "https://example.com/", "Console"),
            sign_in: None,
        };
        Descriptor::new(CLOUD, "Keyed Cloud", vec![kind])
    }

    async fn check(&self, account: &Account) -> Result<Identity, Failure> {
        let (id, secret) = (account.field("key_id"), account.secret("secret_key"));
        let (id, secret) = (id.unwrap_or_default(), secret.map(|secret| secret.expose()));
        if secret == Some(&secret_of(id)) {
            return Ok(Identity::new(id, "ada"));
        }
        let code = ErrorCode::InvalidCredentials;
        Err(Failure::new(code, "Check", "The secret is of another key.", "Mend it."))
    }

    async fn list(&self, account: &Account, sink: &ListingSink) -> Result<(), Failure> {
        self.check(account).await?;
        sink.regions(vec!["global".into()]).await;
        sink.ended("global".into(), Ok(())).await;
        Ok(())
    }
}

/// The secret that belongs to a key id.
pub fn secret_of(id: &str) -> String {
    format!("S3cret-of-{id}-that-nobody-may-find")
}

/// A keyring that always has the same key and takes no texts: nothing to share between processes.
struct FixedKeychain;

#[async_trait]
impl Keychain for FixedKeychain {
    async fn load(&self, _account: &str) -> Result<Option<Secret32>, VaultError> {
        Ok(Some(Secret32::new([42; 32])))
    }

    async fn store(&self, _account: &str, _secret: &Secret32) -> Result<(), VaultError> {
        Ok(())
    }

    async fn remove(&self, _account: &str) -> Result<(), VaultError> {
        Ok(())
    }
}

pub fn keychain() -> Arc<dyn Keychain> {
    Arc::new(FixedKeychain)
}

/// The clouds of the app, and one that knows its credentials.
pub fn clouds() -> Registry {
    Registry::standard().and(Arc::new(Keyed))
}

/// An app over a vault in this folder.
pub fn app_at(folder: &Path) -> App {
    let path = folder.join("vault/vault.db");
    App::with_backends(path, clouds(), keychain(), Arc::new(Folders))
}

pub struct Stage {
    pub app: App,
    pub home: TempDir,
    pub store: PathBuf,
    _shared: TempDir,
}

impl Stage {
    /// A new vault and an empty store.
    pub async fn open() -> Self {
        let shared = tempfile::tempdir().expect("a folder");
        let store = shared.path().join("store");
        let home = tempfile::tempdir().expect("a folder");
        let app = new_vault(home.path()).await;
        Self { app, home, store, _shared: shared }
    }

    /// With the store in force.
    pub async fn on_store() -> Self {
        let stage = Self::open().await;
        stage.app.move_secrets(to_store(&stage.store)).await.expect("moved");
        stage
    }

    pub fn folder(&self) -> Folder {
        Folder::at(&self.store)
    }

    /// Another machine's app with a vault of its own, on the same store.
    pub async fn another(&self) -> (App, TempDir) {
        let home = tempfile::tempdir().expect("a folder");
        let app = new_vault(home.path()).await;
        app.move_secrets(to_store(&self.store)).await.expect("moved");
        (app, home)
    }

    /// The same vault in another app, as after a restart.
    pub async fn again(&self) -> App {
        self.app.lock_vault("for the test").await.expect("locked");
        let app = app_at(self.home.path());
        app.unlock_vault(by_keyring()).await.expect("it opens");
        app
    }
}

async fn new_vault(home: &Path) -> App {
    let app = app_at(home);
    let new = NewVaultRequest { password: None, keyring: true };
    app.create_vault(new).await.expect("a vault");
    app
}

pub fn to_store(store: &Path) -> BackendDraft {
    BackendDraft {
        backend: FOLDER.into(),
        fields: fields(&[("path", store.to_str().expect("UTF-8"))]),
        login: "token".into(),
        secrets: secrets(&[("token", TOKEN)]),
    }
}

pub fn to_vault() -> BackendDraft {
    BackendDraft {
        backend: "internal".into(),
        fields: [].into(),
        login: String::new(),
        secrets: [].into(),
    }
}

pub fn key(id: &str) -> Credential {
    let secret = secret_of(id);
    Credential { fields: fields(&[("key_id", id)]), secrets: secrets(&[("secret_key", &secret)]) }
}

pub fn new(name: &str, id: &str) -> NewProvider {
    let Credential { fields, secrets } = key(id);
    NewProvider {
        cloud: CloudId::new(CLOUD),
        auth: "key".into(),
        name: name.into(),
        endpoint: None,
        fields,
        secrets,
    }
}

pub async fn add(app: &App, name: &str, id: &str) -> Provider {
    app.add_provider(new(name, id)).await.expect("kept").provider
}

/// The provider after a check by its cloud.
pub async fn checked(app: &App, id: ProviderId) -> Provider {
    app.check_provider(id, None).await.expect("a result").provider
}
