use nexus_model::{ConnectionId, ErrorCode, Failure};

use crate::{App, failures};

const OPERATION: &str = "rename the connection";

impl App {
    /// Gives a connection another name.
    ///
    /// # Errors
    /// `invalid_input` for an empty one, `name_taken`, `not_found`, `locked`.
    pub async fn rename_connection(&self, id: ConnectionId, name: &str) -> Result<(), Failure> {
        let vault = self.vault().await?;
        let name = name.trim();
        if name.is_empty() {
            let remedy = "Give the connection a name.";
            return Err(failures::invalid(OPERATION, "name", "The name is empty.", remedy));
        }
        if self.free_name(&vault, id, name).await? != name {
            let message = format!("A connection named “{name}” exists already.");
            let taken =
                Failure::new(ErrorCode::NameTaken, OPERATION, message, "Choose another name.");
            return Err(taken.in_field("name"));
        }
        vault.connections().update(id, |connection| connection.name = name.to_owned()).await?;
        self.emit_connections(&vault).await
    }
}
