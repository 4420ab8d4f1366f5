//! The person's own terminal: which there is, and how it is asked to run a program.
//!
//! One file per system; each is a table of programs, most preferred first, and for each how its
//! arguments are put. A title and the program's words are always words of their own.

mod linux;
mod macos;
#[cfg(test)]
mod tests;
mod windows;

use nexus_model::{ErrorCode, Failure};
use serde::Serialize;

use crate::{Invocation, Tools};

/// A terminal that is installed.
#[derive(Clone, Debug)]
pub struct Terminal {
    kind: &'static Kind,
    program: String,
}

/// A terminal, to be chosen from a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, specta::Type)]
pub struct TerminalChoice {
    /// Its id, to be kept in the settings.
    pub id: String,
    /// What people call it.
    pub name: String,
}

/// A system whose terminals are known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum System {
    /// Linux and the other Unixes with X11 or Wayland.
    Linux,
    /// macOS.
    MacOs,
    /// Windows.
    Windows,
}

/// One row of a system's table.
#[derive(Debug)]
struct Kind {
    /// Its id in the settings: the program's name.
    id: &'static str,
    /// What people call it.
    name: &'static str,
    /// The program that is looked for.
    program: &'static str,
    /// A path that must be there too.
    requires: Option<&'static str>,
    /// Whether its process lasts as long as the session in it.
    stays: bool,
    /// Its arguments for a title and a program.
    arguments: fn(&str, &Invocation) -> Vec<String>,
}

impl System {
    /// The one this runs on.
    pub const fn current() -> Self {
        if cfg!(windows) {
            Self::Windows
        } else if cfg!(target_os = "macos") {
            Self::MacOs
        } else {
            Self::Linux
        }
    }

    fn kinds(self) -> &'static [Kind] {
        match self {
            Self::Linux => linux::KINDS,
            Self::MacOs => macos::KINDS,
            Self::Windows => windows::KINDS,
        }
    }
}

impl Terminal {
    /// Those of this system that are installed, most preferred first.
    pub fn installed(tools: &Tools) -> Vec<Self> {
        let found = System::current().kinds().iter().filter_map(|kind| {
            let there = |path: &str| std::path::Path::new(path).exists();
            let program = tools.program(kind.program)?;
            kind.requires.is_none_or(there).then_some(Self { kind, program })
        });
        found.collect()
    }

    /// The one that was chosen, if it is still installed, else the most preferred one.
    ///
    /// # Errors
    /// `not_found` if there is none.
    pub fn find(tools: &Tools, chosen: Option<&str>) -> Result<Self, Failure> {
        let mut installed = Self::installed(tools);
        let at = installed.iter().position(|one| Some(one.kind.id) == chosen).unwrap_or_default();
        if at < installed.len() {
            return Ok(installed.swap_remove(at));
        }
        let names: Vec<_> = System::current().kinds().iter().map(|kind| kind.name).collect();
        Err(Failure::new(
            ErrorCode::NotFound,
            "terminal",
            "No terminal was found on this computer.",
            format!("Install one of {}, or open the session in the app.", names.join(", ")),
        ))
    }

    /// Its id, to be kept in the settings.
    pub fn id(&self) -> &'static str {
        self.kind.id
    }

    /// What people call it.
    pub fn name(&self) -> &'static str {
        self.kind.name
    }

    /// As a choice in a list.
    pub fn choice(&self) -> TerminalChoice {
        TerminalChoice { id: self.kind.id.to_owned(), name: self.kind.name.to_owned() }
    }

    /// Whether its process lasts as long as the session in it.
    pub fn stays(&self) -> bool {
        self.kind.stays
    }

    /// The call that opens a window with this title and runs a program in it.
    pub fn invocation(&self, run: &Invocation, title: &str) -> Invocation {
        let mut call = Invocation::new(&self.program).args((self.kind.arguments)(title, run));
        call.environment = run.environment.clone();
        call
    }
}

/// Words of the terminal's own, then the program's.
fn before<'a>(own: impl IntoIterator<Item = &'a str>, run: &'a Invocation) -> Vec<String> {
    own.into_iter().chain(run.words()).map(str::to_owned).collect()
}
