use nexus_model::{Failure, Fields, Timestamp};
use serde::{Deserialize, Serialize};

/// Where credentials are kept, and whether that works.
#[derive(Clone, Debug, Serialize, specta::Type)]
pub struct SecretBackendStatus {
    /// Which kind of store, as in `SECRET_BACKEND`.
    pub backend: String,
    /// Where it is, for people.
    pub place: String,
    /// What is set of it, nothing secret.
    pub fields: Fields,
    /// The way to log in to it.
    pub login: String,
    /// Who has set it.
    pub origin: BackendOrigin,
    /// How it stands.
    pub state: BackendState,
    /// Why it cannot be used, if it cannot.
    pub failure: Option<Failure>,
    /// What it says of itself.
    pub detail: Option<String>,
    /// When it was last asked.
    pub checked_at: Option<Timestamp>,
    /// Whether the vault is used instead until it is locked, because the person said so.
    pub for_session: bool,
    /// A move that was cut off.
    pub move_left: Option<BackendMove>,
}

/// Who has set where credentials are kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum BackendOrigin {
    /// The person, in the settings.
    Settings,
    /// The environment the app was started with: it is changed there only.
    Environment,
    /// The file beside the vault: it is changed there only.
    ConfigFile,
}

/// How a store stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum BackendState {
    /// It was not asked yet.
    #[default]
    Unchecked,
    /// It answers and takes writes, as far as it can tell.
    Ready,
    /// It answers, and this login may not write.
    ReadOnly,
    /// It wants a new login.
    NeedsLogin,
    /// It does not answer.
    Unreachable,
    /// It answers and says no, or what is set of it cannot be used.
    Refused,
}

/// How far a move that was cut off is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
pub struct BackendMove {
    /// From where, for people.
    pub from: String,
    /// To where, for people.
    pub to: String,
    /// Credentials that are done.
    pub done: u32,
    /// Credentials there are.
    pub total: u32,
    /// Whether the new place is in use already: what is left is to wipe the old one.
    pub switched: bool,
}
