use std::time::Duration;

use nexus_connect::link::{ConnectLink, SCHEME};
use nexus_model::{Failure, MachineKey};

use super::ConnectRequest;
use crate::{App, AppEvent, VaultState};

/// How long a link that came while the vault is locked waits for the person to unlock it.
const PATIENCE: Duration = Duration::from_secs(300);

impl App {
    /// Asks the person, by [`AppEvent::ConnectAsked`], whether to follow a
    /// `nexusvault://connect/…` link. A locked vault is waited for.
    ///
    /// # Errors
    /// `invalid_input` for a link that is none, `not_found` for a machine or provider that is not
    /// there, `locked` if nobody unlocks the vault.
    pub async fn ask_to_connect(&self, link: &str) -> Result<(), Failure> {
        let link = ConnectLink::parse(link)?;
        self.unlocked().await?;
        let provider = match &link.provider {
            Some(provider) => Some(self.provider_named(provider).await?.id),
            None => None,
        };
        let machine = Box::new(link.find(&self.machines(provider).await?)?.clone());
        let request = ConnectRequest {
            user: link.user,
            port: link.port,
            route: link.route,
            ..ConnectRequest::of(MachineKey::of(&machine))
        };
        self.emit(AppEvent::ConnectAsked { machine, request });
        Ok(())
    }

    /// Whether a link is for [`App::ask_to_connect`].
    pub fn is_connect_link(link: &str) -> bool {
        link.strip_prefix(SCHEME).is_some_and(|rest| rest.starts_with(':'))
    }

    async fn unlocked(&self) -> Result<(), Failure> {
        // Listens before it looks, so that no unlocking is missed.
        let mut events = self.events();
        if self.vault().await.is_ok() {
            return Ok(());
        }
        let unlocked = async {
            while let Ok(event) = events.recv().await {
                let AppEvent::VaultChanged { status } = event else { continue };
                if status.state == VaultState::Unlocked {
                    return;
                }
            }
        };
        // Whatever ended the wait, the vault says how it stands.
        let _ = tokio::time::timeout(PATIENCE, unlocked).await;
        self.vault().await.map(drop)
    }
}
