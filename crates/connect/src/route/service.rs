use std::num::NonZeroU16;

use nexus_model::{Machine, OsFamily};

/// What a session on a machine is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Service {
    /// A shell, by SSH.
    #[default]
    Shell,
    /// A desktop, by RDP.
    Desktop,
}

impl Service {
    /// What people want of a machine first: the desktop of a Windows machine, a shell on any other.
    pub fn usual(machine: &Machine) -> Self {
        if machine.os == OsFamily::Windows { Self::Desktop } else { Self::Shell }
    }

    /// The port it listens on where nobody has chosen another.
    pub const fn port(self) -> NonZeroU16 {
        match self {
            Self::Shell => crate::session::PORT,
            Self::Desktop => crate::rdp::PORT,
        }
    }
}
