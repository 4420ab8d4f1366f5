use nexus_model::{ConnectionId, ConnectionState, Failure};
use nexus_vault::{SecretOwner, Vault, VaultError};

use crate::App;

impl App {
    /// Ends a sign-in that is waited for, or what is being set up after it. A connection that the
    /// person never signed in to is gone with it; what was set up stays. Does nothing if nothing is
    /// under way.
    ///
    /// # Errors
    /// `locked`, or when the vault cannot be written.
    pub async fn cancel_sign_in(&self, id: ConnectionId) -> Result<(), Failure> {
        let vault = self.vault().await?;
        self.set_ups.cancel(id);
        if !self.sign_ins.cancel(id) {
            return Ok(());
        }
        match self.remove_pending(&vault, id).await? {
            true => self.emit_connections(&vault).await,
            false => Ok(()),
        }
    }

    /// Removes the connections whose sign-in can be under way no more: the process that waited for
    /// the person, this one or another, was killed or locked.
    pub(crate) async fn sweep_sign_ins(&self, vault: &Vault) -> Result<(), Failure> {
        for connection in vault.connections().list().await? {
            if connection.state == ConnectionState::Pending
                && let Some(_mine) = vault.connections().mark_sign_in(connection.id)?
            {
                // Read again: it may have ended before the mark was free.
                self.remove_pending(vault, connection.id).await?;
            }
        }
        Ok(())
    }

    /// Removes a connection that the person never signed in to; `false` if it is not such a one.
    async fn remove_pending(&self, vault: &Vault, id: ConnectionId) -> Result<bool, Failure> {
        match vault.connections().get(id).await {
            Ok(connection) if connection.state == ConnectionState::Pending => {
                self.forget_later(vault, SecretOwner::Connection(id)).await?;
                vault.connections().remove(id).await?;
                Ok(true)
            }
            Ok(_) | Err(VaultError::NotFound { .. }) => Ok(false),
            Err(error) => Err(error.into()),
        }
    }
}
