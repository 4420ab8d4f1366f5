//! The fields of a service principal.

use nexus_model::{Account, ErrorCode, Failure, Secret};
use serde_json::{Value, json};

/// Name of the tenant's field.
pub(super) const TENANT_ID: &str = "tenant_id";
/// Name of the application's field.
pub(super) const CLIENT_ID: &str = "client_id";
/// Name of the secret's field.
pub(super) const CLIENT_SECRET: &str = "client_secret";
/// Name of the subscription's field.
pub(super) const SUBSCRIPTION_ID: &str = "subscription_id";

const GUID: &str = "^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$";

/// JSON Schema of the credential. A tenant may be named by its GUID or by one of its domains
/// (<https://learn.microsoft.com/en-us/entra/identity-platform/v2-oauth2-client-creds-grant-flow>).
/// No length of a secret is promised; the shortest here can only be a slip.
pub(super) fn schema() -> Value {
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "type": "object",
        "properties": {
            TENANT_ID: {
                "type": "string",
                "title": "Directory (tenant) ID",
                "description": "On the app registration's overview. A domain of the tenant will do too.",
                "pattern": "^[A-Za-z0-9][A-Za-z0-9.-]*$",
                "maxLength": 253,
                "examples": ["aaaabbbb-0000-cccc-1111-dddd2222eeee", "contoso.onmicrosoft.com"]
            },
            CLIENT_ID: {
                "type": "string",
                "title": "Application (client) ID",
                "description": "On the app registration's overview.",
                "pattern": GUID,
                "examples": ["00001111-aaaa-2222-bbbb-3333cccc4444"]
            },
            CLIENT_SECRET: {
                "type": "string",
                "title": "Client secret",
                "description": "The secret's value, not its ID. Shown by Azure only once, when the secret is created.",
                "writeOnly": true,
                "minLength": 8,
                "maxLength": 512,
                "pattern": "^[!-~]+$"
            },
            SUBSCRIPTION_ID: {
                "type": "string",
                "title": "Subscription ID",
                "description": "Empty for the first enabled subscription that the application may read.",
                "pattern": GUID,
                "examples": ["a0a0a0a0-bbbb-cccc-dddd-e1e1e1e1e1e1"]
            }
        },
        "required": [TENANT_ID, CLIENT_ID, CLIENT_SECRET],
        "additionalProperties": false,
        "x-order": [TENANT_ID, CLIENT_ID, CLIENT_SECRET, SUBSCRIPTION_ID]
    })
}

/// An application's identity in a tenant.
pub(super) struct ServicePrincipal {
    /// GUID or domain.
    pub(super) tenant: String,
    /// The application's ID.
    pub(super) client: String,
    /// One of its secrets.
    pub(super) secret: Secret,
    /// The subscription to list, if it was chosen.
    pub(super) subscription: Option<String>,
}

/// The account's service principal.
///
/// # Errors
/// `invalid_input` for a field that is missing, and for a secret that is not one word. A form could
/// carry any text, but what Entra then quotes of it, in its own way of escaping, would show.
pub(super) fn of(account: &Account) -> Result<ServicePrincipal, Failure> {
    let field = |name| account.field(name).map(str::trim).filter(|text| !text.is_empty());
    let tenant = field(TENANT_ID).ok_or_else(|| missing(TENANT_ID, "directory (tenant) ID"))?;
    let client = field(CLIENT_ID).ok_or_else(|| missing(CLIENT_ID, "application (client) ID"))?;
    let secret = account.secret(CLIENT_SECRET).cloned();
    let secret = secret.ok_or_else(|| missing(CLIENT_SECRET, "client secret"))?;
    if !secret.expose().trim().bytes().all(|byte| byte.is_ascii_graphic()) {
        let message = "The client secret has a line end, a space or an unusual character.";
        let remedy = "Copy the secret's value again and replace the provider's with it.";
        let failure = Failure::new(ErrorCode::InvalidInput, "credential", message, remedy);
        return Err(failure.in_field(CLIENT_SECRET));
    }
    Ok(ServicePrincipal {
        tenant: tenant.to_owned(),
        client: client.to_owned(),
        secret,
        subscription: field(SUBSCRIPTION_ID).map(str::to_owned),
    })
}

fn missing(field: &str, name: &str) -> Failure {
    let message = format!("The {name} is missing.");
    let remedy = "Edit the provider's credential and fill it in.";
    Failure::new(ErrorCode::InvalidInput, "credential", message, remedy).in_field(field)
}
