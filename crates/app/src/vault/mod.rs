//! The vault's life: created, unlocked, locked, checked.

mod create;
mod lock;
mod session;
mod slots;
mod status;
mod unlock;

pub use create::NewVaultRequest;
pub(crate) use session::Session;
pub use status::{VaultState, VaultStatus};
pub use unlock::UnlockRequest;
