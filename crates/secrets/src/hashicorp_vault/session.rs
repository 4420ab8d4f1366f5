//! The token in use: opened when first needed, renewed ahead of its end, opened anew after it.

use std::future::Future;
use std::sync::{Arc, Mutex as Lock, PoisonError, Weak};
use std::time::Duration;

use nexus_http::Reply;
use nexus_model::{ErrorCode, Failure, Secret};
use serde::de::DeserializeOwned;
use serde_json::Value;
use tokio::sync::Mutex;
use tokio::task::JoinHandle;
use tokio::time::Instant;

use super::error::write_error;
use super::login::{Issued, Login, has_ended, renew};
use super::server::Server;

/// Shortest pause between two tries to renew.
const PAUSE: Duration = Duration::from_secs(1);

/// <https://developer.hashicorp.com/vault/api-docs#authentication>
pub(super) const TOKEN_HEADER: &str = "x-vault-token";

/// One login's token. It lives in memory only.
pub(super) struct Session {
    server: Server,
    login: Login,
    token: Mutex<Option<Token>>,
    /// Renews while nobody asks.
    keeper: Lock<Option<JoinHandle<()>>>,
}

struct Token {
    secret: Secret,
    /// `None` for one that does not end.
    life: Option<Life>,
    may_look_up: bool,
}

#[derive(Clone, Copy)]
struct Life {
    length: Duration,
    renew_at: Instant,
    ends_at: Instant,
    is_renewable: bool,
}

impl Life {
    /// Renewed when two thirds of it are over: a server that is down for a while is waited for.
    fn of(issued: &Issued) -> Option<Self> {
        let length = Duration::from_secs(issued.lease_duration);
        let now = Instant::now();
        let (renew_at, ends_at) = (now + length * 2 / 3, now + length);
        let is_renewable = issued.renewable;
        (!length.is_zero()).then_some(Self { length, renew_at, ends_at, is_renewable })
    }
}

impl From<Issued> for Token {
    fn from(issued: Issued) -> Self {
        let (life, may_look_up) = (Life::of(&issued), issued.may_look_up());
        Self { life, may_look_up, secret: issued.client_token }
    }
}

impl Session {
    pub(super) fn new(server: Server, login: Login) -> Arc<Self> {
        Arc::new(Self { server, login, token: Mutex::default(), keeper: Lock::default() })
    }

    /// The server, for calls without a token.
    pub(super) fn server(&self) -> &Server {
        &self.server
    }

    /// Makes a call with the token. If the server says that it has ended ahead of its time, the
    /// call is made once more with a new one, where a login can be repeated.
    ///
    /// # Errors
    /// Those of the login and of the call.
    pub(super) async fn call<T, Fut>(
        self: &Arc<Self>,
        call: impl Fn(Server, Secret) -> Fut,
    ) -> Result<T, Failure>
    where
        Fut: Future<Output = Result<T, Failure>>,
    {
        let token = self.token().await?;
        let result = call(self.server.keeping(&token), token.clone()).await;
        let result = match result {
            Err(denied) if denied.code == ErrorCode::PermissionDenied => {
                Err(self.told_apart(denied, &token).await)
            }
            result => result,
        };
        let result = match result {
            Err(failure) if failure.code == ErrorCode::Expired && self.login.is_repeatable() => {
                self.forget(&token).await;
                let token = self.token().await?;
                call(self.server.keeping(&token), token).await
            }
            result => result,
        };
        result.map_err(of_standby)
    }

    /// Reads with the token.
    ///
    /// # Errors
    /// As [`Session::call`].
    pub(super) async fn get<T: DeserializeOwned>(
        self: &Arc<Self>,
        operation: &'static str,
        path: &[&str],
    ) -> Result<T, Failure> {
        self.call(|server, token| async move {
            server.get(operation, path).secret_header(TOKEN_HEADER, &token).json().await
        })
        .await
    }

    /// Writes with the token, once: a second time it would meet its own first.
    ///
    /// # Errors
    /// As [`Session::call`].
    pub(super) async fn write(
        self: &Arc<Self>,
        operation: &'static str,
        path: &[&str],
        body: &Value,
    ) -> Result<Reply, Failure> {
        self.call(|server, token| async move {
            let request = server.post(operation, path).json_body(body);
            let reply = request.secret_header(TOKEN_HEADER, &token).send_once().await?;
            match reply.status {
                200..300 => Ok(reply),
                _ => Err(write_error(&server.call(operation), &reply)),
            }
        })
        .await
    }

