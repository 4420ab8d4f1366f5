//! The words every room of the house speaks.
//!
//! Plain data, no I/O: a [`Provider`] is one configured account (one card in the window), a
//! [`Machine`] is one virtual machine in the normal form, a [`Failure`] is the one shape an error
//! has from a cloud's reply to the person who reads it. Serialised names are the names used on the
//! page, in `nexus --json` and in the documentation.

mod audit;
mod bucket;
mod connection;
mod credential;
mod endpoint;
mod failure;
mod health;
mod inventory;
mod machine;
mod mark;
mod power;
mod profile_id;
mod provider;
mod resource;
mod secret;
mod settings;
mod ssh_key;
mod timestamp;

pub use audit::{AuditAction, AuditEntry, AuditEvent, AuditOutcome};
pub use bucket::Bucket;
pub use connection::{Connection, ConnectionId, ConnectionState, Grant, Peer};
pub use credential::{ACCESS_TOKEN, Account, Fields, SecretFields};
pub use endpoint::{Endpoint, EndpointError};
pub use failure::{ErrorCode, Failure};
pub use health::{Health, HealthStatus, Identity};
pub use inventory::RegionSnapshot;
pub use machine::{Machine, MachineState, OsFamily, StateCounts};
pub use mark::{MachineKey, Mark, Visits};
pub use power::PowerAction;
pub use profile_id::ProfileId;
pub use provider::{CloudId, Provider, ProviderId};
pub use resource::{Resource, ResourceKey, ResourceKind};
pub use secret::Secret;
pub use settings::{Settings, Theme};
pub use ssh_key::{SshKey, SshKeyId};
pub use timestamp::Timestamp;
