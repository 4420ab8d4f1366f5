use nexus_model::Failure;

/// What became of one listing of one provider.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RefreshOutcome {
    /// Every region answered to its end.
    pub complete: bool,
    /// At least one region answered to its end.
    pub answered: bool,
    /// The person stopped it.
    pub cancelled: bool,
    /// Why each region that did not answer did not; or why none was even asked.
    pub failures: Vec<Failure>,
    /// Resources known now.
    pub resources: usize,
}

impl RefreshOutcome {
    /// One sentence for the audit log.
    pub(super) fn detail(&self) -> String {
        match self.failures.len() {
            0 => format!("{} resources listed.", self.resources),
            1 => format!("{} resources known, 1 region failed.", self.resources),
            failed => format!("{} resources known, {failed} regions failed.", self.resources),
        }
    }
}
