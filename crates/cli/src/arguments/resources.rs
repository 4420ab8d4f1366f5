use clap::Args;

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
