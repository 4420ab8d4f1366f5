use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::MachineState;

/// What can be done to a machine's power.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, specta::Type,
)]
#[serde(rename_all = "snake_case")]
pub enum PowerAction {
    /// Brings a stopped machine up.
    Start,
    /// Brings a running machine down; its disks are kept.
    Stop,
    /// Brings a running machine down and up again.
    Reboot,
}

impl PowerAction {
    /// All of them, in the order people see them.
    pub const ALL: [Self; 3] = [Self::Start, Self::Stop, Self::Reboot];

    /// The word in JSON and in the terminal.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Start => "start",
            Self::Stop => "stop",
            Self::Reboot => "reboot",
        }
    }

    /// Whether a machine in this state can be asked for it. A state that is not known is left for
    /// the cloud to judge.
    pub fn suits(self, state: MachineState) -> bool {
        use MachineState::{Error, Running, Stopped, Unknown};
        match self {
            Self::Start => matches!(state, Stopped | Error | Unknown),
            Self::Stop => matches!(state, Running | Error | Unknown),
            Self::Reboot => matches!(state, Running | Error | Unknown),
        }
    }

    /// The state it leads to.
    pub fn leads_to(self) -> MachineState {
        match self {
            Self::Start | Self::Reboot => MachineState::Running,
            Self::Stop => MachineState::Stopped,
        }
    }
}

impl fmt::Display for PowerAction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for PowerAction {
    type Err = ();

    fn from_str(word: &str) -> Result<Self, ()> {
        Self::ALL.into_iter().find(|action| action.as_str() == word).ok_or(())
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::PowerAction;
    use crate::MachineState;

    #[rstest]
    #[case(PowerAction::Start, MachineState::Stopped, true)]
    #[case(PowerAction::Start, MachineState::Running, false)]
    #[case(PowerAction::Start, MachineState::Suspended, false)]
    #[case(PowerAction::Stop, MachineState::Running, true)]
    #[case(PowerAction::Stop, MachineState::Stopping, false)]
    #[case(PowerAction::Reboot, MachineState::Stopped, false)]
    #[case(PowerAction::Reboot, MachineState::Terminated, false)]
    #[case(PowerAction::Reboot, MachineState::Unknown, true)]
    fn a_state_allows_what_makes_sense_in_it(
        #[case] action: PowerAction,
        #[case] state: MachineState,
        #[case] suits: bool,
    ) {
        assert_eq!(action.suits(state), suits);
    }

    #[test]
    fn the_word_is_the_serialised_word() {
        for action in PowerAction::ALL {
            let json = serde_json::to_string(&action).expect("serialises");
            assert_eq!(json, format!("\"{action}\""));
            assert_eq!(action.as_str().parse(), Ok(action));
        }
    }
}
