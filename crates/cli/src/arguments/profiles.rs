use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};

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
    /// Let nobody sign in: the client asks with its own id and secret (`oauth2` only)
    #[arg(long, conflicts_with_all = ["no_browser", "fields", "secrets_stdin"])]
    pub client_credentials: bool,
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
