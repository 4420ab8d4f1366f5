mod connections;
mod keys;
mod power;
mod profiles;
mod providers;
mod rdp;
mod resources;
mod secret_backend;
mod signin;
mod ssh;
mod vault;

use std::path::PathBuf;

use clap::error::{ContextKind, ContextValue};
use clap::{Parser, Subcommand};

pub(crate) use connections::ConnectionsCommand;
pub(crate) use keys::KeysCommand;
pub(crate) use power::PowerCommand;
pub(crate) use profiles::{ConnectProfile, ExportFormat, ProfilesCommand, RequestArguments};
pub(crate) use providers::{AddRequest, ImportArguments, ProvidersCommand};
pub(crate) use rdp::{PasswordArguments, RdpRequest};
pub(crate) use resources::ListRequest;
pub(crate) use secret_backend::{Place, SecretBackendCommand};
pub(crate) use signin::{Choosing, SignInArguments};
pub(crate) use ssh::SshRequest;
pub(crate) use vault::VaultCommand;

/// Every machine of every cloud, from one encrypted vault.
#[derive(Debug, Parser)]
#[command(name = "nexus", version, about, after_help = EXIT_STATUS)]
pub(crate) struct Arguments {
    /// The vault to use instead of the user's own.
    #[arg(long, env = "NEXUS_VAULT", value_name = "PATH", global = true)]
    pub vault: Option<PathBuf>,
    /// Read the master password from the first line of standard input.
    #[arg(long, global = true)]
    pub password_stdin: bool,
    #[command(subcommand)]
    pub command: Command,
}

const EXIT_STATUS: &str = "\
The vault is unlocked by --password-stdin, else by the file NEXUS_PASSWORD_FILE names (mode 0600),
else by the system's keyring, else by asking on the terminal.

Exit status: 0 complete, 2 usage, 3 locked or wrong password, 4 partial, 5 failed.";

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Create, look at, lock and check the vault
    #[command(subcommand)]
    Vault(VaultCommand),
    /// Every cloud with its ways to authenticate and their credential schemas
    Clouds {
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
    /// The configured accounts
    #[command(args_conflicts_with_subcommands = true)]
    Providers {
        /// Print JSON
        #[arg(long)]
        json: bool,
        #[command(subcommand)]
        command: Option<ProvidersCommand>,
    },
    /// Sign in to a cloud in the browser or by a code, and add what is chosen of it
    Signin(SignInArguments),
    /// The connections that were signed in to
    #[command(args_conflicts_with_subcommands = true)]
    Connections {
        /// Print JSON
        #[arg(long)]
        json: bool,
        #[command(subcommand)]
        command: Option<ConnectionsCommand>,
    },
    /// The private SSH keys that are kept in the vault
    #[command(args_conflicts_with_subcommands = true)]
    Keys {
        /// Print JSON
        #[arg(long)]
        json: bool,
        #[command(subcommand)]
        command: Option<KeysCommand>,
    },
    /// APIs that are not clouds, described by data
    #[command(args_conflicts_with_subcommands = true)]
    Profiles {
        /// Print JSON
        #[arg(long)]
        json: bool,
        #[command(subcommand)]
        command: Option<ProfilesCommand>,
    },
    /// Send a request with a profile's authentication, to its own host only
    Request(RequestArguments),
    /// Where credentials are kept: in the vault, or in a secret backend
    #[command(subcommand)]
    SecretBackend(SecretBackendCommand),
    /// The machines of every provider
    Machines(ListRequest),
    /// The buckets of every provider
    Buckets(ListRequest),
    /// Start, stop and reboot machines, and wait until they have settled
    #[command(subcommand)]
    Power(PowerCommand),
    /// Open a session on a machine in this terminal; the exit status is the session's own
    Ssh(SshRequest),
    /// Open a machine's desktop in the program for it, and wait until it is closed
    Rdp(RdpRequest),
    /// Print the first password of a Windows machine, opened by its key pair's private key
    Password(PasswordArguments),
}

impl Command {
    /// Whether the answer, failures included, is to be JSON.
    pub fn json(&self) -> bool {
        match self {
            Self::Vault(VaultCommand::Status { json } | VaultCommand::Verify { json }) => *json,
            Self::Vault(VaultCommand::Init { .. } | VaultCommand::Lock) => false,
            Self::Clouds { json } => *json,
            Self::Providers { json, command } => match command {
                None => *json,
                Some(ProvidersCommand::Add(AddRequest { json, .. })) => *json,
                Some(ProvidersCommand::Check { json, .. }) => *json,
                Some(ProvidersCommand::Import(ImportArguments { json, .. })) => *json,
                Some(ProvidersCommand::Remove { json, .. }) => *json,
            },
            Self::Signin(SignInArguments { json, .. }) => *json,
            Self::Connections { json, command } => match command {
                None => *json,
                Some(
                    ConnectionsCommand::List { json }
                    | ConnectionsCommand::Add { json, .. }
                    | ConnectionsCommand::Refresh { json, .. }
                    | ConnectionsCommand::Disconnect { json, .. },
                ) => *json,
            },
            Self::Keys { json, command } => match command {
                None => *json,
                Some(
                    KeysCommand::List { json }
                    | KeysCommand::Add { json, .. }
                    | KeysCommand::Rename { json, .. }
                    | KeysCommand::Remove { json, .. },
                ) => *json,
            },
            Self::Profiles { json, command } => match command {
                None => *json,
                Some(
                    ProfilesCommand::List { json }
                    | ProfilesCommand::Apply { json, .. }
                    | ProfilesCommand::Export { json, .. }
                    | ProfilesCommand::Remove { json, .. }
                    | ProfilesCommand::Connect(ConnectProfile { json, .. })
                    | ProfilesCommand::Ready { json, .. },
                ) => *json,
            },
            Self::SecretBackend(command) => command.json(),
            Self::Request(RequestArguments { json, .. }) => *json,
            Self::Machines(ListRequest { json, .. }) | Self::Buckets(ListRequest { json, .. }) => {
                *json
            }
            Self::Power(command) => command.parts().1.json,
            Self::Password(PasswordArguments { json, .. }) => *json,
            Self::Ssh(_) | Self::Rdp(_) => false,
        }
    }
}

/// Ends the program with what clap says, help and version included, but without repeating an
/// argument that is no option: it may be a secret in the wrong place.
pub(crate) fn refuse(mut error: clap::Error) -> ! {
    for kind in [ContextKind::InvalidArg, ContextKind::InvalidValue, ContextKind::InvalidSubcommand]
    {
        let given = error.get(kind);
        if matches!(given, Some(ContextValue::String(text)) if !text.starts_with(['-', '<', '['])) {
            error.insert(kind, ContextValue::String("…".to_owned()));
        }
    }
    error.exit()
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::Arguments;

    #[test]
    fn the_definition_is_consistent() {
        Arguments::command().debug_assert();
    }
}
