//! The clouds, one folder each, all of the same shape.
//!
//! A cloud folder holds `mod.rs` (descriptor and the trait's methods), `client.rs` (the vendor's
//! calls), `machines.rs` (the mapping to [`nexus_model::Machine`]) and `error.rs` (one table-tested
//! `parse_error`). Nothing outside a folder matches on a cloud's id: what differs is declared in
//! its [`Descriptor`].

pub mod aws;
mod cloud;
mod descriptor;
mod digitalocean;
mod hetzner;
mod linode;
mod listing;
mod normal;
mod paging;
mod registry;
mod token;
mod vultr;

pub use cloud::Cloud;
pub use descriptor::{AuthKind, Capability, Descriptor, Guide, Policy};
pub use listing::{GLOBAL, Listing, ListingSink};
pub use registry::Registry;
