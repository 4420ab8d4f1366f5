use std::sync::Arc;

use nexus_model::{Connection, Failure, Peer, ProfileId, SecretFields};
use nexus_signin::{Client, OAuthDevice, Server, SignInPlan};
use nexus_vault::Vault;

use super::{account_of, typed};
use crate::App;

impl App {
    /// The scopes that a profile asks for.
    pub(crate) async fn profile_scopes(
        &self,
        vault: &Vault,
        profile: ProfileId,
    ) -> Result<Vec<String>, Failure> {
        Ok(self.definition(vault, profile).await?.profile.scopes)
    }

    /// How a person signs in to a connection's peer, and how its token is renewed and revoked.
    pub(crate) async fn sign_in_plan(
        &self,
        vault: &Vault,
        connection: &Connection,
        secrets: &SecretFields,
    ) -> Result<SignInPlan, Failure> {
        match &connection.peer {
            Peer::Cloud { cloud, auth } => {
                let account = account_of(connection, cloud, auth, typed(secrets.clone()));
                self.cloud(cloud)?.sign_in(&account)
            }
            Peer::Profile { profile } => {
                let definition = self.definition(vault, *profile).await?;
                let scopes = &connection.requested_scopes;
                let client = definition.profile.client(&definition.secrets, scopes)?;
                Ok(self.plan_of(client))
            }
        }
    }

    /// In the browser, or by a code where a server has nothing else.
    fn plan_of(&self, client: Client) -> SignInPlan {
        match &client.server {
            Server::Known(endpoints) if endpoints.authorization.is_none() => {
                SignInPlan::Device(Arc::new(OAuthDevice::new(self.clouds.http(), client)))
            }
            _ => SignInPlan::Browser(Box::new(client)),
        }
    }
}
