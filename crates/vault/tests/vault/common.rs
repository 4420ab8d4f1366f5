//! What every test starts from.

use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use nexus_model::{
    AuditAction, AuditEvent, AuditOutcome, CloudId, Connection, ConnectionId, ConnectionState,
    Fields, Grant, Health, Machine, MachineState, OsFamily, Peer, ProfileId, Provider, ProviderId,
    RegionSnapshot, ResourceKey, Secret, SecretFields, Timestamp,
};
use nexus_vault::{
    KdfCost, Keychain, NewVault, ProfileRecord, RecoveryKey, Secret32, UnlockKey, Vault,
    VaultError, VaultFile,
};
use sqlx::sqlite::{SqliteConnectOptions, SqliteSynchronous};
use sqlx::{ConnectOptions, SqliteConnection};
use tempfile::TempDir;

/// A keyring in memory.
#[derive(Default)]
pub struct MemoryKeychain(Mutex<HashMap<String, Secret32>>);

#[async_trait]
impl Keychain for MemoryKeychain {
    async fn load(&self, account: &str) -> Result<Option<Secret32>, VaultError> {
        Ok(self.0.lock().unwrap().get(account).cloned())
    }

    async fn store(&self, account: &str, secret: &Secret32) -> Result<(), VaultError> {
        self.0.lock().unwrap().insert(account.to_owned(), secret.clone());
        Ok(())
    }

    async fn remove(&self, account: &str) -> Result<(), VaultError> {
        self.0.lock().unwrap().remove(account);
        Ok(())
    }
}

/// A keyring that always has the same key: nothing to share between processes.
pub struct FixedKeychain(pub [u8; 32]);

#[async_trait]
impl Keychain for FixedKeychain {
    async fn load(&self, _account: &str) -> Result<Option<Secret32>, VaultError> {
        Ok(Some(Secret32::new(self.0)))
    }

    async fn store(&self, _account: &str, _secret: &Secret32) -> Result<(), VaultError> {
        Ok(())
    }

    async fn remove(&self, _account: &str) -> Result<(), VaultError> {
        Ok(())
    }
}

/// A folder of its own with a vault that a keyring unlocks, which costs no time.
pub struct Home {
    pub folder: TempDir,
    pub chain: Arc<dyn Keychain>,
    pub recovery: Option<RecoveryKey>,
}

impl Home {
    pub async fn new() -> (Self, Vault) {
        let chain: Arc<dyn Keychain> = Arc::new(MemoryKeychain::default());
        let new = NewVault { password: None, keyring: Some(chain.clone()) };
        Self::with(new, chain).await
    }

    pub async fn with_password(password: &str) -> (Self, Vault) {
        let chain: Arc<dyn Keychain> = Arc::new(MemoryKeychain::default());
        let password = Some(Secret::new(password));
        let new = NewVault { password, keyring: Some(chain.clone()) };
        Self::with(new, chain).await
    }

    async fn with(new: NewVault, chain: Arc<dyn Keychain>) -> (Self, Vault) {
        let folder = private_folder();
        let path = folder.path().join("test.vault");
        let (vault, recovery) =
            VaultFile::create_with_cost(&path, new, KdfCost::Floor).await.unwrap();
        (Self { folder, chain, recovery: Some(recovery) }, vault)
    }

    pub fn path(&self) -> PathBuf {
        self.folder.path().join("test.vault")
    }

    pub async fn file(&self) -> VaultFile {
        VaultFile::open(&self.path()).await.unwrap()
    }

    pub async fn unlock(&self) -> Result<Vault, VaultError> {
        self.file().await.unlock(self.keyring()).await
    }

    pub fn keyring(&self) -> UnlockKey {
        UnlockKey::Keyring(self.chain.clone())
    }

    /// The file as an attacker has it: any statement, no key.
    pub async fn raw(&self) -> SqliteConnection {
        raw(&self.path()).await
    }

    /// Every byte that lies in the vault's folder, journal included.
    pub fn bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::new();
        for entry in std::fs::read_dir(self.folder.path()).unwrap() {
            bytes.extend(std::fs::read(entry.unwrap().path()).unwrap());
        }
        bytes
    }
}

/// An empty folder. One for temporary files would be as open as the umask allows.
pub fn private_folder() -> TempDir {
    let folder = TempDir::new().unwrap();
    set_mode(folder.path(), 0o700);
    folder
}

