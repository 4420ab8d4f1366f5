use clap::{Args, Subcommand};

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
