use std::num::NonZeroU16;
use std::path::PathBuf;

use clap::Args;

#[derive(Debug, Args)]
pub(crate) struct SshRequest {
    /// The machine's name or id, as of the last listing
    pub name: String,
    /// The provider, where several machines have the name
    #[arg(long, value_name = "NAME")]
    pub provider: Option<String>,
    /// The user to log in
    #[arg(long)]
    pub user: Option<String>,
    /// The port that SSH listens on
    #[arg(long)]
    pub port: Option<NonZeroU16>,
    /// A file with the private key to log in with
    #[arg(long, value_name = "FILE")]
    pub identity: Option<PathBuf>,
    /// The name of a key of the vault to log in with
    #[arg(long, value_name = "NAME", conflicts_with = "identity")]
    pub key: Option<String>,
    /// The route to take, such as public, private, tailscale, jump or session_manager
    #[arg(long)]
    pub route: Option<String>,
    /// Start the machine first if it is stopped
    #[arg(long)]
    pub start: bool,
    /// A command to run instead of a shell
    #[arg(last = true)]
    pub command: Vec<String>,
}
