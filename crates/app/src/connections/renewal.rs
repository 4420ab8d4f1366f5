use std::sync::Arc;
use std::time::Duration;

use nexus_model::{
    ACCESS_TOKEN, AuditAction, Connection, ConnectionId, ConnectionState, ErrorCode, Failure,
    Health, HealthStatus, Secret, SecretFields, Timestamp,
};
use nexus_signin::{Client, DeviceIssuer, SignInPlan, Tokens, needs_person};
use nexus_vault::Vault;
use tokio::sync::{Notify, watch};
use tokio::task::AbortHandle;

use super::REFRESH_TOKEN;
use super::renewals::Done;
use super::token::is_due;
use crate::activity::audit_call;
use crate::{App, AppEvent, failures};

const OPERATION: &str = "renew the token";

/// Pauses before another try, where the network or the server is at fault. After the last the
/// caller is told; the next one who needs the token tries again.
const PAUSES: [Duration; 3] =
    [Duration::from_millis(500), Duration::from_secs(1), Duration::from_secs(2)];

impl App {
    /// Renews a connection's token unless that has happened meanwhile. Joins the renewal under way
    /// if there is one, which goes on to its end even if nobody waits for it any more: a token that
    /// the server has replaced must be kept.
    ///
    /// # Errors
    /// The server's refusal, after which the connection waits for the person; or why the server
    /// could not be asked, which changes nothing.
    pub(super) async fn renew(
        &self,
        vault: &Vault,
        id: ConnectionId,
        refused: Option<&Secret>,
    ) -> Result<(), Failure> {
        // Held until it is under way, so that locking waits for it.
        let session = self.session.read().await;
        if session.is_none() {
            return Err(failures::locked());
        }
        let renewal = Renewal { app: self.clone(), vault: vault.clone(), id };
        let refused = refused.cloned();
        let mut done = self.renewals.join_or_start(id, |stop| renewal.start(refused, stop));
        drop(session);
        match done.wait_for(Option::is_some).await.ok().and_then(|result| result.clone()) {
            Some(result) => result,
            None => Err(failures::cancelled(OPERATION)),
        }
    }
}

/// What the next access token is asked with.
enum Renewable<'a> {
    /// A refresh token of a sign-in in the browser.
    Refresh(&'a Client, &'a Secret),
    /// One of a sign-in by a code.
    Device(&'a dyn DeviceIssuer, &'a Secret),
    /// The client's own id and secret.
    Client(&'a Client),
}

impl<'a> Renewable<'a> {
    fn of(plan: &'a SignInPlan, refresh: Option<&'a Secret>) -> Option<Self> {
        match plan {
            SignInPlan::Browser(client) => Some(Self::Refresh(client, refresh?)),
            SignInPlan::Device(issuer) => Some(Self::Device(issuer.as_ref(), refresh?)),
            SignInPlan::Client(client) => Some(Self::Client(client)),
        }
    }

    async fn ask(&self, app: &App) -> Result<Tokens, Failure> {
        let http = app.clouds.http();
        match self {
            Self::Refresh(client, token) => nexus_signin::refresh(http, client, token).await,
            Self::Device(issuer, token) => issuer.refresh(token).await,
            Self::Client(client) => nexus_signin::client_credentials(http, client).await,
        }
    }
}

/// One renewal of one connection.
#[derive(Clone)]
pub(super) struct Renewal {
    pub app: App,
    pub vault: Vault,
    pub id: ConnectionId,
}

impl Renewal {
    fn start(
        self,
        refused: Option<Secret>,
        stop: Arc<Notify>,
    ) -> (AbortHandle, watch::Receiver<Done>) {
        let (tell, done) = watch::channel(None);
        let task = tokio::spawn(async move {
            let result = self.run(refused.as_ref(), &stop).await;
            self.app.renewals.ended(self.id);
            let _ = tell.send(Some(result));
        });
        (task.abort_handle(), done)
    }

    async fn run(&self, refused: Option<&Secret>, stop: &Notify) -> Result<(), Failure> {
        let connections = self.vault.connections();
        let _alone = tokio::select! {
            lock = connections.lock(self.id) => lock?,
            () = stop.notified() => return Err(failures::cancelled(OPERATION)),
        };
        if let Some(failure) = self.app.unwritten.why(self.id) {
            return Err(failure);
        }
        let (connection, secrets) = self.app.with_secrets(&self.vault, self.id).await?;
        // Whoever renewed it while this waited may have been another process.
        if connection.state == ConnectionState::Active && !is_due(&connection, &secrets, refused) {
            return Ok(());
        }
        self.app.check_writable(&self.vault).await?;
        let plan = self.app.sign_in_plan(&self.vault, &connection, &secrets).await?;
        let asked = match Renewable::of(&plan, secrets.get(REFRESH_TOKEN)) {
            Some(renewable) => self.ask(&renewable, stop).await,
            None => Err(not_renewable(&connection.name)),
        };
        let asked = asked.map_err(|failure| self.app.explained(&connection.peer, failure));
        match asked {
            Ok(tokens) => match self.kept(&connection, tokens.clone()).await {
                // The server has replaced the token, and the store went away since.
                Err(failure) if failure.code.is_retryable() => {
                    let used = secrets.get(REFRESH_TOKEN).cloned();
                    Err(self.clone().hold(tokens, used, failure))
                }
                kept => kept,
            },
            Err(failure) if needs_person(&failure) => {
                self.turn(&failure).await?;
                let refused = Err::<(), _>(failure);
                self.audit(&connection, &refused).await?;
                self.app.emit_connections(&self.vault).await?;
                self.app.emit_providers(&self.vault).await?;
                refused
            }
            Err(failure) => Err(failure),
        }
    }

