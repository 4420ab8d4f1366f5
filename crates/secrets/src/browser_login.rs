use std::fmt;
use std::future::Future;
use std::time::Duration;

use futures::future::BoxFuture;
use nexus_http::Http;
use nexus_model::{Failure, SecretFields, Timestamp};

use crate::BackendConfig;
use crate::backends::{invalid, known_kind};

/// A login in the browser under way. Dropping it closes its port.
pub struct BrowserLogin {
    authorization_url: String,
    redirect_uri: String,
    expires_at: Timestamp,
    secrets: BoxFuture<'static, Result<SecretFields, Failure>>,
}

impl BrowserLogin {
    pub(crate) fn new(
        authorization_url: String,
        redirect_uri: String,
        patience: Duration,
        secrets: impl Future<Output = Result<SecretFields, Failure>> + Send + 'static,
    ) -> Self {
        let now = Timestamp::now();
        let seconds = i64::try_from(patience.as_secs()).unwrap_or(i64::MAX);
        let expires_at = Timestamp::from_unix(now.unix().saturating_add(seconds)).unwrap_or(now);
        Self { authorization_url, redirect_uri, expires_at, secrets: Box::pin(secrets) }
    }

    /// Where the person logs in: what the system's browser opens.
    pub fn authorization_url(&self) -> &str {
        &self.authorization_url
    }

    /// Where the browser comes back to.
    pub fn redirect_uri(&self) -> &str {
        &self.redirect_uri
    }

    /// When it is no longer waited for.
    pub fn expires_at(&self) -> Timestamp {
        self.expires_at
    }

    /// Waits for the person; the secret fields that the login brings.
    ///
    /// # Errors
    /// `cancelled` if access was denied, `expired` if nobody came back, and what the store answers.
    pub async fn wait(self) -> Result<SecretFields, Failure> {
        self.secrets.await
    }
}

impl fmt::Debug for BrowserLogin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("BrowserLogin").finish_non_exhaustive()
    }
}

/// Begins a login in the browser, for a [`crate::LoginKind`] that is made there.
///
/// # Errors
/// `invalid_input` naming the field that cannot be used, and what the store answers.
pub async fn log_in(config: &BackendConfig, http: &Http) -> Result<BrowserLogin, Failure> {
    let (kind, descriptor) = known_kind(&config.backend)?;
    let is_chosen = |login: &crate::LoginKind| login.id == config.login && login.in_browser;
    match kind.log_in.filter(|_| descriptor.logins.iter().any(is_chosen)) {
        Some(log_in) => log_in(config, http).await,
        None => {
            let message = format!("Nobody logs in to {} in a browser this way.", descriptor.name);
            Err(invalid("login", message, "Choose another way to log in."))
        }
    }
}
