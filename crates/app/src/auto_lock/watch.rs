use std::time::Duration;

use nexus_model::Settings;
use tokio::sync::broadcast::error::RecvError;
use tokio::time::{MissedTickBehavior, interval};

use super::{Presence, PresenceSignal};
use crate::{App, AppEvent, VaultState};

/// How often input and requests of other processes are looked at.
const PERIOD: Duration = Duration::from_secs(1);

impl App {
    /// Locks the vault whenever the settings say so, until the future is dropped.
    pub async fn auto_lock(&self, mut presence: Box<dyn Presence>) {
        let mut events = self.events();
        let mut settings = self.settings_or_usual().await;
        let mut tick = interval(PERIOD);
        tick.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            let why = tokio::select! {
                // What the settings say is known before anything is judged by them.
                biased;
                event = events.recv() => match event {
                    Ok(AppEvent::VaultChanged { status }) if status.state == VaultState::Unlocked => {
                        settings = self.settings_or_usual().await;
                        None
                    }
                    Ok(AppEvent::SettingsChanged { settings: new }) => {
                        settings = new;
                        None
                    }
                    Err(RecvError::Lagged(_)) => {
                        settings = self.settings_or_usual().await;
                        None
                    }
                    Ok(_) => None,
                    Err(RecvError::Closed) => return,
                },
                signal = presence.next() => on_signal(&settings, signal),
                _ = tick.tick() => self.on_tick(&settings, self.input.idle()).await,
            };
            if let Some(why) = why
                && let Err(failure) = self.lock_vault(why).await
            {
                tracing::warn!(code = %failure.code, "locked, but not written down");
            }
        }
    }

    pub(super) async fn on_tick(
        &self,
        settings: &Settings,
        idle: Duration,
    ) -> Option<&'static str> {
        let session = self.session.read().await;
        if session.as_ref()?.is_asked_to_lock().await.unwrap_or(false) {
            return Some("asked from a terminal");
        }
        let limit = Duration::from_secs(60) * settings.auto_lock_minutes?;
        (idle >= limit).then_some("nobody used it")
    }

    async fn settings_or_usual(&self) -> Settings {
        self.settings().await.unwrap_or_default()
    }
}

fn on_signal(settings: &Settings, signal: PresenceSignal) -> Option<&'static str> {
    match signal {
        PresenceSignal::Suspend if settings.lock_on_suspend => Some("the machine slept"),
        PresenceSignal::ScreenLock if settings.lock_on_screen_lock => Some("the screen was locked"),
        PresenceSignal::Suspend | PresenceSignal::ScreenLock => None,
    }
}
