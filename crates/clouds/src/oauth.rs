//! Access tokens for a client's own credential: OAuth 2.0, RFC 6749, section 4.4.

use std::future::Future;

use nexus_http::{Api, unreadable};
use nexus_model::{Account, Failure, Secret, Timestamp};
use serde::Deserialize;

use crate::{Session, Sessions};

/// Name of the session's secret.
const ACCESS_TOKEN: &str = "access_token";

/// How a token is asked for.
pub(crate) struct Grant<'a> {
    /// What the token is for; sessions of one account are told apart by it.
    pub purpose: &'static str,
    /// The service with the token endpoint. It knows the client's secret and words its refusals.
    pub api: &'a Api,
    /// The vendor's name of the call.
    pub operation: &'static str,
    /// Path of the token endpoint.
    pub path: &'a [&'a str],
    /// The form, `grant_type` included.
    pub form: &'a [(&'a str, &'a str)],
}

/// A successful reply: RFC 6749, section 5.1.
#[derive(Deserialize)]
struct Issued {
    access_token: Secret,
    token_type: String,
    /// Seconds. A token without it is used once and not kept.
    #[serde(default)]
    expires_in: u32,
}

impl Grant<'_> {
    /// Makes a call with the account's token: the one that is kept, or a new one. If the vendor
    /// answers 401, the token may have been revoked ahead of its time, so the call is made once
    /// more with a fresh one.
    ///
    /// # Errors
    /// Those of the token endpoint and of the call.
    pub(crate) async fn with_token<T, Fut>(
        &self,
        sessions: &Sessions,
        account: &Account,
        call: impl Fn(Secret) -> Fut,
    ) -> Result<T, Failure>
    where
        Fut: Future<Output = Result<T, Failure>>,
    {
        let session = sessions.get_or_open(account, self.purpose, self.open()).await?;
        match call(token(&session)).await {
            Err(failure) if failure.http_status == Some(401) => {
                sessions.refused(account, self.purpose, &session).await;
                let session = sessions.get_or_open(account, self.purpose, self.open()).await?;
                call(token(&session)).await
            }
            result => result,
        }
    }

    /// Asks for a new token.
    async fn open(&self) -> Result<Session, Failure> {
        let asked_at = Timestamp::now();
        let request = self.api.post(self.operation, self.path).form(self.form);
        let issued = request.json::<Issued>().await?;
        let unreadable = |why| unreadable(&self.api.call(self.operation), why);
        if !issued.token_type.eq_ignore_ascii_case("bearer") {
            return Err(unreadable("its token is not a bearer token"));
        }
        let token = issued.access_token;
        if token.is_empty() || !token.expose().bytes().all(|byte| byte.is_ascii_graphic()) {
            return Err(unreadable("it has no token"));
        }
        let expires_at = Timestamp::from_unix(asked_at.unix() + i64::from(issued.expires_in));
        Ok(Session {
            secrets: [(ACCESS_TOKEN.to_owned(), token)].into(),
            fields: [].into(),
            expires_at: expires_at.unwrap_or(asked_at),
        })
    }
}

fn token(session: &Session) -> Secret {
    // `open` is the only one that makes these sessions.
    session.secrets.get(ACCESS_TOKEN).cloned().unwrap_or_else(|| Secret::new(""))
}

#[cfg(test)]
#[path = "oauth_tests.rs"]
mod tests;
