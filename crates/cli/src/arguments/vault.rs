use clap::Subcommand;

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
