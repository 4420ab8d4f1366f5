use nexus_model::{Machine, ProviderId, Settings};
use serde::Serialize;

use crate::{Progress, ProviderCard, VaultStatus};

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
    /// A provider's machines are being listed, or no more.
    RefreshProgress {
        /// Which provider.
        provider: ProviderId,
        /// How far it is; `None` when it has ended.
        progress: Option<Progress>,
    },
    /// Machines arrived: add them, or replace those of the same provider, region and id.
    MachinesListed {
        /// Which provider they belong to.
        provider: ProviderId,
        /// The machines.
        machines: Vec<Machine>,
    },
    /// A complete listing of a region no longer has these machines.
    MachinesRemoved {
        /// Which provider they belonged to.
        provider: ProviderId,
        /// In which region.
        region: String,
        /// Their ids.
        ids: Vec<String>,
    },
    /// A provider is gone, and its machines with it.
    ProviderRemoved {
        /// Which.
        provider: ProviderId,
    },
    /// Settings were changed.
    SettingsChanged {
        /// All of them.
        settings: Settings,
    },
}