    /// Asks the server, again where that may help.
    async fn ask(&self, renewable: &Renewable<'_>, stop: &Notify) -> Result<Tokens, Failure> {
        let mut pauses = PAUSES.into_iter();
        loop {
            let asked = renewable.ask(&self.app).await;
            let failure = match asked {
                Err(failure) if !needs_person(&failure) && failure.code.is_retryable() => failure,
                result => return result,
            };
            let Some(pause) = pauses.next() else { return Err(failure) };
            tokio::select! {
                () = tokio::time::sleep(pause) => {}
                () = stop.notified() => return Err(failures::cancelled(OPERATION)),
            }
        }
    }

    /// Keeps the new tokens, notes it and tells it.
    pub async fn kept(&self, connection: &Connection, tokens: Tokens) -> Result<(), Failure> {
        self.keep(tokens).await?;
        self.audit(connection, &Ok(())).await?;
        self.app.emit_connections(&self.vault).await
    }

    /// The new tokens are on disk, all of them, before the old are gone.
    async fn keep(&self, tokens: Tokens) -> Result<(), Failure> {
        let mut mended = false;
        let kept = self.app.renew_secrets(&self.vault, self.id, |connection, secrets| {
            mended = connection.state != ConnectionState::Active;
            put_tokens(connection, secrets, tokens);
            connection.refreshed_at = Some(Timestamp::now());
        });
        kept.await?;
        if mended {
            self.app.forget_refusal(&self.vault, self.id).await?;
        }
        Ok(())
    }

    /// The connection waits for the person from now on, and so do the providers that use it. Told
    /// once, not with every call that finds it so.
    async fn turn(&self, failure: &Failure) -> Result<(), Failure> {
        let mut turned = false;
        let change = |connection: &mut Connection| {
            turned = connection.state == ConnectionState::Active;
            connection.state = ConnectionState::Attention;
            connection.failure = Some(failure.clone());
        };
        let connection = self.vault.connections().update(self.id, change).await?;
        let health = Health {
            status: HealthStatus::Reconnect,
            checked_at: Some(Timestamp::now()),
            failure: Some(failure.clone()),
        };
        self.app.set_health(&self.vault, self.id, |_| Some(health.clone())).await?;
        if turned {
            self.app.emit(AppEvent::ConnectionLost {
                connection: self.id,
                name: connection.name,
                failure: failure.clone(),
            });
        }
        Ok(())
    }

    async fn audit(
        &self,
        connection: &Connection,
        result: &Result<(), Failure>,
    ) -> Result<(), Failure> {
        let (action, done) = (AuditAction::TokenRefresh, "The token was renewed.");
        audit_call(&self.vault, action, &connection.name, result, done).await
    }
}

impl App {
    /// What was said of the providers that use a connection was said of a token that is gone.
    pub(crate) async fn forget_refusal(
        &self,
        vault: &Vault,
        id: ConnectionId,
    ) -> Result<(), Failure> {
        let unknown =
            |health: &Health| (health.status == HealthStatus::Reconnect).then(Health::default);
        self.set_health(vault, id, unknown).await?;
        self.emit_providers(vault).await
    }

    /// Changes the health of the providers that use a connection.
    pub(super) async fn set_health(
        &self,
        vault: &Vault,
        id: ConnectionId,
        health: impl Fn(&Health) -> Option<Health>,
    ) -> Result<(), Failure> {
        for provider in vault.providers().list().await? {
            if provider.connection != Some(id) {
                continue;
            }
            let change = self.change_provider(vault, provider.id, |provider| {
                if let Some(health) = health(&provider.health) {
                    provider.health = health;
                }
            });
            change.await?;
        }
        Ok(())
    }
}

/// Puts what a server issued in the place of what was there. A refresh token that does not come
/// anew stays (RFC 6749, section 6), and so do scopes that are not told.
pub(crate) fn put_tokens(connection: &mut Connection, secrets: &mut SecretFields, tokens: Tokens) {
    secrets.insert(ACCESS_TOKEN.to_owned(), tokens.access);
    if let Some(refresh) = tokens.refresh {
        secrets.insert(REFRESH_TOKEN.to_owned(), refresh);
    }
    if let Some(scopes) = tokens.scopes {
        connection.granted_scopes = scopes;
    }
    connection.expires_at = tokens.expires_at;
    connection.state = ConnectionState::Active;
    connection.failure = None;
}

fn not_renewable(name: &str) -> Failure {
    Failure::new(
        ErrorCode::Expired,
        OPERATION,
        format!("The token of “{name}” has ended, and the server gave none to renew it with."),
        "Reconnect it. If this comes back, ask for offline access (the scope offline_access, where there is one).",
    )
}
