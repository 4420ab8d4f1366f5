//! The fields of a service principal, and what any account's calls are made with.

use nexus_model::{Account, ErrorCode, Failure, Secret};
use serde_json::{Value, json};

use crate::browser;
use crate::credential::{UUID, form, missing, secret_word};

/// Name of the tenant's field.
pub(super) const TENANT_ID: &str = "tenant_id";
/// Name of the application's field.
pub(super) const CLIENT_ID: &str = "client_id";
/// Name of the secret's field.
pub(super) const CLIENT_SECRET: &str = "client_secret";
/// Name of the subscription's field.
pub(super) const SUBSCRIPTION_ID: &str = "subscription_id";

/// Entra's name for the tenants of all work and school accounts.
pub(super) const ANY_ORGANISATION: &str = "organizations";

/// JSON Schema of the credential. A tenant may be named by its GUID or by one of its domains
/// (<https://learn.microsoft.com/en-us/entra/identity-platform/v2-oauth2-client-creds-grant-flow>).
/// No length of a secret is promised; the shortest here can only be a slip.
pub(super) fn schema() -> Value {
    form(
        [
            (
                TENANT_ID,
                json!({
                    "title": "Directory (tenant) ID",
                    "description": "On the app registration's overview. A domain of the tenant will do too.",
                    "pattern": "^[A-Za-z0-9][A-Za-z0-9.-]*$",
                    "maxLength": 253,
                    "examples": ["aaaabbbb-0000-cccc-1111-dddd2222eeee", "contoso.onmicrosoft.com"]
                }),
            ),
            (
                CLIENT_ID,
                json!({
                    "title": "Application (client) ID",
                    "description": "On the app registration's overview.",
                    "pattern": UUID,
                    "examples": ["00001111-aaaa-2222-bbbb-3333cccc4444"]
                }),
            ),
            (
                CLIENT_SECRET,
                secret_word(
                    "Client secret",
                    "The secret's value, not its ID. Shown by Azure only once, when the secret is created.",
                    8..=512,
                ),
            ),
            (
                SUBSCRIPTION_ID,
                json!({
                    "title": "Subscription ID",
                    "description": "Empty for the first enabled subscription that the application may read.",
                    "pattern": UUID,
                    "examples": ["a0a0a0a0-bbbb-cccc-dddd-e1e1e1e1e1e1"]
                }),
            ),
        ],
        &[TENANT_ID, CLIENT_ID, CLIENT_SECRET],
    )
}

/// What the calls are made with.
pub(super) struct Credential {
    /// GUID or domain of the tenant, or `organizations`.
    pub(super) tenant: String,
    /// The application's ID.
    pub(super) client: String,
    /// How a token is had.
    pub(super) by: By,
    /// The subscription to list, if it was chosen.
    pub(super) subscription: Option<String>,
}

/// How a token is had.
pub(super) enum By {
    /// With one of the application's secrets.
    Secret(Secret),
    /// A person signed in to the application.
    Person(Secret),
}

/// What the account's calls are made with.
///
/// # Errors
/// `invalid_input` for a field that is missing, and for a secret that is not one word. A form could
/// carry any text, but what Entra then quotes of it, in its own way of escaping, would show.
/// `invalid_credentials` where nobody is signed in.
pub(super) fn of(account: &Account) -> Result<Credential, Failure> {
    let client = account.field(CLIENT_ID);
    let client = client.ok_or_else(|| missing(CLIENT_ID, "application (client) ID"))?;
    let (tenant, by) = if browser::is_of(account) {
        (tenant(account), By::Person(browser::token(account)?))
    } else {
        let tenant = account.field(TENANT_ID);
        let tenant = tenant.ok_or_else(|| missing(TENANT_ID, "directory (tenant) ID"))?;
        (tenant, By::Secret(secret(account)?))
    };
    Ok(Credential {
        tenant: tenant.to_owned(),
        client: client.to_owned(),
        by,
        subscription: account.field(SUBSCRIPTION_ID).map(str::to_owned),
    })
}

/// The tenant that a person signs in to: the typed one, or that of any work or school account
/// (<https://learn.microsoft.com/en-us/entra/identity-platform/v2-oauth2-auth-code-flow#request-an-authorization-code>).
pub(super) fn tenant(account: &Account) -> &str {
    account.field(TENANT_ID).unwrap_or(ANY_ORGANISATION)
}

fn secret(account: &Account) -> Result<Secret, Failure> {
    let secret = account.secret(CLIENT_SECRET).cloned();
    let secret = secret.ok_or_else(|| missing(CLIENT_SECRET, "client secret"))?;
    if !secret.expose().trim().bytes().all(|byte| byte.is_ascii_graphic()) {
        let message = "The client secret has a line end, a space or an unusual character.";
        let remedy = "Copy the secret's value again and replace the provider's with it.";
        let failure = Failure::new(ErrorCode::InvalidInput, "credential", message, remedy);
        return Err(failure.in_field(CLIENT_SECRET));
    }
    Ok(secret)
}
