use std::sync::Arc;

use nexus_clouds::SignInOffer;
use nexus_model::{
    Connection, ConnectionId, ConnectionState, Failure, Grant, Peer, SecretFields, Timestamp,
};
use nexus_signin::{OAuthDevice, Redirect, SignInPlan};
use nexus_vault::{Vault, VaultError};

use super::{SignInRequest, SignInWay};
use crate::connections::{OF_THE_SIGN_IN, typed};
use crate::providers::{check_credential, check_endpoint, without_blanks};
use crate::{App, failures};

const OPERATION: &str = "sign in";

/// Where a sign-in comes back to by a link: this app's own scheme, which is a domain of its makers
/// in reverse (RFC 8252, section 7.1).
pub(super) const DEEP_LINK: &str = "dev.nexusaccess.vault:/signin";

/// A sign-in that has been thought through, and of which nobody has heard yet.
pub(super) struct Attempt {
    /// The connection as it is to be; nothing of it is kept yet.
    pub connection: Connection,
    /// What was typed and may not be shown.
    pub secrets: SecretFields,
    /// Whether it renews a connection that there is already.
    pub is_known: bool,
    /// What is to be done.
    pub plan: SignInPlan,
}

impl App {
    /// Checks what was typed and says what comes of it. Asks nobody.
    pub(super) async fn attempt(
        &self,
        vault: &Vault,
        request: &SignInRequest,
    ) -> Result<Attempt, Failure> {
        let known = match request.connection {
            Some(id) => self.known(vault, id).await?,
            None => None,
        };
        let (before, kept) = known.clone().unzip();
        if before.as_ref().is_some_and(|before| before.peer != request.peer) {
            let message = "This connection is with another peer.";
            let remedy = "Start a new connection instead.";
            return Err(failures::invalid(OPERATION, "peer", message, remedy));
        }
        let mut fields = before.as_ref().map(|each| each.fields.clone()).unwrap_or_default();
        fields.extend(without_blanks(&request.fields));
        let mut secrets = kept.map(typed).unwrap_or_default();
        let given = request.secrets.iter().filter(|(_, secret)| !secret.is_empty());
        secrets.extend(given.map(|(name, secret)| (name.clone(), secret.clone())));

        let mut endpoint = before.as_ref().and_then(|each| each.endpoint.clone());
        if let Peer::Cloud { cloud, auth } = &request.peer {
            let descriptor = self.cloud(cloud)?.descriptor();
            check_credential(&descriptor, auth, &fields, &secrets)?;
            if request.endpoint.is_some() {
                endpoint = check_endpoint(&descriptor.endpoint, request.endpoint.as_deref())?;
            }
        }
        let now = Timestamp::now();
        let mut connection = before.unwrap_or_else(|| Connection {
            id: request.connection.unwrap_or_else(ConnectionId::random),
            peer: request.peer.clone(),
            name: String::new(),
            state: ConnectionState::Pending,
            grant: Grant::Person,
            endpoint: None,
            fields: [].into(),
            requested_scopes: Vec::new(),
            granted_scopes: Vec::new(),
            created_at: now,
            signed_in_at: None,
            refreshed_at: None,
            expires_at: None,
            failure: None,
        });
        (connection.fields, connection.endpoint) = (fields, endpoint);
        connection.grant = match request.way {
            Some(SignInWay::ClientCredentials) => Grant::Client,
            Some(_) => Grant::Person,
            None if known.is_none() => self.usual_grant(vault, &request.peer).await?,
            None => connection.grant,
        };
        connection.requested_scopes = self.scopes(vault, request, &connection).await?;
        if known.is_none() {
            let peer = self.peer_name(vault, &request.peer).await?;
            connection.name = self.free_name(vault, connection.id, &peer).await?;
        }
        let plan = self.sign_in_plan(vault, &connection, &secrets).await?;
        let plan = self.by_way(plan, request.way)?;
        Ok(Attempt { connection, secrets, is_known: known.is_some(), plan })
    }

    /// How tokens are had of a peer unless the person says otherwise.
    async fn usual_grant(&self, vault: &Vault, peer: &Peer) -> Result<Grant, Failure> {
        let Peer::Profile { profile } = peer else { return Ok(Grant::Person) };
        let profile = self.definition(vault, *profile).await?.profile;
        Ok(if profile.is_for_client_only() { Grant::Client } else { Grant::Person })
    }

