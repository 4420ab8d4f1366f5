use std::num::NonZeroU16;
use std::path::PathBuf;

use nexus_connect::route::Route;
use nexus_model::MachineKey;
use serde::{Deserialize, Serialize};

/// What a person asks for. What is `None` is preferred by them for the machine, or guessed.
#[derive(Clone, Debug, Serialize, Deserialize, specta::Type)]
pub struct ConnectRequest {
    /// The machine.
    pub machine: MachineKey,
    /// The user to log in.
    pub user: Option<String>,
    /// The port that is connected to: SSH's, or a desktop's.
    #[specta(type = Option<u16>)]
    pub port: Option<NonZeroU16>,
    /// The route to take.
    pub route: Option<Route>,
    /// A file with the private key to log in with.
    pub identity: Option<PathBuf>,
    /// The name or id of a key of the vault to log in with.
    #[serde(default)]
    pub key: Option<String>,
    /// A command to run instead of a shell.
    pub command: Vec<String>,
    /// Start the machine first if it is stopped.
    #[serde(default)]
    pub start: bool,
}

impl ConnectRequest {
    /// For a machine, with all else left to preferences and guesses.
    pub fn of(machine: MachineKey) -> Self {
        Self {
            machine,
            user: None,
            port: None,
            route: None,
            identity: None,
            key: None,
            command: Vec::new(),
            start: false,
        }
    }
}