    /// The token, good for now. Whoever comes while it is opened or renewed waits for it.
    async fn token(self: &Arc<Self>) -> Result<Secret, Failure> {
        let mut kept = self.token.lock().await;
        let token = match kept.take() {
            None => self.login.open(&self.server).await?.into(),
            Some(token) => self.prolonged(token).await?,
        };
        let secret = token.secret.clone();
        if token.life.is_some() {
            self.keep();
        }
        *kept = Some(token);
        Ok(secret)
    }

    /// The same token if it is not due, renewed if it can be, or another.
    async fn prolonged(&self, token: Token) -> Result<Token, Failure> {
        let Some(life) = token.life.filter(|life| life.renew_at <= Instant::now()) else {
            return Ok(token);
        };
        let renewed = if life.is_renewable {
            renew(&self.server, &token.secret).await.map(Token::from)
        } else {
            Err(ended())
        };
        // Renewed for less and less, it comes to the longest that the server lets it live.
        let is_good = |new: &Token| new.life.is_none_or(|new| new.length * 2 >= life.length);
        match renewed {
            Ok(new) if is_good(&new) => return Ok(new),
            Err(failure) if failure.code.is_retryable() => {
                let left = life.ends_at.saturating_duration_since(Instant::now());
                let renew_at = Instant::now() + (left / 3).max(PAUSE);
                return Ok(Token { life: Some(Life { renew_at, ..life }), ..token });
            }
            _ => {}
        }
        if self.login.is_repeatable() {
            return self.login.open(&self.server).await.map(Token::from);
        }
        // The server will say when it has ended.
        Ok(Token { life: None, ..token })
    }

    /// OpenBao says the same of what a token may not do and of a token that has ended.
    async fn told_apart(&self, denied: Failure, token: &Secret) -> Failure {
        let is_this = |kept: &Token| kept.secret.expose() == token.expose() && kept.may_look_up;
        let can_tell = self.token.lock().await.as_ref().is_some_and(is_this);
        if can_tell && has_ended(&self.server, token).await {
            return Failure { http_status: denied.http_status, ..ended() };
        }
        denied
    }

    async fn forget(&self, token: &Secret) {
        let mut kept = self.token.lock().await;
        kept.take_if(|kept| kept.secret.expose() == token.expose());
    }

    /// Begins to renew by itself, unless that goes on already.
    fn keep(self: &Arc<Self>) {
        let mut keeper = self.keeper.lock().unwrap_or_else(PoisonError::into_inner);
        if keeper.as_ref().is_none_or(JoinHandle::is_finished) {
            *keeper = Some(tokio::spawn(renew_until_dropped(Arc::downgrade(self))));
        }
    }

    async fn due(&self) -> Option<Instant> {
        self.token.lock().await.as_ref()?.life.map(|life| life.renew_at)
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        let keeper = self.keeper.get_mut().unwrap_or_else(PoisonError::into_inner);
        if let Some(keeper) = keeper.take() {
            keeper.abort();
        }
    }
}

/// Ends with the session, with a token that does not end, and with a failure, which whoever asks
/// next is told.
async fn renew_until_dropped(session: Weak<Session>) {
    loop {
        let Some(due) = due(&session).await else { return };
        tokio::time::sleep_until(due).await;
        let Some(session) = session.upgrade() else { return };
        if session.token().await.is_err() {
            return;
        }
    }
}

async fn due(session: &Weak<Session>) -> Option<Instant> {
    session.upgrade()?.due().await
}

/// A standby node sends clients to the active one:
/// <https://developer.hashicorp.com/vault/docs/concepts/ha#client-redirection>. The token is not
/// sent to whoever a reply names.
fn of_standby(mut failure: Failure) -> Failure {
    if failure.http_status == Some(307) {
        failure.remedy = "This is a standby node. Give the address of the active one, or of the load balancer in front of them.".into();
    }
    failure
}

fn ended() -> Failure {
    let remedy = "Log in to Vault again.";
    Failure::new(ErrorCode::Expired, "renew the token", "Vault's token has ended.", remedy)
}
