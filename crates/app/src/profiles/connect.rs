use nexus_model::{
    AuditAction, Connection, ConnectionId, ConnectionState, Failure, Fields, Grant, Peer,
    ProfileId, SecretFields, Timestamp,
};
use nexus_profiles::Credential;

use crate::activity::audit_done;
use crate::providers::without_blanks;
use crate::{App, ConnectionCard};

impl App {
    /// Connects to a profile's API with a credential that was typed.
    ///
    /// # Errors
    /// `invalid_input` naming the field, also for a profile that signs in; `not_found`, `locked`.
    pub async fn connect_profile(
        &self,
        profile: ProfileId,
        name: &str,
        mut secrets: SecretFields,
        fields: &Fields,
    ) -> Result<ConnectionCard, Failure> {
        let vault = self.vault().await?;
        let definition = self.definition(&vault, profile).await?;
        secrets.retain(|_, secret| !secret.is_empty());
        let credential = Credential { fields: without_blanks(fields), secrets };
        definition.profile.check_credential(&credential)?;
        let alone = self.editing.lock().await;
        let id = ConnectionId::random();
        let wanted = match name.trim() {
            "" => definition.profile.name.as_str(),
            name => name,
        };
        let now = Timestamp::now();
        let connection = Connection {
            id,
            peer: Peer::Profile { profile },
            name: self.free_name(&vault, id, wanted).await?,
            state: ConnectionState::Active,
            grant: Grant::Person,
            endpoint: None,
            fields: credential.fields,
            requested_scopes: Vec::new(),
            granted_scopes: Vec::new(),
            created_at: now,
            signed_in_at: Some(now),
            refreshed_at: None,
            expires_at: None,
            failure: None,
        };
        self.insert_connection(&vault, &connection, &credential.secrets).await?;
        drop(alone);
        let detail = format!("Connected to {} with a typed credential.", definition.profile.name);
        audit_done(&vault, AuditAction::SignIn, Some(&connection.name), detail).await?;
        self.emit_connections(&vault).await?;
        self.connection_card(&vault, id).await
    }
}
