use nexus_model::{Failure, Timestamp};
use nexus_vault::{SlotInfo, VaultFile};
use serde::Serialize;

use crate::{App, AppEvent};

/// Whether there is a vault and whether it is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum VaultState {
    /// There is none at this path yet.
    Absent,
    /// There is one; nothing in it can be read.
    Locked,
    /// It is open.
    Unlocked,
}

/// How the vault stands.
#[derive(Clone, Debug, Serialize, specta::Type)]
pub struct VaultStatus {
    /// Absent, locked or unlocked.
    pub state: VaultState,
    /// The ways to unlock it.
    pub slots: Vec<SlotInfo>,
    /// Earliest moment for another password, after wrong ones.
    pub retry_at: Option<Timestamp>,
    /// Whether the operating system's keyring answers.
    pub keyring_available: bool,
    /// Whether the person said that the recovery key is kept. Known only while unlocked.
    pub recovery_confirmed: bool,
    /// Where the vault is.
    pub path: String,
}

impl App {
    /// How the vault stands now.
    ///
    /// # Errors
    /// When the file is there but cannot be used.
    pub async fn vault_status(&self) -> Result<VaultStatus, Failure> {
        let mut status = self.blank_status().await;
        if let Ok(vault) = self.vault().await {
            status.state = VaultState::Unlocked;
            status.slots = vault.slots().list().await?;
            status.recovery_confirmed = vault.recovery_confirmed().await?;
        } else if VaultFile::exists(&self.vault_path) {
            let file = VaultFile::open(&self.vault_path).await?;
            status.state = VaultState::Locked;
            status.slots = file.slots().await?;
            status.retry_at = file.retry_at().await?;
        }
        Ok(status)
    }

    /// Tells that the vault is locked, whatever has become of its file: listeners must forget.
    pub(crate) async fn emit_locked(&self) {
        let status = match self.vault_status().await {
            Ok(status) => status,
            Err(_) => VaultStatus { state: VaultState::Locked, ..self.blank_status().await },
        };
        self.emit(AppEvent::VaultChanged { status });
    }

    async fn blank_status(&self) -> VaultStatus {
        VaultStatus {
            state: VaultState::Absent,
            slots: Vec::new(),
            retry_at: None,
            keyring_available: self.keyring_answers().await,
            recovery_confirmed: true,
            path: self.vault_path.display().to_string(),
        }
    }

    pub(crate) async fn emit_vault_status(&self) -> Result<(), Failure> {
        let status = self.vault_status().await?;
        self.emit(AppEvent::VaultChanged { status });
        Ok(())
    }
}

/// Account that no vault has: asking for it tells whether the keyring answers, and nothing else.
const PROBE: &str = "availability";

impl App {
    /// Asked once in a process's life: a keyring that hangs does so for its whole time-out.
    async fn keyring_answers(&self) -> bool {
        let probe = || async { self.keychain.load(PROBE).await.is_ok() };
        *self.keyring.get_or_init(probe).await
    }
}
