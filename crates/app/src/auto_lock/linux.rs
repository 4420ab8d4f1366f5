//! Linux: logind's signals on the system bus, the screen savers' on the session bus.

use async_trait::async_trait;
use futures::StreamExt;
use futures::stream::{SelectAll, select_all};
use zbus::message::Type;
use zbus::{Connection, MatchRule, Message, MessageStream, OwnedMatchRule};

use super::{Presence, PresenceSignal};

const LOGIN_MANAGER: &str = "org.freedesktop.login1.Manager";
const LOGIN_SESSION: &str = "org.freedesktop.login1.Session";

/// Interfaces whose `ActiveChanged(true)` says that the screen is locked: KDE and the common
/// specification, GNOME, Cinnamon, MATE.
const SCREEN_SAVERS: [&str; 4] = [
    "org.freedesktop.ScreenSaver",
    "org.gnome.ScreenSaver",
    "org.cinnamon.ScreenSaver",
    "org.mate.ScreenSaver",
];

/// Presence by D-Bus. A bus that is not there is done without: a machine may have either.
pub(super) struct Linux(SelectAll<MessageStream>);

impl Linux {
    /// On the machine's two buses.
    pub async fn listen() -> Self {
        Self::listen_on(Connection::system().await, Connection::session().await).await
    }

    pub async fn listen_on(
        system: zbus::Result<Connection>,
        session: zbus::Result<Connection>,
    ) -> Self {
        let mut streams = Vec::new();
        match system {
            Ok(bus) => {
                streams.extend(subscribe(&bus, LOGIN_MANAGER, "PrepareForSleep").await);
                streams.extend(subscribe(&bus, LOGIN_SESSION, "Lock").await);
            }
            Err(error) => tracing::info!(%error, "no system bus: sleep will not lock the vault"),
        }
        match session {
            Ok(bus) => {
                for screen_saver in SCREEN_SAVERS {
                    streams.extend(subscribe(&bus, screen_saver, "ActiveChanged").await);
                }
            }
            Err(error) => {
                tracing::info!(%error, "no session bus: a locked screen will not lock the vault");
            }
        }
        Self(select_all(streams))
    }
}

async fn subscribe(bus: &Connection, interface: &str, member: &str) -> Option<MessageStream> {
    let rule = MatchRule::builder().msg_type(Type::Signal).interface(interface).ok()?;
    let rule = rule.member(member).ok()?.build().to_owned();
    match MessageStream::for_match_rule(OwnedMatchRule::from(rule), bus, None).await {
        Ok(stream) => Some(stream),
        Err(error) => {
            tracing::info!(%error, interface, "cannot listen");
            None
        }
    }
}

#[async_trait]
impl Presence for Linux {
    async fn next(&mut self) -> PresenceSignal {
        while let Some(message) = self.0.next().await {
            if let Some(signal) = message.ok().as_ref().and_then(read) {
                return signal;
            }
        }
        std::future::pending().await
    }
}

fn read(message: &Message) -> Option<PresenceSignal> {
    let header = message.header();
    let active = || message.body().deserialize::<bool>().unwrap_or(false);
    match (header.interface()?.as_str(), header.member()?.as_str()) {
        (LOGIN_MANAGER, "PrepareForSleep") => active().then_some(PresenceSignal::Suspend),
        (LOGIN_SESSION, "Lock") => Some(PresenceSignal::ScreenLock),
        (_, "ActiveChanged") => active().then_some(PresenceSignal::ScreenLock),
        _ => None,
    }
}
