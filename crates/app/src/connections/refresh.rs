use nexus_model::{ACCESS_TOKEN, ConnectionId, Failure};

use super::ConnectionCard;
use crate::App;

impl App {
    /// Renews a connection's token now, also that of one which waits for the person: an
    /// administrator may have let it in again.
    ///
    /// # Errors
    /// `not_found`, `locked`, what the server answers, or why it could not be asked.
    pub async fn refresh_connection(&self, id: ConnectionId) -> Result<ConnectionCard, Failure> {
        let vault = self.vault().await?;
        let (_, secrets) = self.with_secrets(&vault, id).await?;
        self.renew(&vault, id, secrets.get(ACCESS_TOKEN)).await?;
        self.connection_card(&vault, id).await
    }
}
