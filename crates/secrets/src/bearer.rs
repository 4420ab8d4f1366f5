//! A bearer token that is asked for once, kept in memory and renewed ahead of its end.

use std::future::Future;

use nexus_model::{Failure, Secret, Timestamp};
use tokio::sync::Mutex;

/// Seconds ahead of its end at which a token is renewed; a tenth of its life if that is shorter.
const MARGIN: i64 = 300;

/// What a login issues.
#[derive(Clone)]
pub(crate) struct Token {
    access: Secret,
    renew_at: Timestamp,
}

impl Token {
    /// A token that was asked for now and ends after so many seconds.
    pub(crate) fn for_seconds(access: Secret, seconds: i64) -> Self {
        let now = Timestamp::now();
        let life = seconds.max(0);
        let renew_at = now.unix().saturating_add(life - (life / 10).min(MARGIN));
        Self { access, renew_at: Timestamp::from_unix(renew_at).unwrap_or(now) }
    }
}

/// The token in force. While one caller asks for it, the others wait.
#[derive(Default)]
pub(crate) struct Bearer(Mutex<Option<Token>>);

impl Bearer {
    /// Makes a call with the token there is, or a new one. A token that is no longer accepted
    /// (HTTP 401) is replaced, once.
    ///
    /// # Errors
    /// Those of the login and of the call.
    pub(crate) async fn call<T, I, C>(
        &self,
        issue: impl Fn() -> I,
        call: impl Fn(Secret) -> C,
    ) -> Result<T, Failure>
    where
        I: Future<Output = Result<Token, Failure>>,
        C: Future<Output = Result<T, Failure>>,
    {
        let token = self.token(&issue, None).await?;
        match call(token.clone()).await {
            Err(failure) if failure.http_status == Some(401) => {
                call(self.token(&issue, Some(&token)).await?).await
            }
            result => result,
        }
    }

    async fn token<I>(
        &self,
        issue: impl Fn() -> I,
        refused: Option<&Secret>,
    ) -> Result<Secret, Failure>
    where
        I: Future<Output = Result<Token, Failure>>,
    {
        let mut kept = self.0.lock().await;
        let is_good = |token: &&Token| {
            let is_refused = refused.is_some_and(|old| old.expose() == token.access.expose());
            token.renew_at > Timestamp::now() && !is_refused
        };
        if let Some(token) = kept.as_ref().filter(is_good) {
            return Ok(token.access.clone());
        }
        let token = issue().await?;
        *kept = Some(token.clone());
        Ok(token.access)
    }
}