    /// The connection of an id, if there is one. One that was ended may be made anew under its id,
    /// by which its providers find it; nobody else's id is taken.
    async fn known(
        &self,
        vault: &Vault,
        id: ConnectionId,
    ) -> Result<Option<(Connection, SecretFields)>, Failure> {
        match vault.connections().with_secrets(id).await {
            Err(VaultError::NotFound { .. }) => {
                let providers = vault.providers().list().await?;
                match providers.iter().any(|provider| provider.connection == Some(id)) {
                    true => Ok(None),
                    false => Err(failures::no_connection(&id.to_string())),
                }
            }
            found => {
                let (connection, secrets) = found?;
                Ok(Some((connection, self.resolved(vault, secrets).await?)))
            }
        }
    }

    /// The scopes that are asked for.
    async fn scopes(
        &self,
        vault: &Vault,
        request: &SignInRequest,
        connection: &Connection,
    ) -> Result<Vec<String>, Failure> {
        match &request.peer {
            Peer::Cloud { .. } => {
                let offer = self.offer(&request.peer)?;
                Ok(offer.scopes.into_iter().map(|scope| scope.name).collect())
            }
            Peer::Profile { profile } => {
                if !request.scopes.is_empty() {
                    return Ok(request.scopes.clone());
                }
                let mut scopes = connection.requested_scopes.clone();
                if scopes.is_empty() {
                    scopes = self.profile_scopes(vault, *profile).await?;
                }
                if connection.grant == Grant::Client {
                    scopes.retain(|scope| !OF_THE_SIGN_IN.contains(&scope.as_str()));
                }
                Ok(scopes)
            }
        }
    }

    /// What a cloud's sign-in is.
    pub(super) fn offer(&self, peer: &Peer) -> Result<SignInOffer, Failure> {
        let Peer::Cloud { cloud, auth } = peer else { return Err(no_providers()) };
        let descriptor = self.cloud(cloud)?.descriptor();
        let kind = descriptor.auth_kind(auth).and_then(|kind| kind.sign_in.clone());
        kind.ok_or_else(|| {
            let message = format!("{} is not signed in to this way.", descriptor.name);
            let remedy = "See `nexus clouds` for the auth kinds that are.";
            failures::invalid(OPERATION, "auth", message, remedy)
        })
    }

    /// The plan, coming back in the way that was asked for.
    fn by_way(&self, plan: SignInPlan, way: Option<SignInWay>) -> Result<SignInPlan, Failure> {
        let refused = |message: &str| {
            let remedy = "Leave the way to the app.";
            Err(failures::invalid(OPERATION, "way", message, remedy))
        };
        match (plan, way) {
            (plan, None) => Ok(plan),
            (plan @ SignInPlan::Device(_), Some(SignInWay::Device))
            | (plan @ SignInPlan::Client(_), Some(SignInWay::ClientCredentials)) => Ok(plan),
            (_, Some(SignInWay::ClientCredentials)) => {
                refused("A person signs in to this; the client cannot ask for itself.")
            }
            (SignInPlan::Client(_), Some(_)) => refused("Nobody signs in to this."),
            (SignInPlan::Device(_), Some(_)) => {
                refused("This sign-in is by a code and does not come back to the app.")
            }
            (SignInPlan::Browser(client), Some(SignInWay::Device)) => {
                let issuer = OAuthDevice::new(self.clouds.http(), *client);
                Ok(SignInPlan::Device(Arc::new(issuer)))
            }
            (SignInPlan::Browser(mut client), Some(SignInWay::DeepLink)) => {
                client.redirect = deep_link()?;
                Ok(SignInPlan::Browser(client))
            }
            (SignInPlan::Browser(mut client), Some(SignInWay::Loopback)) => {
                if let Redirect::DeepLink(_) = client.redirect {
                    client.redirect = Redirect::Loopback {
                        host: nexus_signin::LoopbackHost::default(),
                        port: None,
                        path: "/signin".to_owned(),
                    };
                }
                Ok(SignInPlan::Browser(client))
            }
        }
    }
}

fn deep_link() -> Result<Redirect, Failure> {
    DEEP_LINK.parse().map(Redirect::DeepLink).map_err(|_| {
        let remedy = "Please report it; this is a fault of the app.";
        failures::internal(OPERATION, "The app's own address cannot be read.", remedy)
    })
}

/// A connection to a profile is used by requests, not by providers.
fn no_providers() -> Failure {
    let message = "A connection to a profile does not become providers.";
    let remedy = "Send requests with it: `nexus request`.";
    failures::invalid(OPERATION, "connection", message, remedy)
}
