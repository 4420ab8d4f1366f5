//! The failures of this area itself.

use std::time::Duration;

use nexus_connect::names::title;
use nexus_model::{ErrorCode, Failure, Machine, MachineState, PowerAction};

/// The person has set that nothing is changed.
pub(super) fn read_only(action: PowerAction) -> Failure {
    let message = format!("No machine is asked to {action}: the app is in read-only mode.");
    let remedy = "Switch read-only mode off in Settings, under Sessions, if you mean to.";
    Failure::new(ErrorCode::PermissionDenied, action.as_str(), message, remedy)
        .in_field("read_only")
}

/// The machine's state does not allow it.
pub(super) fn unsuited(machine: &Machine, action: PowerAction) -> Failure {
    let message = format!(
        "{} is {}, so there is nothing to {action}.",
        title(&machine.name),
        word(machine.state)
    );
    let remedy = "Refresh its provider if that is no longer so.";
    Failure::new(ErrorCode::Conflict, action.as_str(), message, remedy).in_region(&machine.region)
}

/// It has not come about in time.
pub(super) fn unsettled(machine: &Machine, action: PowerAction, waited: Duration) -> Failure {
    let minutes = waited.as_secs() / 60;
    let message = format!(
        "{} was asked to {action} and is still {} after {minutes} minutes.",
        title(&machine.name),
        word(machine.state)
    );
    let remedy = "It may still come about: refresh later. An operating system that does not answer can be forced in the vendor's console.";
    let failure = Failure::new(ErrorCode::UnreachableTimeout, action.as_str(), message, remedy);
    let failure = failure.in_region(&machine.region);
    match &machine.console_url {
        Some(console) => failure.with_link(console),
        None => failure,
    }
}

/// It has ended in a state from which nothing follows.
pub(super) fn ended(machine: &Machine, action: PowerAction) -> Failure {
    let message = format!(
        "{} was asked to {action} and is now {}.",
        title(&machine.name),
        word(machine.state)
    );
    let remedy = "Look at it in the vendor's console.";
    Failure::new(ErrorCode::ProviderError, action.as_str(), message, remedy)
        .in_region(&machine.region)
}

/// It is no longer listed.
pub(super) fn gone(id: &str, action: PowerAction) -> Failure {
    let message = format!("“{}” is no longer in the list.", title(id));
    let remedy = "Refresh its provider to see what is there now.";
    Failure::new(ErrorCode::NotFound, action.as_str(), message, remedy)
}

fn word(state: MachineState) -> &'static str {
    match state {
        MachineState::Running => "running",
        MachineState::Starting => "starting",
        MachineState::Stopping => "stopping",
        MachineState::Stopped => "stopped",
        MachineState::Suspended => "suspended",
        MachineState::Rebooting => "rebooting",
        MachineState::Terminated => "gone for good",
        MachineState::Error => "broken",
        MachineState::Unknown => "in a state that this app does not know",
    }
}
