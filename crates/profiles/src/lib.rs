//! Provider profiles: any API that is not a cloud, described by data.
//!
//! A [`Profile`] says how a person authenticates with an API and how what came of it is put on a
//! request. It is read from JSON or YAML, kept in the vault, and holds nothing secret: a client
//! secret in a file is split off while it is read.

mod catalogue;
mod params;
mod plan;
mod profile;
mod request;

pub use catalogue::{CatalogueEntry, Variable};
pub use params::{Algorithm, ClientAuth, Encoding, Params};
pub use plan::{Action, Difference, PlannedChange, ProfileFile};
pub use profile::{AuthType, CLIENT_SECRET, Profile};
pub use request::{ProfileReply, ProfileRequest};
