//! Names that came from a cloud, a link or a person, checked where they enter.
//!
//! They are data. Each type here can only hold what no program that it is handed to can take for
//! an option, a line, a command or another field; the rest is refused with a failure that says so.

mod host;
mod title;
mod user;

pub use host::Host;
pub use title::title;
pub use user::User;
