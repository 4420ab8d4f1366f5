//! Provider profiles: any API that is not a cloud, described by data.
//!
//! A [`Profile`] says how a person authenticates with an API and how what came of it is put on a
//! request. It is read from JSON or YAML ([`read`]), kept in the vault, and holds nothing secret: a
//! client's secret in a file is split off while it is read. [`plan`] says what applying files would
//! change. [`Profile::send`] makes a request, to the profile's own host and no other; for `oauth2`,
//! [`Profile::client`] is whom a sign-in is made with. [`catalogue`] has ready profiles.

mod address;
mod auth;
mod catalogue;
mod check;
mod client;
mod credential;
mod export;
mod failures;
mod header;
mod mask;
mod nearest;
mod outgoing;
mod params;
mod plan;
mod profile;
mod read;
mod request;
mod schema;
mod send;
mod target;
mod template;

pub use catalogue::{CatalogueEntry, Variable, catalogue};
pub use credential::Credential;
pub use export::{ProfileFormat, export};
pub use params::{Algorithm, ClientAuth, Encoding, Params};
pub use plan::{
    PlanAction, Planned, PlannedChange, ProfileDifference, ProfileFile, differences, plan,
};
pub use profile::{AuthType, CLIENT_SECRET, Profile};
pub use read::{Definition, read};
pub use request::{ProfileReply, ProfileRequest};
