//! Windows machines over the Remote Desktop Protocol, by the programs people have for it.
//!
//! A password is never an argument nor in a file: programs that can read it get it on their
//! standard input; the others ask the person.

mod clients;
mod file;
mod password;

use std::num::NonZeroU16;

pub use clients::{Client, ClientChoice, Start};
pub use file::file;
pub use password::ec2_password;

use crate::names::{Host, User};

/// The usual port of RDP: <https://www.iana.org/assignments/service-names-port-numbers>.
pub const PORT: NonZeroU16 = NonZeroU16::new(3389).unwrap();

/// A desktop to connect to.
#[derive(Clone, Debug)]
pub struct Desktop {
    /// Where.
    pub host: Host,
    /// On which port.
    pub port: NonZeroU16,
    /// As whom.
    pub user: User,
}
