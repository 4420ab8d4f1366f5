use std::time::Duration;

use nexus_model::Settings;
use nexus_vault::VaultFile;
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
        let mut watch = Watch::default();
        watch.reload(self).await;
        let mut tick = interval(PERIOD);
        tick.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            let why = tokio::select! {
                signal = presence.next() => watch.on_signal(signal),
                _ = tick.tick() => watch.on_tick(self).await,
                event = events.recv() => match event {
                    Ok(AppEvent::VaultChanged { status }) if status.state == VaultState::Unlocked => {
                        watch.reload(self).await;
                        None
                    }
                    Ok(AppEvent::SettingsChanged { settings }) => {
                        watch.settings = settings;
                        None
                    }
                    Err(RecvError::Lagged(_)) => {
                        watch.reload(self).await;
                        None
                    }
                    Ok(_) => None,
                    Err(RecvError::Closed) => return,
                },
            };
            if let Some(why) = why
                && let Err(failure) = self.lock_vault(why).await
            {
                tracing::warn!(code = %failure.code, "locked, but not written down");
            }
        }
    }
}

#[derive(Default)]
struct Watch {
    settings: Settings,
    lock_epoch: Option<u32>,
}

impl Watch {
    async fn reload(&mut self, app: &App) {
        self.settings = app.settings().await.unwrap_or_default();
        self.lock_epoch = lock_epoch(app).await;
    }

    fn on_signal(&self, signal: PresenceSignal) -> Option<&'static str> {
        match signal {
            PresenceSignal::Suspend if self.settings.lock_on_suspend => Some("the machine slept"),
            PresenceSignal::ScreenLock if self.settings.lock_on_screen_lock => {
                Some("the screen was locked")
            }
            PresenceSignal::Suspend | PresenceSignal::ScreenLock => None,
        }
    }

    async fn on_tick(&mut self, app: &App) -> Option<&'static str> {
        if app.vault().await.is_err() {
            return None;
        }
        let asked = lock_epoch(app).await;
        if asked > self.lock_epoch {
            self.lock_epoch = asked;
            return Some("asked from a terminal");
        }
        let limit = Duration::from_secs(60) * self.settings.auto_lock_minutes?;
        (app.input.idle() >= limit).then_some("nobody used it")
    }
}

async fn lock_epoch(app: &App) -> Option<u32> {
    VaultFile::open(&app.vault_path).await.ok()?.lock_epoch().await.ok()
}
