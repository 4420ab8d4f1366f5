use std::sync::Arc;

use nexus_clouds::{Choice, Cloud};
use nexus_model::{Account, Connection, ConnectionId, ErrorCode, Failure, Peer, Secret};
use nexus_vault::Vault;

use crate::connections::{account_of, missing_scopes};
use crate::{App, failures};

const OPERATION: &str = "look at what was signed in to";

impl App {
    /// What a connection can become providers of.
    ///
    /// # Errors
    /// `permission_denied` naming the scopes that were not granted, `not_found`, `locked`, and what
    /// the cloud answers.
    pub async fn sign_in_choices(&self, id: ConnectionId) -> Result<Vec<Choice>, Failure> {
        let vault = self.vault().await?;
        let found = SignedIn::find(self, &vault, id).await?;
        found.check_scopes(self)?;
        found.choices(self, &vault).await
    }
}

/// A connection to a cloud with the cloud.
pub(super) struct SignedIn {
    pub connection: Connection,
    pub cloud: Arc<dyn Cloud>,
}

impl SignedIn {
    pub async fn find(app: &App, vault: &Vault, id: ConnectionId) -> Result<Self, Failure> {
        let connection = vault.connections().get(id).await?;
        app.offer(&connection.peer)?;
        let cloud = match &connection.peer {
            Peer::Cloud { cloud, .. } => app.cloud(cloud)?,
            Peer::Profile { .. } => return Err(failures::no_sign_in(OPERATION)),
        };
        Ok(Self { connection, cloud })
    }

    /// Refuses a connection that was granted less than the cloud needs.
    pub fn check_scopes(&self, app: &App) -> Result<(), Failure> {
        let missing = missing_scopes(&self.connection);
        if missing.is_empty() {
            return Ok(());
        }
        let offer = app.offer(&self.connection.peer)?;
        let needed = missing.iter().map(|name| {
            let scope = offer.scopes.iter().find(|scope| scope.name == *name);
            scope
                .map_or_else(|| format!("“{name}”"), |scope| format!("“{name}” ({})", scope.reason))
        });
        let needed: Vec<_> = needed.collect();
        let cloud = self.cloud.descriptor().name;
        Err(Failure::new(
            ErrorCode::PermissionDenied,
            OPERATION,
            format!("{cloud} has not granted {}.", needed.join(", ")),
            "Sign in again and leave every box ticked; if one is missing there, an administrator has to allow it.",
        ))
    }

    /// Asks the cloud, once more with a fresh token if it refuses the present one.
    pub async fn choices(&self, app: &App, vault: &Vault) -> Result<Vec<Choice>, Failure> {
        let (account, token) = self.account(app, vault, None).await?;
        match self.cloud.choices(&account).await {
            Err(failure) if failure.http_status == Some(401) && token.is_some() => {
                let (account, _) = self.account(app, vault, token.as_ref()).await?;
                self.cloud.choices(&account).await
            }
            result => result,
        }
    }

    async fn account(
        &self,
        app: &App,
        vault: &Vault,
        refused: Option<&Secret>,
    ) -> Result<(Account, Option<Secret>), Failure> {
        let (connection, secrets) = app.connected(vault, self.connection.id, refused).await?;
        let Peer::Cloud { cloud, auth } = &connection.peer else {
            return Err(failures::no_sign_in(OPERATION));
        };
        let account = account_of(&connection, cloud, auth, secrets);
        let token = account.secret(nexus_model::ACCESS_TOKEN).cloned();
        Ok((account, token))
    }
}
