use nexus_model::{
    ConnectionId, Failure, Machine, MachineKey, Mark, PowerAction, ProviderId, Resource,
    ResourceKey, Settings,
};
use serde::Serialize;

use crate::{
    ConnectRequest, ConnectionCard, ProfileCard, Progress, ProviderCard, SecretBackendStatus,
    SetUpProgress, VaultStatus,
};

/// What changed, for whoever shows it.
#[derive(Clone, Debug, Serialize, specta::Type)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum AppEvent {
    /// The vault was created, unlocked or locked. When it is not unlocked, forget everything.
    VaultChanged {
        /// How it stands now.
        status: VaultStatus,
    },
    /// A provider was added, changed, checked, moved or removed.
    ProvidersChanged {
        /// All of them, in order.
        providers: Vec<ProviderCard>,
    },
    /// A provider's resources are being listed, or no more.
    RefreshProgress {
        /// Which provider.
        provider: ProviderId,
        /// How far it is; `None` when it has ended.
        progress: Option<Progress>,
    },
    /// Resources arrived: add them, or replace those of the same provider, region and key.
    ResourcesListed {
        /// Which provider they belong to.
        provider: ProviderId,
        /// The resources.
        resources: Vec<Resource>,
    },
    /// A complete listing of a region no longer has these resources.
    ResourcesRemoved {
        /// Which provider they belonged to.
        provider: ProviderId,
        /// In which region.
        region: String,
        /// Which.
        keys: Vec<ResourceKey>,
    },
    /// A provider is gone, and its resources with it.
    ProviderRemoved {
        /// Which.
        provider: ProviderId,
    },
    /// A link asks for a session: the person says whether it is opened.
    ConnectAsked {
        /// The machine it means.
        machine: Box<Machine>,
        /// What it asks for.
        request: ConnectRequest,
    },
    /// A session inside the app was asked for outside the window.
    TerminalAsked {
        /// The machine.
        machine: Box<Machine>,
        /// What is asked for.
        request: ConnectRequest,
    },
    /// The person wants to search the machines, asked for outside the window.
    SearchAsked,
    /// What is kept about a machine was changed.
    MachineMarked {
        /// As it is now.
        mark: Mark,
    },
    /// A machine is being started, stopped or rebooted, or no more.
    MachinePower {
        /// Which machine.
        machine: MachineKey,
        /// What it was asked to do.
        action: PowerAction,
        /// Whether it is on its way.
        under_way: bool,
        /// Why it did not come about; `None` while it is under way or when it has.
        failure: Option<Failure>,
    },
    /// A provider's credential has stopped working; told once, not at every check.
    ReconnectNeeded {
        /// Which provider.
        provider: ProviderId,
        /// Its name.
        name: String,
        /// Why.
        failure: Failure,
    },
    /// A connection was made, renewed, renamed or ended, or stands differently.
    ConnectionsChanged {
        /// All of them, in order.
        connections: Vec<ConnectionCard>,
    },
    /// A server has refused to renew a connection's token: the person must reconnect it. Told once,
    /// not with every call that finds it so.
    ConnectionLost {
        /// Which connection.
        connection: ConnectionId,
        /// Its name.
        name: String,
        /// Why.
        failure: Failure,
    },
    /// A sign-in has ended: the person has come back, or will not.
    SignInEnded {
        /// Which connection.
        connection: ConnectionId,
        /// Why there is no token; `None` if there is one.
        failure: Option<Failure>,
    },
    /// What was chosen of a connection is being set up, or no more.
    SetUpProgress {
        /// Which connection.
        connection: ConnectionId,
        /// How far it is; `None` when it has ended.
        progress: Option<SetUpProgress>,
    },
    /// A profile was added, changed or removed, or one of its connections.
    ProfilesChanged {
        /// All of them, by name.
        profiles: Vec<ProfileCard>,
    },
    /// Where credentials are kept was changed, or stands differently.
    SecretBackendChanged {
        /// How it stands now.
        status: SecretBackendStatus,
    },
    /// A credential was moved to another place.
    SecretBackendProgress {
        /// How many are done.
        done: u32,
        /// How many there are.
        total: u32,
        /// Whose was the last.
        name: String,
    },
    /// Settings were changed.
    SettingsChanged {
        /// All of them.
        settings: Settings,
    },
}
