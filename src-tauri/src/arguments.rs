use std::path::PathBuf;

use clap::Parser;
use nexus_app::default_vault_path;
use nexus_model::Failure;

/// What can be said when the app is started from a terminal.
#[derive(Debug, Parser)]
#[command(
    name = "nexus-access-vault",
    version,
    about = "Every machine of every cloud, one click away"
)]
pub(crate) struct Arguments {
    /// The vault to open instead of the user's own.
    #[arg(long, env = "NEXUS_VAULT", value_name = "PATH")]
    vault: Option<PathBuf>,
}

impl Arguments {
    pub fn vault_path(self) -> Result<PathBuf, Failure> {
        self.vault.map_or_else(default_vault_path, Ok)
    }
}
