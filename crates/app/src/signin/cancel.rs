use nexus_model::{ConnectionId, ConnectionState, Failure};
use nexus_vault::VaultError;

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
        match vault.connections().get(id).await {
            Ok(connection) if connection.state == ConnectionState::Pending => {
                vault.connections().remove(id).await?;
                self.emit_connections(&vault).await
            }
            Ok(_) | Err(VaultError::NotFound { .. }) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }
}
