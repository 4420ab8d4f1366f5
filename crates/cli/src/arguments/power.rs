use clap::{Args, Subcommand};
use nexus_model::PowerAction;

#[derive(Debug, Subcommand)]
pub(crate) enum PowerCommand {
    /// Start machines that are stopped
    Start(PowerRequest),
    /// Stop machines that run; their disks are kept
    Stop(PowerRequest),
    /// Stop machines that run and start them again
    Reboot(PowerRequest),
}

#[derive(Debug, Args)]
pub(crate) struct PowerRequest {
    /// The machines' names or ids, as of the last listing
    #[arg(required = true, value_name = "NAME")]
    pub names: Vec<String>,
    /// The provider, where several machines have a name
    #[arg(long, value_name = "NAME")]
    pub provider: Option<String>,
    /// Do not ask before
    #[arg(long)]
    pub yes: bool,
    /// Print JSON
    #[arg(long)]
    pub json: bool,
}

impl PowerCommand {
    /// What is to be done, and to which machines.
    pub fn parts(&self) -> (PowerAction, &PowerRequest) {
        match self {
            Self::Start(request) => (PowerAction::Start, request),
            Self::Stop(request) => (PowerAction::Stop, request),
            Self::Reboot(request) => (PowerAction::Reboot, request),
        }
    }
}
