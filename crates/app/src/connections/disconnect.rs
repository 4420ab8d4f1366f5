use nexus_model::{
    ACCESS_TOKEN, AuditAction, Connection, ConnectionId, Failure, Health, HealthStatus, Peer,
    ProviderId, SecretFields, Timestamp,
};
use nexus_profiles::AuthType;
use nexus_signin::{Revoked, SignInPlan, Tokens};
use nexus_vault::{SecretOwner, Vault};
use serde::Serialize;

use super::REFRESH_TOKEN;
use super::token::disconnected;
use crate::App;
use crate::activity::audit_done;

/// What became of a disconnection.
#[derive(Clone, Debug, Serialize, specta::Type)]
pub struct DisconnectOutcome {
    /// Whether the server no longer takes the tokens. It does until they end if it offers no
    /// revocation, or if it did not answer.
    pub revoked: bool,
    /// Why they were not revoked, if the server should have done so.
    pub failure: Option<Failure>,
}

impl App {
    /// Ends a connection: its tokens are revoked where the server offers that (RFC 7009), then
    /// wiped here. The providers that use it stay, and wait for a new connection. By `force` it is
    /// wiped even if the server does not answer.
    ///
    /// # Errors
    /// `not_found`, `locked`; without `force` also why the tokens could not be revoked, and then
    /// nothing is wiped.
    pub async fn disconnect(
        &self,
        id: ConnectionId,
        force: bool,
    ) -> Result<DisconnectOutcome, Failure> {
        let vault = self.vault().await?;
        self.cancel_sign_in(id).await?;
        // A renewal under way would bring back what is revoked here.
        let alone = vault.connections().lock(id).await?;
        let (connection, secrets) = vault.connections().with_secrets(id).await?;
        let secrets = match self.resolved(&vault, secrets).await {
            // What cannot be read cannot be revoked, and is forgotten all the same.
            Err(_) if force => SecretFields::new(),
            secrets => secrets?,
        };
        let revoked = self.revoke(&vault, &connection, &secrets).await;
        let revoked = revoked.map_err(|failure| self.explained(&connection.peer, failure));
        if let (Err(failure), false) = (&revoked, force) {
            return Err(failure.clone());
        }
        let gone = disconnected();
        let health = |_: &Health| {
            Some(Health {
                status: HealthStatus::Reconnect,
                checked_at: Some(Timestamp::now()),
                failure: Some(gone.clone()),
            })
        };
        self.set_health(&vault, id, health).await?;
        let forgotten = self.forget_secrets(&vault, SecretOwner::Connection(id)).await;
        if let (Err(failure), false) = (&forgotten, force) {
            return Err(failure.clone());
        }
        vault.connections().remove(id).await?;
        drop(alone);
        self.forget_sessions(&vault, id).await?;
        let detail = match &revoked {
            Ok(Revoked::Done) => "Its tokens were revoked and wiped.",
            Ok(Revoked::NotOffered) => "Its tokens were wiped.",
            Err(_) => "Its tokens were wiped; the server did not revoke them.",
        };
        audit_done(&vault, AuditAction::Disconnect, Some(&connection.name), detail).await?;
        self.emit_connections(&vault).await?;
        self.emit_providers(&vault).await?;
        Ok(DisconnectOutcome {
            revoked: matches!(revoked, Ok(Revoked::Done)),
            failure: revoked.err(),
        })
    }

    async fn revoke(
        &self,
        vault: &Vault,
        connection: &Connection,
        secrets: &SecretFields,
    ) -> Result<Revoked, Failure> {
        if let Peer::Profile { profile } = connection.peer {
            let definition = self.definition(vault, profile).await?;
            // What was typed is no token of a server's, whatever its fields are called.
            if definition.profile.auth_type != AuthType::Oauth2 {
                return Ok(Revoked::NotOffered);
            }
        }
        // A sign-in that never ended has none.
        let Some(access) = secrets.get(ACCESS_TOKEN).cloned() else {
            return Ok(Revoked::NotOffered);
        };
        let tokens = Tokens {
            access,
            refresh: secrets.get(REFRESH_TOKEN).cloned(),
            expires_at: connection.expires_at,
            scopes: None,
            who: None,
        };
        match self.sign_in_plan(vault, connection, secrets).await? {
            SignInPlan::Browser(client) | SignInPlan::Client(client) => {
                nexus_signin::revoke(self.clouds.http(), &client, &tokens).await
            }
            SignInPlan::Device(issuer) => issuer.revoke(&tokens).await.map(|()| Revoked::Done),
        }
    }

    /// Wipes what clouds opened with a connection's token.
    async fn forget_sessions(&self, vault: &Vault, id: ConnectionId) -> Result<(), Failure> {
        let sessions = self.clouds.sessions();
        sessions.forget(ProviderId(id.0));
        for provider in vault.providers().list().await? {
            if provider.connection == Some(id) {
                sessions.forget(provider.id);
            }
        }
        Ok(())
    }
}
