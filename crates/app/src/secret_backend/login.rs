use nexus_model::{Secret, SecretFields};
use nexus_vault::{Vault, VaultError};
use serde_json::Value;
use zeroize::Zeroizing;

use super::chosen::Chosen;
use crate::App;

impl App {
    /// The secret part of the login to a store: what came with the choice, what was typed in this
    /// session, or what the system's keyring holds.
    pub(super) async fn login_secrets(&self, vault: &Vault, chosen: &Chosen) -> SecretFields {
        if let Ok(in_force) = self.in_force(vault).await
            && in_force.chosen == *chosen
            && !in_force.secrets.is_empty()
        {
            return in_force.secrets;
        }
        let account = account(vault, chosen);
        if let Some(typed) = self.custody.session().logins.get(&account).cloned() {
            return typed;
        }
        match self.keychain.load_text(&account).await {
            Ok(text) => text.as_ref().and_then(read).unwrap_or_default(),
            // Without a keyring it is asked for once per session.
            Err(_) => SecretFields::new(),
        }
    }

    /// Keeps the secret part of a login in the system's keyring, and for this session.
    pub(super) async fn keep_login(&self, vault: &Vault, chosen: &Chosen, secrets: SecretFields) {
        let account = account(vault, chosen);
        let kept: Result<(), VaultError> = match secrets.is_empty() {
            true => self.keychain.remove(&account).await,
            false => self.keychain.store_text(&account, &written(&secrets)).await,
        };
        if let Err(error) = kept {
            tracing::debug!(%error, "the login is kept for this session only");
        }
        self.custody.session().logins.insert(account, secrets);
    }

    /// Keeps it for this session only, for a store that nothing is kept in yet.
    pub(super) fn hold_login(&self, vault: &Vault, chosen: &Chosen, secrets: SecretFields) {
        self.custody.session().logins.insert(account(vault, chosen), secrets);
    }

    /// Forgets a login that is of no use any more.
    pub(super) async fn forget_login(&self, vault: &Vault, chosen: &Chosen) {
        self.keep_login(vault, chosen, SecretFields::new()).await;
        self.custody.session().logins.remove(&account(vault, chosen));
    }
}

/// One for each store, so that a move has both logins.
fn account(vault: &Vault, chosen: &Chosen) -> String {
    // FNV-1a, which tells stores apart and keeps no secret.
    let text = serde_json::to_vec(chosen).unwrap_or_default();
    let hash = text.iter().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
    });
    format!("{}/secret-backend/{hash:016x}", vault.id())
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
