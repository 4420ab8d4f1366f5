//! The use cases: everything the window, the tray and `nexus` can ask for.
//!
//! [`App`] is the one entry. Its methods are grouped by area, one folder each; an area's folder
//! holds one file per operation. What changes is told to whoever listens by [`AppEvent`]s. Knows
//! nothing of Tauri or of a terminal.

mod activity;
mod app;
mod auto_lock;
mod connect;
mod connections;
mod event;
mod failures;
mod hardening;
mod inventory;
mod paths;
mod power;
mod profiles;
mod providers;
mod quick;
mod secret_backend;
mod settings;
mod signin;
mod ssh_keys;
mod terminals;
mod vault;

pub use app::App;
pub use auto_lock::{Presence, PresenceSignal, system_presence};
pub use connect::{ConnectRequest, Connected, PasswordRequest, WindowsLogin};
pub use connections::{ConnectionCard, DisconnectOutcome};
pub use event::AppEvent;
pub use hardening::forbid_core_dumps;
pub use inventory::{Progress, RefreshOutcome};
pub use nexus_clouds::{
    AuthKind, Choice, Descriptor, EndpointField, Guide, Import, Policy, Registry,
};
pub use nexus_connect::pty::{PtyEvent, Size as TerminalSize};
pub use nexus_connect::rdp::ClientChoice as DesktopClientChoice;
pub use nexus_connect::route::{Offer, Preferences, Route};
pub use nexus_connect::ssh::HostKey;
pub use nexus_connect::terminal::TerminalChoice;
pub use nexus_profiles::{
    CatalogueEntry, PlanAction, PlannedChange, Profile, ProfileFile, ProfileFormat, ProfileReply,
    ProfileRequest,
};
pub use nexus_secrets::{BackendDescriptor, LoginKind};
pub use nexus_signin::{USUAL_REDIRECT, qr_terminal};
pub use nexus_vault::{Finding, Keychain, OsKeychain, SlotInfo, SlotKind, VerifyReport};
pub use paths::default_vault_path;
pub use power::PowerOutcome;
pub use profiles::{Applied, ProfileCard, ProfileChanges};
pub use providers::{
    Credential, Freshness, ImportCandidate, ImportRequest, Imported, NewProvider, ProviderCard,
    ProviderEdit,
};
pub use quick::{Found, MarkEdit, QuickGroup, QuickItem, QuickMenu};
pub use secret_backend::{
    AddedSecret, BackendDraft, BackendMove, BackendOrigin, BackendPrompt, BackendState, FoundKind,
    FoundSecret, OwnerKind, PlannedMove, SecretBackendStatus, SecretBackends,
};
pub use signin::{
    Chosen, DevicePrompt, Opener, SetUpProgress, SignInPrompt, SignInRequest, SignInWay,
};
pub use ssh_keys::NewSshKey;
pub use terminals::OpenedTerminal;
pub use vault::{NewVaultRequest, UnlockRequest, VaultState, VaultStatus};
