//! How a person creates a token or an OAuth client, and the least each must be allowed.

use crate::{Guide, Policy};

/// The registration of a public client (RFC 7591, section 2), which alone may go without a secret:
/// <https://docs.digitalocean.com/reference/api/oauth/>. It is sent as it is to the registration
/// endpoint, <https://cloud.digitalocean.com/v1/oauth/register>.
const CLIENT: &str = r#"curl -X POST https://cloud.digitalocean.com/v1/oauth/register \
  -H 'Content-Type: application/json' \
  -d '{
    "client_name": "Nexus Access Vault",
    "redirect_uris": ["http://127.0.0.1:${redirect_port}/"],
    "token_endpoint_auth_method": "none",
    "grant_types": ["authorization_code", "refresh_token"],
    "response_types": ["code"]
  }'
"#;

/// Steps for a token.
pub(super) fn token() -> Guide {
    let steps = [
        "Open API in the control panel and generate a new personal access token.",
        "Choose custom scopes: account:read and droplet:read are enough to list. To start, stop and reboot Droplets from here, add droplet:update.",
        "Copy the token here: DigitalOcean shows it only once.",
    ];
    Guide::new(
        steps,
        "https://cloud.digitalocean.com/account/api/tokens",
        "DigitalOcean API tokens",
    )
}

/// Steps for a public client, or for an application of the control panel.
pub(super) fn browser() -> Guide {
    let steps = [
        "Register a public client once by the command below: it has no secret, and comes back to the redirect URI alone.",
        "Copy the client_id of the reply here.",
        "Or open API, OAuth Applications in the control panel and register an application: name, homepage URL, description, and the redirect URI as its callback URL. Copy its client ID and its client secret here.",
        "Sign in, choose the team, and authorize the access.",
    ];
    let page = "https://cloud.digitalocean.com/account/api/applications";
    let mut guide = Guide::new(steps, page, "DigitalOcean OAuth applications");
    guide.policies =
        vec![Policy { title: "Registration of a public client".into(), text: CLIENT.into() }];
    guide
}
