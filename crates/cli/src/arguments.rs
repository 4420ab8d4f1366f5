use std::num::NonZeroU16;
use std::path::PathBuf;

use clap::error::{ContextKind, ContextValue};
use clap::{Args, Parser, Subcommand, ValueEnum};

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
    /// The machines of every provider
    Machines(ListRequest),
    /// The buckets of every provider
    Buckets(ListRequest),
    /// Open a session on a machine in this terminal; the exit status is the session's own
    Ssh(SshRequest),
}

#[derive(Debug, Subcommand)]
pub(crate) enum VaultCommand {
    /// Create the vault and print its recovery key, once
    Init {
        /// Let the system's keyring unlock it too, besides the password
        #[arg(long)]
        keyring: bool,
    },
    /// Whether there is a vault, and the ways to unlock it
    Status {
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
    /// Lock the vault in every running app
    Lock,
    /// Check the file, every sealed value and the audit chain
    Verify {
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
}

#[derive(Debug, Subcommand)]
pub(crate) enum ProvidersCommand {
    /// Keep a new provider and check its credential
    Add(AddRequest),
    /// Check a provider's credential now
    Check {
        /// Its name
        name: String,
        /// Read a one-time code from the first line of standard input (after the password, if
        /// that is read there too)
        #[arg(long)]
        code_stdin: bool,
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
    /// Take accounts over from another tool's files; without names, list what is there
    Import(ImportArguments),
    /// Remove a provider with all that belongs to it
    Remove {
        /// Its name
        name: String,
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
}

#[derive(Debug, Args)]
pub(crate) struct SignInArguments {
    /// Which cloud; see `nexus clouds`
    pub cloud: String,
    /// Which of the cloud's ways to sign in; the usual one if not given
    #[arg(long, value_name = "KIND")]
    pub auth: Option<String>,
    /// Name of the connection, and of the provider if one is chosen
    #[arg(long)]
    pub name: Option<String>,
    /// Renew this connection, which keeps its providers; what is not given is as before
    #[arg(long, value_name = "NAME")]
    pub connection: Option<String>,
    /// Custom endpoint: https, or http on this machine
    #[arg(long, value_name = "URL")]
    pub endpoint: Option<String>,
    /// A field that is not secret, such as the client's id
    #[arg(long = "field", value_name = "K=V")]
    pub fields: Vec<String>,
    /// Read the secret fields as a JSON object from standard input
    #[arg(long)]
    pub secrets_stdin: bool,
    #[command(flatten)]
    pub choosing: Choosing,
    /// Only print the page to open
    #[arg(long)]
    pub no_browser: bool,
    /// Print JSON; what to open comes first, on standard error
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Choosing {
    /// Add this one of what was signed in to; may be given several times
    #[arg(long = "choose", value_name = "ID")]
    pub ids: Vec<String>,
    /// Add all of it
    #[arg(long, conflicts_with = "ids")]
    pub all: bool,
}

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

#[derive(Debug, Subcommand)]
pub(crate) enum ProfilesCommand {
    /// List them
    List {
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
    /// Add and change profiles as a file says, or a folder's *.json, *.yaml and *.yml
    Apply {
        /// The file or folder
        path: PathBuf,
        /// Only tell what would change
        #[arg(long)]
        dry_run: bool,
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
    /// Print profiles as a file, without their secrets; all of them if none is named
    Export {
        /// Their names
        names: Vec<String>,
        /// How to write them
        #[arg(long, value_enum, default_value_t = ExportFormat::Yaml)]
        format: ExportFormat,
        /// The same as --format json
        #[arg(long)]
        json: bool,
    },
    /// Remove a profile
    Remove {
        /// Its name
        name: String,
        /// End the connections that depend on it, too
        #[arg(long)]
        force: bool,
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
    /// Connect: by signing in for `oauth2`, with a typed credential for all others
    Connect(ConnectProfile),
    /// The ready profiles of well-known APIs; with a name, print one as a file
    Ready {
        /// Which one
        name: Option<String>,
        /// What differs from customer to customer, such as domain=example.okta.com
        #[arg(long = "set", value_name = "K=V")]
        values: Vec<String>,
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ExportFormat {
    Json,
    Yaml,
}

#[derive(Debug, Args)]
pub(crate) struct ConnectProfile {
    /// Name of the profile
    pub profile: String,
    /// Name of the connection; the profile's if not given
    #[arg(long)]
    pub name: Option<String>,
    /// A field of the credential that is not secret
    #[arg(long = "field", value_name = "K=V")]
    pub fields: Vec<String>,
    /// Read the secret fields as a JSON object from standard input
    #[arg(long)]
    pub secrets_stdin: bool,
    /// Ask for this scope instead of the profile's own; may be given several times
    #[arg(long = "scope", value_name = "SCOPE")]
    pub scopes: Vec<String>,
    /// Only print the page to open
    #[arg(long)]
    pub no_browser: bool,
    /// Print JSON
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Args)]
pub(crate) struct RequestArguments {
    /// Name of the profile
    pub profile: String,
    /// GET, POST, PUT, PATCH, DELETE or HEAD
    pub method: String,
    /// A path below the profile's api_base_url
    pub path: String,
    /// The body: a text, @FILE, or @- for standard input
    #[arg(long, value_name = "@FILE")]
    pub data: Option<String>,
    /// A header; may be given several times
    #[arg(long = "header", value_name = "K:V")]
    pub headers: Vec<String>,
    /// Which connection, if the profile has several
    #[arg(long, value_name = "NAME")]
    pub connection: Option<String>,
    /// Print JSON
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Args)]
pub(crate) struct AddRequest {
    /// Which cloud; see `nexus clouds`
    pub cloud: String,
    /// Name for people
    #[arg(long)]
    pub name: String,
    /// Which of the cloud's ways to authenticate; the usual one if not given
    #[arg(long, value_name = "KIND")]
    pub auth: Option<String>,
    /// Custom endpoint: https, or http on this machine
    #[arg(long, value_name = "URL")]
    pub endpoint: Option<String>,
    /// A field of the credential that is not secret
    #[arg(long = "field", value_name = "K=V")]
    pub fields: Vec<String>,
    /// Read the secret fields as a JSON object from standard input
    #[arg(long)]
    pub secrets_stdin: bool,
    /// Print JSON
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Args)]
pub(crate) struct ImportArguments {
    /// Which cloud; see `nexus clouds`
    pub cloud: String,
    /// Which accounts, by their names in the files
    pub names: Vec<String>,
    /// Every account that can be imported
    #[arg(long, conflicts_with = "names")]
    pub all: bool,
    /// Which of the cloud's imports, if it has several
    #[arg(long, value_name = "IMPORT")]
    pub from: Option<String>,
    /// A file that is not where it usually is
    #[arg(long = "file", value_name = "ID=PATH")]
    pub files: Vec<String>,
    /// Print JSON
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Args)]
pub(crate) struct ListRequest {
    /// Only this provider's; may be given several times
    #[arg(long = "provider", value_name = "NAME")]
    pub providers: Vec<String>,
    /// The last known ones, without asking any cloud
    #[arg(long)]
    pub cached: bool,
    /// Print JSON
    #[arg(long)]
    pub json: bool,
}

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
    /// The route to take, such as public, private, tailscale, jump or session_manager
    #[arg(long)]
    pub route: Option<String>,
    /// A command to run instead of a shell
    #[arg(last = true)]
    pub command: Vec<String>,
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
            Self::Request(RequestArguments { json, .. }) => *json,
            Self::Machines(ListRequest { json, .. }) | Self::Buckets(ListRequest { json, .. }) => {
                *json
            }
            Self::Ssh(_) => false,
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
