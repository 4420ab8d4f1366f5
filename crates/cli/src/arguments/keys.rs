use std::path::PathBuf;

use clap::Subcommand;

#[derive(Debug, Subcommand)]
pub(crate) enum KeysCommand {
    /// List them
    List {
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
    /// Keep a private key; the file may be removed afterwards
    Add {
        /// What it will be called
        name: String,
        /// The file with the private key, such as one that a cloud has handed out
        #[arg(long, value_name = "FILE")]
        file: PathBuf,
        /// Read the passphrase from the next line of standard input
        #[arg(long)]
        passphrase_stdin: bool,
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
    /// Remove a key and wipe it
    Remove {
        /// Its name
        name: String,
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
}
