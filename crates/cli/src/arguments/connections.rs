use clap::Subcommand;

use super::Choosing;

#[derive(Debug, Subcommand)]
pub(crate) enum ConnectionsCommand {
    /// List them
    List {
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
    /// Add providers that use a connection; without a choice, list what there is
    Add {
        /// Its name
        name: String,
        #[command(flatten)]
        choosing: Choosing,
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
    /// Renew a connection's token now
    Refresh {
        /// Its name
        name: String,
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
    /// End a connection: revoke its tokens and wipe them
    Disconnect {
        /// Its name
        name: String,
        /// Wipe them even if the server does not answer
        #[arg(long)]
        force: bool,
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
}
