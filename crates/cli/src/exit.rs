use std::process::ExitCode;

use nexus_model::{ErrorCode, Failure};

/// How a command ended, as scripts see it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Exit {
    /// All of it was done.
    Complete,
    /// The command was not understood.
    Usage,
    /// The vault is locked, or the password is wrong.
    Locked,
    /// Part of it was done.
    Partial,
    /// None of it was done.
    Failed,
    /// A session ended with this status of its own.
    Session(u8),
}

impl Exit {
    /// The status for a failure that ended the command.
    pub fn of(failure: &Failure) -> Self {
        match failure.code {
            ErrorCode::InvalidInput | ErrorCode::NameTaken => Self::Usage,
            ErrorCode::Locked
            | ErrorCode::WrongPassword
            | ErrorCode::BackOff
            | ErrorCode::KeyringUnavailable => Self::Locked,
            _ => Self::Failed,
        }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(match exit {
            Exit::Complete => 0,
            Exit::Usage => 2,
            Exit::Locked => 3,
            Exit::Partial => 4,
            Exit::Failed => 5,
            Exit::Session(status) => status,
        })
    }
}
