use clap::Args;

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
