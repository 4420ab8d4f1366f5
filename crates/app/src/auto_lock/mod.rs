//! Locks the vault when nobody is there: no input for a while, sleep, a locked screen, or another
//! process that asks for it.

#[cfg(any(not(target_os = "linux"), test))]
mod clock_gap;
mod input;
#[cfg(target_os = "linux")]
mod linux;
#[cfg(any(target_os = "macos", test))]
mod macos;
#[cfg(any(not(target_os = "linux"), test))]
mod polled;
mod presence;
#[cfg(all(test, target_os = "linux"))]
mod tests;
mod watch;
#[cfg(any(target_os = "windows", test))]
mod windows;

pub(crate) use input::InputClock;
pub use presence::{Presence, PresenceSignal, system_presence};
