use std::sync::{Mutex, MutexGuard, PoisonError};

use nexus_model::{Failure, Timestamp};
use nexus_secrets::{BackendConfig, BrowserLogin};
use serde::Serialize;
use tokio::sync::{Mutex as Turn, oneshot};

use super::chosen::Chosen;
use super::failures::{no_login_begun, stopped};
use super::{BackendDraft, SecretBackendStatus};
use crate::App;

/// What a person is shown while a login to a store is waited for in the browser.
#[derive(Clone, Debug, Serialize, specta::Type)]
pub struct BackendPrompt {
    /// What is awaited, in one sentence.
    pub awaited: String,
    /// Where the person logs in. The system's browser has been asked to open it; it may be copied
    /// into another.
    pub authorization_url: String,
    /// Where the browser comes back to.
    pub redirect_uri: String,
    /// When it is no longer waited for.
    pub expires_at: Timestamp,
}

/// The login in the browser that is waited for: one at a time, since its port is a fixed one.
#[derive(Default)]
pub(crate) struct BrowserLogins {
    under_way: Mutex<UnderWay>,
    /// Held as long as the port may be open.
    port: Turn<()>,
}

#[derive(Default)]
struct UnderWay {
    begun: Option<Begun>,
    /// Dropped to end the one that is waited for.
    _stop: Option<oneshot::Sender<()>>,
}

/// A person has been sent to log in.
struct Begun {
    config: BackendConfig,
    login: BrowserLogin,
    stopped: oneshot::Receiver<()>,
}

impl BrowserLogins {
    /// Ends the one that is waited for, if there is one.
    pub fn stop(&self) {
        *self.lock() = UnderWay::default();
    }

    fn put(&self, config: BackendConfig, login: BrowserLogin) {
        let (stop, stopped) = oneshot::channel();
        let begun = Some(Begun { config, login, stopped });
        *self.lock() = UnderWay { begun, _stop: Some(stop) };
    }

    fn lock(&self) -> MutexGuard<'_, UnderWay> {
        // It is whole after any panic: each method changes it in one step.
        self.under_way.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl App {
    /// Begins a login in the browser to a store, in the place of one that is waited for, and opens
    /// its page. [`App::wait_for_backend_login`] tells what came of it.
    ///
    /// # Errors
    /// `locked`, `invalid_input` naming the field that cannot be used, and what the store answers.
    pub async fn start_backend_login(&self, draft: BackendDraft) -> Result<BackendPrompt, Failure> {
        self.vault().await?;
        let (config, browser) = (draft.into_config(), &self.custody.browser);
        browser.stop();
        let port = browser.port.lock().await;
        let login = self.custody.backends.log_in(&config).await?;
        let name = self.descriptor(&config.backend)?.name;
        let prompt = BackendPrompt {
            awaited: format!("Waiting for you to log in to {name} in your browser."),
            authorization_url: login.authorization_url().to_owned(),
            redirect_uri: login.redirect_uri().to_owned(),
            expires_at: login.expires_at(),
        };
        browser.put(config, login);
        drop(port);
        self.open_if_possible(Some(&prompt.authorization_url));
        Ok(prompt)
    }

    /// Waits for the person and keeps what the login brings: as that of the store in force, or for
    /// this session if nothing is kept there yet. How the store stands with it.
    ///
    /// # Errors
    /// `not_found` if none was begun, `cancelled` if the person refuses or it was ended, `expired` if
    /// nobody came back, `locked`, and what the store answers.
    pub async fn wait_for_backend_login(&self) -> Result<SecretBackendStatus, Failure> {
        let browser = &self.custody.browser;
        let begun = browser.lock().begun.take().ok_or_else(no_login_begun)?;
        let Begun { config, login, stopped: ended } = begun;
        let secrets = {
            let _port = browser.port.lock().await;
            tokio::select! {
                secrets = login.wait() => secrets?,
                _ = ended => return Err(stopped()),
            }
        };
        let vault = self.vault().await?;
        let chosen = Chosen::of(&config);
        if self.wants_login(&vault).await.is_ok_and(|wants| wants == chosen) {
            return self.login_secret_backend(secrets).await;
        }
        self.hold_login(&vault, &chosen, secrets.clone());
        Ok(self.status_of_config(&chosen.with(secrets)).await)
    }

    /// Ends the login that is waited for in the browser. Does nothing if there is none.
    pub fn cancel_backend_login(&self) {
        self.custody.browser.stop();
    }
}
