use nexus_connect::names::title;
use nexus_model::{Failure, Machine, MachineKey, MachineState};
use serde::Serialize;

/// What became of one machine.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, specta::Type)]
pub struct PowerOutcome {
    /// The machine.
    pub machine: MachineKey,
    /// Its name, fit to be shown.
    pub name: String,
    /// Its state as it was listed last; `None` if it is not there.
    pub state: Option<MachineState>,
    /// Why it is not as it was asked to be; `None` if it is.
    pub failure: Option<Failure>,
}

impl PowerOutcome {
    /// Of a machine that is not in the last listing.
    pub(super) fn unknown(machine: MachineKey, failure: Failure) -> Self {
        let name = title(&machine.id);
        Self { machine, name, state: None, failure: Some(failure) }
    }

    /// Of a machine as it was listed last.
    pub(super) fn of(machine: &Machine, failure: Option<Failure>) -> Self {
        Self {
            machine: MachineKey::of(machine),
            name: title(&machine.name),
            state: Some(machine.state),
            failure,
        }
    }
}
