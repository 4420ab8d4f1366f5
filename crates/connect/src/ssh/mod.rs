//! The system's OpenSSH: its arguments, its settings, its known hosts, and what its failures mean.
//! <https://man.openbsd.org/ssh>, <https://man.openbsd.org/ssh_config>

mod arguments;
mod guess;
mod known_hosts;
mod outcome;
mod settings;
mod typed;

pub use arguments::{Key, Remote, Target, invocation};
pub use guess::{UserGuess, guess_user};
pub use known_hosts::{HostKey, HostKeys};
pub use outcome::{NOT_CONNECTED, explain};
pub use typed::typed;
