use serde::{Deserialize, Serialize};

use crate::Timestamp;

/// What was done, in the words of the activity view.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum AuditAction {
    /// The vault was created.
    VaultCreate,
    /// The vault was unlocked.
    Unlock,
    /// Wrong passwords or recovery keys since the last unlock; the detail says how many.
    UnlockFail,
    /// The vault was locked.
    Lock,
    /// A way to unlock was added, replaced or revoked.
    SlotChange,
    /// A provider was added.
    ProviderAdd,
    /// A provider's name, endpoint, fields or place was changed.
    ProviderChange,
    /// A provider's credential was replaced.
    CredentialRotate,
    /// A credential was handed to its cloud for a health check.
    ProviderCheck,
    /// A credential was handed to its cloud to list machines.
    InventoryRefresh,
    /// A provider was removed with all that belonged to it.
    ProviderRemove,
    /// A person signed in, in the browser or by a code.
    SignIn,
    /// A connection's token was renewed, or could not be.
    TokenRefresh,
    /// A connection was ended and its tokens wiped.
    Disconnect,
    /// A provider profile was added, changed or imported.
    ProfileChange,
    /// A provider profile was removed.
    ProfileRemove,
    /// A request was sent with a profile's authentication.
    ProfileRequest,
    /// A session on a machine was opened.
    Connect,
    /// A short-lived session of a provider was handed to its cloud's own tool.
    ToolSession,
    /// A Windows machine's first password was shown.
    PasswordReveal,
    /// The host key pinned to a machine was forgotten.
    HostKeyForget,
    /// A machine was asked to start.
    MachineStart,
    /// A machine was asked to stop.
    MachineStop,
    /// A machine was asked to reboot.
    MachineReboot,
    /// Settings were changed.
    SettingsChange,
    /// The vault was copied to a backup file.
    Export,
}

/// Whether the audited thing came about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum AuditOutcome {
    /// It was done.
    Done,
    /// It was tried and failed.
    Failed,
}

/// What is written to the audit log; the log adds the number and the moment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
pub struct AuditEvent {
    /// What was done.
    pub action: AuditAction,
    /// Whether it came about.
    pub outcome: AuditOutcome,
    /// Name of the provider concerned, as it was then.
    pub provider: Option<String>,
    /// One plain sentence, never a secret.
    pub detail: String,
}

/// One entry of the audit log.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
pub struct AuditEntry {
    /// Place in the chain, from 1 without gaps.
    pub sequence: u32,
    /// When it was written.
    pub at: Timestamp,
    /// What was written.
    #[serde(flatten)]
    pub event: AuditEvent,
}
