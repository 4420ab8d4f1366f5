use std::collections::BTreeMap;
use std::net::IpAddr;

use serde::{Deserialize, Serialize};

use crate::{CloudId, ProviderId, Timestamp};

/// A machine's state in the normal form. A cloud's word that maps to none of these becomes
/// [`MachineState::Unknown`] and is kept in [`Machine::raw_state`].
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, specta::Type,
)]
#[serde(rename_all = "snake_case")]
pub enum MachineState {
    /// Up; can be connected to.
    Running,
    /// On its way up.
    Starting,
    /// On its way down.
    Stopping,
    /// Down; its disks are kept.
    Stopped,
    /// Frozen with its memory kept.
    Suspended,
    /// Going down to come up again.
    Rebooting,
    /// Gone, or about to be for good.
    Terminated,
    /// The cloud says that it is broken.
    Error,
    /// A word this app does not know.
    Unknown,
}

/// The operating system's family, as far as the cloud tells.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum OsFamily {
    /// Any Linux.
    Linux,
    /// Any Windows.
    Windows,
    /// Not told.
    #[default]
    Unknown,
}

/// One virtual machine, normalised over all clouds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
pub struct Machine {
    /// The cloud's own identifier; unique within a provider and region.
    pub id: String,
    /// The provider (configured account) it was listed by.
    pub provider: ProviderId,
    /// The cloud it runs in.
    pub cloud: CloudId,
    /// Its name, or its id where it has none.
    pub name: String,
    /// Normal form of its state.
    pub state: MachineState,
    /// The cloud's own word for the state.
    pub raw_state: String,
    /// Region (or the cloud's nearest equivalent).
    pub region: String,
    /// Availability zone within the region.
    pub zone: Option<String>,
    /// Instance type (`t3.micro`, `e2-small`, `cx22`).
    #[serde(rename = "type")]
    pub instance_type: String,
    /// Virtual CPUs, where the API tells.
    pub vcpus: Option<u32>,
    /// Memory in MiB, where the API tells.
    pub memory_mib: Option<u32>,
    /// Public IPv4 and IPv6 addresses.
    #[specta(type = Vec<String>)]
    pub public_ips: Vec<IpAddr>,
    /// Private IPv4 and IPv6 addresses.
    #[specta(type = Vec<String>)]
    pub private_ips: Vec<IpAddr>,
    /// Private DNS name.
    pub private_dns: Option<String>,
    /// Image it was started from.
    pub image: Option<String>,
    /// Operating system's family.
    pub os: OsFamily,
    /// Moment of its (last) launch.
    pub launched_at: Option<Timestamp>,
    /// Tags or labels; a cloud's tags without a value have an empty one.
    pub tags: BTreeMap<String, String>,
    /// Its page in the cloud's console.
    pub console_url: Option<String>,
}

/// How many machines are in each state.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(transparent)]
pub struct StateCounts(pub BTreeMap<MachineState, u32>);

impl StateCounts {
    /// Counts machines by state.
    pub fn of<'a>(machines: impl IntoIterator<Item = &'a Machine>) -> Self {
        let mut counts = BTreeMap::new();
        for machine in machines {
            *counts.entry(machine.state).or_default() += 1;
        }
        Self(counts)
    }
}
