use nexus_model::{ACCESS_TOKEN, AuditAction, Connection, ConnectionId, Failure, Peer, Secret};
use nexus_profiles::{AuthType, Credential, Profile, ProfileReply, ProfileRequest};
use nexus_vault::Vault;

use crate::App;
use crate::activity::audit_call;
use crate::connections::REFRESH_TOKEN;
use crate::failures::invalid;

const OPERATION: &str = "ask the API";

impl App {
    /// Asks who a connection's credential is: the profile's `user_info_endpoint`, or another path.
    ///
    /// # Errors
    /// As [`App::send_request`], and `invalid_input` if there is nothing to ask.
    pub async fn verify_profile(
        &self,
        connection: ConnectionId,
        path: Option<&str>,
    ) -> Result<ProfileReply, Failure> {
        let vault = self.vault().await?;
        let (connection, profile) = self.of_profile(&vault, connection).await?;
        let request = profile.verification(path)?;
        self.send(&vault, &connection, &profile, &request).await
    }

    /// Sends a request with a profile's authentication to the profile's own host, and returns the
    /// answer whatever its status, with everything secret masked.
    ///
    /// # Errors
    /// `invalid_input` for a request that leads elsewhere, before any credential is touched; why
    /// there is no token, or no answer.
    pub async fn send_request(
        &self,
        connection: ConnectionId,
        request: &ProfileRequest,
    ) -> Result<ProfileReply, Failure> {
        let vault = self.vault().await?;
        let (connection, profile) = self.of_profile(&vault, connection).await?;
        self.send(&vault, &connection, &profile, request).await
    }

    async fn send(
        &self,
        vault: &Vault,
        connection: &Connection,
        profile: &Profile,
        request: &ProfileRequest,
    ) -> Result<ProfileReply, Failure> {
        profile.target(&request.path)?;
        let result = self.sent(vault, connection, profile, request).await;
        let path = request.path.split('?').next().unwrap_or_default();
        let answered = result.as_ref().map(|reply| reply.status).unwrap_or_default();
        let detail = format!("{} {path} was answered with {answered}.", request.method);
        let action = AuditAction::ProfileRequest;
        audit_call(vault, action, &connection.name, &result, detail).await?;
        result
    }

    async fn sent(
        &self,
        vault: &Vault,
        connection: &Connection,
        profile: &Profile,
        request: &ProfileRequest,
    ) -> Result<ProfileReply, Failure> {
        let credential = self.credential(vault, connection, profile, None).await?;
        let token = credential.secrets.get(ACCESS_TOKEN).cloned();
        let reply = profile.send(self.clouds.http(), &credential, request).await?;
        if reply.status != 401 || profile.auth_type != AuthType::Oauth2 {
            return Ok(reply);
        }
        // The token may have been revoked ahead of its time. Why it cannot be renewed is on the
        // connection's card; here the API's own answer tells more.
        match self.credential(vault, connection, profile, token.as_ref()).await {
            Ok(credential) => profile.send(self.clouds.http(), &credential, request).await,
            Err(_) => Ok(reply),
        }
    }

    /// A connection's credential. `refused` is a token that the API no longer takes.
    async fn credential(
        &self,
        vault: &Vault,
        connection: &Connection,
        profile: &Profile,
        refused: Option<&Secret>,
    ) -> Result<Credential, Failure> {
        let (connection, mut secrets) = match profile.auth_type {
            AuthType::Oauth2 => self.connected(vault, connection.id, refused).await?,
            _ => self.with_secrets(vault, connection.id).await?,
        };
        if profile.auth_type == AuthType::Oauth2 {
            secrets.remove(REFRESH_TOKEN);
        }
        Ok(Credential { fields: connection.fields, secrets })
    }

    /// A connection of a profile, with it.
    async fn of_profile(
        &self,
        vault: &Vault,
        id: ConnectionId,
    ) -> Result<(Connection, Profile), Failure> {
        let connection = vault.connections().get(id).await?;
        let Peer::Profile { profile } = connection.peer else {
            let message = format!("“{}” is a connection to a cloud.", connection.name);
            return Err(invalid(OPERATION, "connection", message, "Choose one of a profile."));
        };
        let profile = self.definition(vault, profile).await?.profile;
        Ok((connection, profile))
    }
}
