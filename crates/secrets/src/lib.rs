//! Where credentials are kept when it is not the vault itself.
//!
//! An organisation may demand a store of its own: HashiCorp Vault or OpenBao, AWS Secrets Manager,
//! Google Secret Manager, Azure Key Vault. Each is one folder here, behind [`SecretBackend`]: a flat
//! set of text values by [`SecretKey`], each with a [`Version`] that a writer names, so that two
//! people's changes never overwrite each other unseen. What the values mean is the business of the
//! crates above.

mod aws;
mod azure;
mod backend;
mod backends;
mod bearer;
mod browser_login;
mod common;
mod config;
mod environment;
mod form;
mod gcp;
mod hashicorp_vault;
mod key;

pub use backend::{BackendHealth, Expected, SecretBackend, Stored, Version};
pub use backends::{descriptors, open};
pub use browser_login::{BrowserLogin, log_in};
pub use config::{BackendConfig, BackendDescriptor, LoginKind};
pub use environment::from_environment;
pub use key::{KeyError, SecretKey};
