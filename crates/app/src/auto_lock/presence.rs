use async_trait::async_trait;

/// What the system says about the person and the machine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PresenceSignal {
    /// The machine goes to sleep, or has just woken up.
    Suspend,
    /// The screen was locked.
    ScreenLock,
}

/// Where such signals come from: one implementation per operating system.
#[async_trait]
pub trait Presence: Send {
    /// Waits for the next signal; for ever where the system tells nothing.
    async fn next(&mut self) -> PresenceSignal;
}

/// The signals of the system this runs on.
pub async fn system_presence() -> Box<dyn Presence> {
    #[cfg(target_os = "linux")]
    return Box::new(super::linux::Linux::listen().await);
    #[cfg(target_os = "macos")]
    return Box::new(super::polled::Polled::new(
        super::polled::PERIOD,
        super::macos::screen_is_locked,
    ));
    #[cfg(target_os = "windows")]
    return Box::new(super::polled::Polled::new(
        super::polled::PERIOD,
        super::windows::screen_is_locked,
    ));
}
