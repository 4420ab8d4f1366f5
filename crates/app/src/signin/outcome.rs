use nexus_model::{AuditAction, Connection, ConnectionState, Failure, Timestamp};
use nexus_signin::Tokens;
use nexus_vault::Vault;

use super::attempt::Attempt;
use crate::activity::audit_call;
use crate::connections::put_tokens;
use crate::{App, AppEvent};

/// A sign-in that has ended, one way or the other.
pub(super) struct Outcome {
    pub vault: Vault,
    pub attempt: Attempt,
    pub result: Result<Tokens, Failure>,
}

impl App {
    /// Keeps what came of a sign-in and tells it.
    pub(super) async fn sign_in_came_to(&self, outcome: Outcome) {
        let connection = outcome.attempt.connection.id;
        let failure = self.keep_outcome(outcome).await.err();
        self.emit(AppEvent::SignInEnded { connection, failure });
    }

    async fn keep_outcome(&self, outcome: Outcome) -> Result<(), Failure> {
        let Outcome { vault, attempt, result } = outcome;
        let result = match result {
            Ok(tokens) => self.keep_tokens(&vault, &attempt, tokens).await,
            Err(failure) => {
                self.keep_failure(&vault, &attempt, &failure).await?;
                Err(failure)
            }
        };
        let name = match &result {
            Ok(connection) => &connection.name,
            Err(_) => &attempt.connection.name,
        };
        audit_call(&vault, AuditAction::SignIn, name, &result, "Signed in.").await?;
        self.emit_connections(&vault).await?;
        if attempt.is_known && result.is_ok() {
            self.forget_refusal(&vault, attempt.connection.id).await?;
        }
        result.map(drop)
    }

    async fn keep_tokens(
        &self,
        vault: &Vault,
        attempt: &Attempt,
        tokens: Tokens,
    ) -> Result<Connection, Failure> {
        let id = attempt.connection.id;
        let who = tokens.who.as_ref().and_then(|who| who.name.clone());
        let name = match who {
            Some(who) if !attempt.is_known => Some(self.free_name(vault, id, &who).await?),
            _ => None,
        };
        // A renewal under way must not put its token over this one.
        let connections = vault.connections();
        let _alone = connections.lock(id).await?;
        let kept = self.renew_secrets(vault, id, |connection, secrets| {
            let Connection { grant, fields, endpoint, requested_scopes, .. } =
                attempt.connection.clone();
            let kept = connection.clone();
            *connection = Connection { grant, fields, endpoint, requested_scopes, ..kept };
            if let Some(name) = name {
                connection.name = name;
            }
            // Those asked for, if the server does not say (RFC 6749, section 5.1).
            connection.granted_scopes = connection.requested_scopes.clone();
            // Nothing of the sign-in before is of use: not a refresh token of another client.
            *secrets = attempt.secrets.clone();
            put_tokens(connection, secrets, tokens);
            connection.signed_in_at = Some(Timestamp::now());
            connection.refreshed_at = None;
        });
        kept.await
    }

    /// A first sign-in that failed stays to be seen and tried again; a known connection is as good
    /// as it was.
    async fn keep_failure(
        &self,
        vault: &Vault,
        attempt: &Attempt,
        failure: &Failure,
    ) -> Result<(), Failure> {
        let id = attempt.connection.id;
        let change = |connection: &mut Connection| {
            if matches!(connection.state, ConnectionState::Pending | ConnectionState::Failed) {
                connection.state = ConnectionState::Failed;
                connection.failure = Some(failure.clone());
            }
        };
        vault.connections().update(id, change).await?;
        Ok(())
    }
}
