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
    /// Start in the tray, without a window where there is one.
    #[arg(long)]
    pub hidden: bool,
    /// Open the search of the app that runs already, or of this one.
    #[arg(long)]
    pub search: bool,
    /// A link that the system hands over. It is read where links are, from this process or from the
    /// one that runs already.
    #[arg(value_name = "LINK", hide = true)]
    _link: Option<String>,
}

impl Arguments {
    pub fn vault_path(self) -> Result<PathBuf, Failure> {
        self.vault.map_or_else(default_vault_path, Ok)
    }
}

#[cfg(test)]
mod tests {
    use clap::{CommandFactory, Parser};

    use super::Arguments;

    #[test]
    fn a_link_is_taken_and_never_an_option() {
        Arguments::command().debug_assert();
        let parse = |link| Arguments::try_parse_from(["nexus-access-vault", link]);
        assert!(parse("dev.nexusaccess.vault:/signin?code=a&state=b").is_ok());
        assert!(parse("nexusvault://connect/i-1").is_ok());
        assert!(parse("--remote-debugging=1").is_err());
    }
}
