use nexus_model::{Connection, Failure, Peer, ProfileId, SecretFields};
use nexus_signin::SignInPlan;
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
        let _ = vault.profiles().get(profile).await?;
        Ok(Vec::new())
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
                let _ = vault.profiles().get(*profile).await?;
                Err(crate::failures::internal(
                    "sign in",
                    "Profiles cannot be signed in to yet.",
                    "Update this app.",
                ))
            }
        }
    }
}
