use std::num::NonZeroU16;
use std::path::PathBuf;

use clap::Args;

#[derive(Debug, Args)]
pub(crate) struct RdpRequest {
    /// The machine's name or id, as of the last listing
    pub name: String,
    /// The provider, where several machines have the name
    #[arg(long, value_name = "NAME")]
    pub provider: Option<String>,
    /// The user to log in
    #[arg(long)]
    pub user: Option<String>,
    /// The port that the remote desktop listens on
    #[arg(long)]
    pub port: Option<NonZeroU16>,
    /// The route to take, such as public, private, tailscale, jump, session_manager or iap
    #[arg(long)]
    pub route: Option<String>,
    /// A file with the private key of the jump host, or of the password
    #[arg(long, value_name = "FILE")]
    pub identity: Option<PathBuf>,
    /// The name of such a key in the vault
    #[arg(long, value_name = "NAME", conflicts_with = "identity")]
    pub key: Option<String>,
    /// Log in with the password that the cloud keeps, opened by that key
    #[arg(long)]
    pub with_password: bool,
    /// Start the machine first if it is stopped
    #[arg(long)]
    pub start: bool,
}

#[derive(Debug, Args)]
pub(crate) struct PasswordArguments {
    /// The machine's name or id, as of the last listing
    pub name: String,
    /// The provider, where several machines have the name
    #[arg(long, value_name = "NAME")]
    pub provider: Option<String>,
    /// The name of the key in the vault that the machine was launched with
    #[arg(long, value_name = "NAME", conflicts_with = "identity")]
    pub key: Option<String>,
    /// A file with that key
    #[arg(long, value_name = "FILE")]
    pub identity: Option<PathBuf>,
    /// Print JSON
    #[arg(long)]
    pub json: bool,
}
