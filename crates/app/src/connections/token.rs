use nexus_model::{
    ACCESS_TOKEN, Connection, ConnectionId, ConnectionState, ErrorCode, Failure, Secret,
    SecretFields, Timestamp,
};
use nexus_vault::{Vault, VaultError};

use crate::App;

/// Longest time ahead of its end at which a token is renewed, in seconds. A tenth of its life if
/// that is shorter.
const MARGIN: i64 = 300;

impl App {
    /// A connection with its secret fields, the access token among them good for a while yet.
    /// `refused` is a token that the peer no longer takes, whatever its time.
    ///
    /// # Errors
    /// Why there is none: the connection's own failure if the person must sign in again.
    pub(crate) async fn connected(
        &self,
        vault: &Vault,
        id: ConnectionId,
        refused: Option<&Secret>,
    ) -> Result<(Connection, SecretFields), Failure> {
        let (connection, secrets) = match vault.connections().with_secrets(id).await {
            Err(VaultError::NotFound { .. }) => return Err(disconnected()),
            found => found?,
        };
        let secrets = self.resolved(vault, secrets).await?;
        if connection.state != ConnectionState::Active {
            return Err(connection.failure.unwrap_or_else(|| not_signed_in(&connection.name)));
        }
        if !is_due(&connection, &secrets, refused) {
            return Ok((connection, secrets));
        }
        match self.renew(vault, id, refused).await {
            Ok(()) => self.with_secrets(vault, id).await,
            // What is left of its life is used while the server cannot be reached.
            Err(failure) if failure.code.is_retryable() && is_good(&connection, refused) => {
                Ok((connection, secrets))
            }
            Err(failure) => Err(failure),
        }
    }
}

/// Whether it is time for another access token.
pub(super) fn is_due(
    connection: &Connection,
    secrets: &SecretFields,
    refused: Option<&Secret>,
) -> bool {
    let Some(token) = secrets.get(ACCESS_TOKEN) else { return true };
    let is_refused = refused.is_some_and(|refused| refused.expose() == token.expose());
    is_refused || renew_at(connection).is_some_and(|at| at <= Timestamp::now())
}

/// Whether a token that is due may still be used.
fn is_good(connection: &Connection, refused: Option<&Secret>) -> bool {
    refused.is_none() && connection.expires_at.is_some_and(|ends| ends > Timestamp::now())
}

/// When to renew the present token; `None` if it does not end.
fn renew_at(connection: &Connection) -> Option<Timestamp> {
    let ends = connection.expires_at?;
    let issued = connection.refreshed_at.max(connection.signed_in_at)?;
    let life = ends.unix().saturating_sub(issued.unix()).max(0);
    Some(Timestamp::from_unix(ends.unix() - (life / 10).min(MARGIN)).unwrap_or(ends))
}

/// The connection that was used is no more.
pub(super) fn disconnected() -> Failure {
    Failure::new(
        ErrorCode::InvalidCredentials,
        "use the connection",
        "The connection that it used was ended.",
        "Sign in again, or remove the provider.",
    )
}

fn not_signed_in(name: &str) -> Failure {
    Failure::new(
        ErrorCode::InvalidCredentials,
        "use the connection",
        format!("Nobody has finished signing in to “{name}”."),
        "Reconnect it.",
    )
}

#[cfg(test)]
mod tests {
    use nexus_model::{
        CloudId, Connection, ConnectionId, ConnectionState, Fields, Grant, Peer, Secret,
        SecretFields, Timestamp,
    };

    use super::{ACCESS_TOKEN, is_due};

    fn at(seconds: i64) -> Option<Timestamp> {
        Timestamp::from_unix(Timestamp::now().unix() + seconds)
    }

    fn connection(issued: i64, ends: Option<i64>) -> Connection {
        Connection {
            id: ConnectionId::random(),
            peer: Peer::Cloud { cloud: CloudId::new("gcp"), auth: "sign_in".into() },
            name: "ada".into(),
            state: ConnectionState::Active,
            grant: Grant::Person,
            endpoint: None,
            fields: Fields::new(),
            requested_scopes: vec![],
            granted_scopes: vec![],
            created_at: Timestamp::now(),
            signed_in_at: at(issued),
            refreshed_at: None,
            expires_at: ends.and_then(at),
            failure: None,
        }
    }

    #[test]
    fn a_token_is_renewed_ahead_of_its_end_and_when_it_was_refused() {
        let token = Secret::new("token");
        let secrets = SecretFields::from([(ACCESS_TOKEN.to_owned(), token.clone())]);
        for (issued, ends, due) in [
            // An hour's token: five minutes ahead.
            (-3000, Some(600), false),
            (-3400, Some(200), true),
            // A minute's token: six seconds ahead.
            (-50, Some(10), false),
            (-57, Some(3), true),
            (-9999, Some(-1), true),
            (-9999, None, false),
        ] {
            let connection = connection(issued, ends);
            assert_eq!(is_due(&connection, &secrets, None), due, "{issued} {ends:?}");
            assert!(is_due(&connection, &secrets, Some(&token)));
            assert!(is_due(&connection, &SecretFields::new(), None));
            // Another caller has renewed it meanwhile.
            assert_eq!(is_due(&connection, &secrets, Some(&Secret::new("older"))), due);
        }
    }
}
