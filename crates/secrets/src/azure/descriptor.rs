//! What is asked for: the vault, the prefix and the login.

use crate::form::{Field, schema};
use crate::{BackendDescriptor, LoginKind};

pub(super) const VAULT_URL: &str = "vault_url";
pub(super) const PREFIX: &str = "prefix";
pub(super) const TENANT_ID: &str = "tenant_id";
pub(super) const CLIENT_ID: &str = "client_id";
pub(super) const CLIENT_SECRET: &str = "client_secret";

/// The prefix when none is given.
pub(super) const DEFAULT_PREFIX: &str = "nexus";

/// Azure Key Vault.
pub(super) fn descriptor() -> BackendDescriptor {
    let place = [
        Field::new(
            VAULT_URL,
            "Vault URI",
            "Of the vault's overview: https://NAME.vault.azure.net.",
        ),
        Field::new(PREFIX, "Prefix", "Names begin with it.").or(DEFAULT_PREFIX),
    ];
    BackendDescriptor {
        id: "azure-key-vault".into(),
        name: "Azure Key Vault".into(),
        summary: "For organisations whose credentials must stay in their Azure tenant.".into(),
        docs: "https://learn.microsoft.com/en-us/azure/key-vault/secrets/about-secrets".into(),
        schema: schema(&place),
        logins: vec![client_secret()],
    }
}

/// <https://learn.microsoft.com/en-us/entra/identity-platform/v2-oauth2-client-creds-grant-flow>
fn client_secret() -> LoginKind {
    let secret = Field::new(CLIENT_SECRET, "Client secret", "The secret's value, not its ID.");
    let fields = [
        Field::new(TENANT_ID, "Directory (tenant) ID", "Of the app registration's overview."),
        Field::new(CLIENT_ID, "Application (client) ID", "Of the app registration's overview."),
        secret.secret(),
    ];
    LoginKind {
        id: CLIENT_SECRET.into(),
        name: "Client secret".into(),
        summary: "An app registration with a role on the vault, and a secret of it.".into(),
        schema: schema(&fields),
        in_browser: false,
    }
}
