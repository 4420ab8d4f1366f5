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
    /// Keep a private key, from a file that may be removed afterwards or from standard input
    Add {
        /// What it will be called
        name: String,
        /// The file with the private key, such as one that a cloud has handed out; without it the
        /// key is read from standard input, up to the line that ends it
        #[arg(long, value_name = "FILE")]
        file: Option<PathBuf>,
        /// Read the passphrase from the next line of standard input, after the key
        #[arg(long)]
        passphrase_stdin: bool,
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
    /// Give a key another name
    Rename {
        /// Its name
        name: String,
        /// The new name
        to: String,
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
