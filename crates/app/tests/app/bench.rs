//! What every test starts from.

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use async_trait::async_trait;
use nexus_app::{
    App, AppEvent, Keychain, NewProvider, NewVaultRequest, ProviderCard, Registry, SlotKind,
    UnlockRequest,
};
use nexus_model::{CloudId, Fields, Secret, SecretFields};
use nexus_testkit::{Fleet, Gateway};
use nexus_vault::{Secret32, VaultError};
use tempfile::TempDir;
use tokio::sync::broadcast::Receiver;

pub const SECRET: &str = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYAPPSECRET";
pub const ACCESS_KEY: &str = "AKIAIOSFODNN7EXAMPLE";

/// For anything that is to happen, on a busy machine.
const PATIENCE: Duration = Duration::from_secs(30);

/// A keyring in memory.
#[derive(Default)]
pub struct MemoryKeychain(Mutex<HashMap<String, Secret32>>);

impl MemoryKeychain {
    pub fn is_empty(&self) -> bool {
        self.0.lock().expect("no thread panicked").is_empty()
    }
}

#[async_trait]
impl Keychain for MemoryKeychain {
    async fn load(&self, account: &str) -> Result<Option<Secret32>, VaultError> {
        Ok(self.0.lock().expect("no thread panicked").get(account).cloned())
    }

    async fn store(&self, account: &str, secret: &Secret32) -> Result<(), VaultError> {
        self.0.lock().expect("no thread panicked").insert(account.to_owned(), secret.clone());
        Ok(())
    }

    async fn remove(&self, account: &str) -> Result<(), VaultError> {
        self.0.lock().expect("no thread panicked").remove(account);
        Ok(())
    }
}

/// A folder for one vault, and the app on it.
pub struct Bench {
    pub app: App,
    pub keychain: Arc<MemoryKeychain>,
    pub folder: TempDir,
}

impl Bench {
    pub fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let keychain = Arc::new(MemoryKeychain::default());
        let app = another(&folder, &keychain);
        Self { app, keychain, folder }
    }

    /// With its vault open, by the keyring: a password costs half a second at each try.
    pub async fn open() -> Self {
        let bench = Self::new();
        bench.create().await;
        bench
    }

    /// The same with other clouds.
    pub async fn open_with(clouds: Registry) -> Self {
        let mut bench = Self::new();
        bench.app = App::new(bench.path(), clouds, Arc::clone(&bench.keychain) as _);
        bench.create().await;
        bench
    }

    /// The same vault in another process's app, with other clouds.
    pub fn another_with(&self, clouds: Registry) -> App {
        App::new(self.path(), clouds, Arc::clone(&self.keychain) as _)
    }

    /// Where the vault is.
    pub fn path(&self) -> PathBuf {
        self.folder.path().join("vault/vault.db")
    }

    async fn create(&self) {
        let request = NewVaultRequest { password: None, keyring: true };
        self.app.create_vault(request).await.expect("a vault");
    }

    /// The same vault in another app, locked, as after a restart.
    pub fn another_app(&self) -> App {
        another(&self.folder, &self.keychain)
    }
}

fn another(folder: &TempDir, keychain: &Arc<MemoryKeychain>) -> App {
    let keychain: Arc<dyn Keychain> = Arc::clone(keychain) as _;
    App::new(folder.path().join("vault/vault.db"), Registry::standard(), keychain)
}

pub fn by_keyring() -> UnlockRequest {
    UnlockRequest { kind: SlotKind::Keyring, secret: None }
}

/// A peer of 8 regions, and the gateway to it that the app sees.
pub fn peer(machines: usize) -> (Fleet, Gateway) {
    let fleet = Fleet::start(machines);
    let gateway = Gateway::start(fleet.address());
    (fleet, gateway)
}

pub fn fields(pairs: &[(&str, &str)]) -> Fields {
    pairs.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect()
}

pub fn secrets(pairs: &[(&str, &str)]) -> SecretFields {
    pairs.iter().map(|(name, text)| ((*name).to_owned(), Secret::new(*text))).collect()
}

pub fn new_provider(name: &str, endpoint: &str) -> NewProvider {
    NewProvider {
        cloud: CloudId::new("aws"),
        auth: "access_key".into(),
        name: name.into(),
        endpoint: Some(endpoint.into()),
        fields: fields(&[("access_key", ACCESS_KEY)]),
        secrets: secrets(&[("secret_key", SECRET)]),
    }
}

/// Adds a provider at the gateway.
pub async fn add(app: &App, name: &str, gateway: &Gateway) -> ProviderCard {
    app.add_provider(new_provider(name, &gateway.url())).await.expect("it is kept")
}

/// The events up to the first that is meant, which is the last of them.
pub async fn until(
    events: &mut Receiver<AppEvent>,
    meant: impl Fn(&AppEvent) -> bool,
) -> Vec<AppEvent> {
    let mut seen = Vec::new();
    let coming = async {
        loop {
            seen.push(events.recv().await.expect("no event is missed"));
            if seen.last().is_some_and(&meant) {
                return;
            }
        }
    };
    let came = tokio::time::timeout(PATIENCE, coming).await;
    assert!(came.is_ok(), "the event did not come; these did: {seen:#?}");
    seen
}

/// The events that are there already.
pub fn so_far(events: &mut Receiver<AppEvent>) -> Vec<AppEvent> {
    std::iter::from_fn(|| events.try_recv().ok()).collect()
}
