//! Where credentials are kept: in the vault, or in a store that an organisation demands.
//!
//! Every credential is read and written through the seam here: [`App::secrets_of`] and what keeps
//! and forgets. With a store in force the vault holds a [`note::Note`] in a credential's place, of
//! where it is and nothing of what it is. The store is opened once per session, when it is first
//! needed, never on the way to the window. It is never left by itself: a person tries again, logs
//! in, or says that the vault is to be used for this session.

mod adopt;
mod backends;
mod browser_login;
mod check;
mod chosen;
mod contents;
mod custody;
mod discover;
mod draft;
mod failures;
mod journal;
mod keep;
mod login;
mod note;
mod opened;
mod owner;
mod plan;
mod read;
mod status;
mod store;
mod transfer;

pub use adopt::AddedSecret;
pub use backends::SecretBackends;
pub(crate) use backends::StandardBackends;
pub use browser_login::BackendPrompt;
pub(crate) use custody::Custody;
pub use discover::{FoundKind, FoundSecret};
pub use draft::BackendDraft;
pub(crate) use owner::About;
pub use owner::OwnerKind;
pub use plan::PlannedMove;
pub use status::{BackendMove, BackendOrigin, BackendState, SecretBackendStatus};

/// Id of the vault itself, as in `SECRET_BACKEND`.
pub(crate) const INTERNAL: &str = "internal";
