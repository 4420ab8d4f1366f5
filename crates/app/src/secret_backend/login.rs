use nexus_model::{Failure, Secret, SecretFields};
use nexus_vault::{Vault, VaultError};
use serde_json::Value;
use zeroize::Zeroizing;

use super::chosen::InForce;
use crate::App;

impl App {
    /// The secret part of the login: what came with the choice, what was typed in this session, or
    /// what the system's keyring holds.
    pub(super) async fn login_secrets(&self, vault: &Vault, in_force: &InForce) -> SecretFields {
        if !in_force.secrets.is_empty() {
            return in_force.secrets.clone();
        }
        if let Some(typed) = self.custody.session().login.clone() {
            return typed;
        }
        match self.keychain.load_text(&account(vault)).await {
            Ok(text) => text.as_ref().and_then(read).unwrap_or_default(),
            // Without a keyring it is asked for once per session.
            Err(_) => SecretFields::new(),
        }
    }

    /// Keeps the secret part of a login in the system's keyring, else for this session.
    pub(super) async fn keep_login(
        &self,
        vault: &Vault,
        secrets: SecretFields,
    ) -> Result<(), Failure> {
        let kept: Result<(), VaultError> = match secrets.is_empty() {
            true => self.keychain.remove(&account(vault)).await,
            false => self.keychain.store_text(&account(vault), &written(&secrets)).await,
        };
        if let Err(error) = kept {
            tracing::debug!(%error, "the login is kept for this session only");
        }
        self.custody.session().login = Some(secrets);
        Ok(())
    }
}

fn account(vault: &Vault) -> String {
    format!("{}/secret-backend", vault.id())
}

/// As a JSON object, which is what people find in their keyring.
fn written(secrets: &SecretFields) -> Secret {
    let object = secrets.iter().map(|(name, secret)| (name.clone(), secret.expose().into()));
    let text = Zeroizing::new(Value::Object(object.collect()).to_string());
    Secret::new(text.as_str())
}

fn read(text: &Secret) -> Option<SecretFields> {
    serde_json::from_str(text.expose()).ok()
}
