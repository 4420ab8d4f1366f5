use std::sync::Arc;

use nexus_model::{Connection, Failure, Grant, Peer, ProfileId, SecretFields};
use nexus_profiles::CLIENT_SECRET;
use nexus_signin::{Client, OAuthDevice, Server, SignInPlan};
use nexus_vault::Vault;

use super::{account_of, typed};
use crate::{App, failures};

impl App {
    /// The scopes that a profile asks for.
    pub(crate) async fn profile_scopes(
        &self,
        vault: &Vault,
        profile: ProfileId,
    ) -> Result<Vec<String>, Failure> {
        Ok(self.definition(vault, profile).await?.profile.scopes)
    }

    /// How a connection gets its tokens, and how they are renewed and revoked.
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
                match (connection.grant, &client.secret) {
                    (Grant::Person, _) => Ok(self.plan_of(client)),
                    (Grant::Client, Some(_)) => Ok(SignInPlan::Client(Box::new(client))),
                    (Grant::Client, None) => Err(no_secret(&definition.profile.name)),
                }
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

/// Only a client with a secret may ask for itself (RFC 6749, section 4.4).
fn no_secret(profile: &str) -> Failure {
    let message = format!("The client of {profile} has no secret, so it cannot ask for itself.");
    let remedy = "Put the client's secret into the profile, or sign in in the browser.";
    failures::invalid("sign in", CLIENT_SECRET, message, remedy)
}
