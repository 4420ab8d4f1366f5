//! Where credentials are kept: in the vault, or in a store that an organisation demands.
//!
//! Every credential is read and written through the seam here: [`App::secrets_of`] and what keeps
//! and forgets. With a store in force the vault holds a [`note::Note`] in a credential's place, of
//! where it is and nothing of what it is. The store is opened once per session, when it is first
//! needed, never on the way to the window. It is never left by itself: a person tries again, logs
//! in, or says that the vault is to be used for this session.

mod backends;
mod check;
mod chosen;
mod custody;
mod discover;
mod draft;
mod failures;
mod login;
mod opened;
mod plan;
mod status;

pub use backends::{SecretBackends, StandardBackends};
pub(crate) use custody::Custody;
pub use discover::FoundProvider;
pub use draft::BackendDraft;
pub use plan::{OwnerKind, PlannedMove};
pub use status::{BackendMove, BackendOrigin, BackendState, SecretBackendStatus};

/// Id of the vault itself, as in `SECRET_BACKEND`.
pub(crate) const INTERNAL: &str = "internal";
