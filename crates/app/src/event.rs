use nexus_model::{Failure, ProviderId, Resource, ResourceKey, Settings};
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
    /// A provider's credential has stopped working; told once, not at every check.
    ReconnectNeeded {
        /// Which provider.
        provider: ProviderId,
        /// Its name.
        name: String,
        /// Why.
        failure: Failure,
    },
    /// Settings were changed.
    SettingsChanged {
        /// All of them.
        settings: Settings,
    },
}
