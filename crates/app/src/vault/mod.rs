//! The vault's life: created, unlocked, locked, checked.

mod create;
mod lock;
mod slots;
mod status;
mod unlock;

pub use create::NewVaultRequest;
pub use status::{VaultState, VaultStatus};
pub use unlock::UnlockRequest;
