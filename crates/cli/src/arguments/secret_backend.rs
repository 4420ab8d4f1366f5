use clap::{Args, Subcommand};

#[derive(Debug, Subcommand)]
pub(crate) enum SecretBackendCommand {
    /// Where credentials are kept, and whether that works
    Status(Plain),
    /// Try another place without changing anything
    Check(Place),
    /// What a move to another place would move
    Plan(Place),
    /// Move every credential, private SSH keys among them, to another place
    Move(Place),
    /// Go on with a move that was cut off
    Resume(Plain),
    /// Take a move back that was cut off
    RollBack(Plain),
    /// Log in to the place in force: in the browser if that is its way, else by its secret fields,
    /// which are read from standard input as JSON
    Login {
        /// Only print the page to open
        #[arg(long)]
        no_browser: bool,
        /// Print JSON; what to open comes first, on standard error
        #[arg(long)]
        json: bool,
    },
    /// The providers and SSH keys that are kept in the same place by others
    Discover(Plain),
    /// Add what was found, by what discover calls it
    Add {
        /// Which
        #[arg(required = true)]
        owners: Vec<String>,
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
}

#[derive(Debug, Args)]
pub(crate) struct Plain {
    /// Print JSON
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Place {
    /// internal, or the id of a secret backend; the place in force if not given
    pub backend: Option<String>,
    /// A field of where it is, or of the login, that is not secret
    #[arg(long = "field", value_name = "K=V")]
    pub fields: Vec<String>,
    /// Which way to log in; the usual one if not given
    #[arg(long, value_name = "KIND")]
    pub login: Option<String>,
    /// Read the secret fields of the login as a JSON object from standard input
    #[arg(long)]
    pub secrets_stdin: bool,
    /// Only print the page to open, for a login in the browser
    #[arg(long)]
    pub no_browser: bool,
    /// Print JSON
    #[arg(long)]
    pub json: bool,
}

impl SecretBackendCommand {
    /// Whether the answer is to be JSON.
    pub fn json(&self) -> bool {
        match self {
            Self::Status(plain)
            | Self::Resume(plain)
            | Self::RollBack(plain)
            | Self::Discover(plain) => plain.json,
            Self::Check(place) | Self::Plan(place) | Self::Move(place) => place.json,
            Self::Add { json, .. } | Self::Login { json, .. } => *json,
        }
    }
}
