//! The clouds, one folder each, all of the same shape.
//!
//! A cloud folder holds `mod.rs` (descriptor and the trait's methods), `client.rs` (the vendor's
//! calls), `machines.rs` (the mapping to [`nexus_model::Machine`]), `power.rs` (start, stop and reboot)
//! and `error.rs` (one table-tested `parse_error`). Nothing outside a folder matches on a cloud's id: what differs is declared in
//! its [`Descriptor`].

pub mod aws;
mod azure;
mod browser;
mod cloud;
mod credential;
mod descriptor;
mod digitalocean;
mod gcp;
mod hetzner;
mod import;
mod linode;
mod listing;
mod normal;
mod oauth;
mod openstack;
mod ovh;
mod paging;
mod power;
mod refusal;
mod registry;
mod s3;
mod scaleway;
mod sessions;
mod sign_in;
mod tailscale;
mod token;
mod tool_session;
mod tools;
mod vultr;
mod windows_password;

pub use cloud::Cloud;
pub use descriptor::{AuthKind, Descriptor, EndpointField, Guide, Policy};
pub use import::{Candidate, Files, Import, ImportFile};
pub use listing::{GLOBAL, Listing, ListingSink};
pub use power::Powered;
pub use registry::Registry;
pub use sessions::{ONE_TIME_CODE, Session, Sessions};
pub use sign_in::{Choice, Scope, SignInFlow, SignInOffer, Steps};
pub use tool_session::ToolSession;
pub use tools::Tools;
pub use windows_password::WindowsPassword;