/// Sets a file's or folder's mode, where there are modes.
pub fn set_mode(path: &Path, mode: u32) {
    #[cfg(unix)]
    std::fs::set_permissions(path, std::os::unix::fs::PermissionsExt::from_mode(mode)).unwrap();
    #[cfg(not(unix))]
    let _ = (path, mode);
}

pub async fn raw(path: &Path) -> SqliteConnection {
    SqliteConnectOptions::new()
        .filename(path)
        .foreign_keys(false)
        .synchronous(SqliteSynchronous::Off)
        .pragma("ignore_check_constraints", "ON")
        .connect()
        .await
        .unwrap()
}

pub fn provider(name: &str) -> Provider {
    let now = Timestamp::now();
    Provider {
        id: ProviderId::random(),
        cloud: CloudId::new("aws"),
        name: name.to_owned(),
        auth: "access_key".to_owned(),
        endpoint: None,
        fields: Fields::from([("access_key_id".to_owned(), "AKIAMARKEDFIELD".to_owned())]),
        connection: None,
        created_at: now,
        credential_set_at: now,
        pinned: false,
        position: 0,
        identity: None,
        health: Health::default(),
    }
}

pub fn connection(name: &str) -> Connection {
    Connection {
        id: ConnectionId::random(),
        peer: Peer::Cloud { cloud: CloudId::new("gcp"), auth: "sign_in".to_owned() },
        name: name.to_owned(),
        state: ConnectionState::Active,
        grant: Grant::Person,
        endpoint: None,
        fields: Fields::from([("client_id".to_owned(), "AKIAMARKEDFIELD".to_owned())]),
        requested_scopes: vec!["marked-scope".to_owned()],
        granted_scopes: vec![],
        created_at: Timestamp::now(),
        signed_in_at: None,
        refreshed_at: None,
        expires_at: None,
        failure: None,
    }
}

pub fn profile(name: &str) -> ProfileRecord {
    let now = Timestamp::now();
    ProfileRecord {
        id: ProfileId::random(),
        name: name.to_owned(),
        profile: serde_json::json!({ "name": name, "client_id": "AKIAMARKEDFIELD" }),
        created_at: now,
        changed_at: now,
    }
}

pub fn secrets(value: &str) -> SecretFields {
    SecretFields::from([("secret_access_key".to_owned(), Secret::new(value))])
}

pub fn snapshot(provider: &Provider, region: &str, machines: usize) -> RegionSnapshot {
    RegionSnapshot {
        provider: provider.id,
        region: region.to_owned(),
        listed_at: Some(Timestamp::now()),
        failure: None,
        resources: (0..machines).map(|number| machine(provider, region, number).into()).collect(),
    }
}

fn machine(provider: &Provider, region: &str, number: usize) -> Machine {
    Machine {
        id: format!("i-{number}"),
        provider: provider.id,
        cloud: provider.cloud.clone(),
        name: format!("marked-machine-{number}"),
        state: MachineState::Running,
        raw_state: "running".to_owned(),
        region: region.to_owned(),
        zone: None,
        instance_type: "t3.micro".to_owned(),
        vcpus: Some(2),
        memory_mib: None,
        public_ips: vec![],
        private_ips: vec!["10.0.0.1".parse().unwrap()],
        private_dns: None,
        image: None,
        os: OsFamily::Linux,
        launched_at: None,
        tags: BTreeMap::new(),
        console_url: None,
    }
}

/// What the machine of a number goes by.
pub fn machine_key(number: usize) -> ResourceKey {
    ResourceKey::machine(format!("i-{number}"))
}

pub fn documents(count: usize) -> BTreeMap<ResourceKey, String> {
    (0..count)
        .map(|number| (machine_key(number), format!("{{\"markedDocument\":{number}}}")))
        .collect()
}

pub fn event(detail: &str) -> AuditEvent {
    AuditEvent {
        action: AuditAction::ProviderCheck,
        outcome: AuditOutcome::Done,
        provider: Some("marked provider".to_owned()),
        detail: detail.to_owned(),
    }
}

pub async fn assert_sound(vault: &Vault) {
    let report = vault.verify().await.unwrap();
    assert!(report.findings.is_empty(), "{report:?}");
}
