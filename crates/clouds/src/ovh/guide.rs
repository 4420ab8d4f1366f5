//! How a person creates a service account or a client to sign in through, and the least each must
//! be allowed.

use crate::{Guide, Policy};

/// What the four lists need, by the API's own description of its calls
/// (<https://eu.api.ovh.com/console/?section=%2Fcloud&branch=v1>).
const POLICY: &str = r#"{
  "name": "nexus-access-vault",
  "description": "Lists Public Cloud instances",
  "identities": ["urn:v1:eu:identity:credential:YOUR-ACCOUNT-ovh/oauth2-${client_id}"],
  "resources": [{ "urn": "urn:v1:eu:resource:publicCloudProject:*" }],
  "permissions": {
    "allow": [
      { "action": "publicCloudProject:apiovh:get" },
      { "action": "publicCloudProject:apiovh:instance/get" },
      { "action": "publicCloudProject:apiovh:flavor/get" },
      { "action": "publicCloudProject:apiovh:image/get" }
    ]
  }
}
"#;

/// What starting, stopping and rebooting needs beside: <https://docs.ovhcloud.com/en/guides/manage-and-operate/iam/permissions-groups-list>
/// has how an action is named after its call, not these three by name. The API console shows each
/// call's action beside it.
const POWER: &str = r#"      { "action": "publicCloudProject:apiovh:instance/start" },
      { "action": "publicCloudProject:apiovh:instance/stop" },
      { "action": "publicCloudProject:apiovh:instance/reboot" }
"#;

/// Steps for a service account of its own:
/// <https://docs.ovhcloud.com/en/guides/manage-and-operate/api/manage-service-account>.
pub(super) fn service_account() -> Guide {
    let steps = [
        "Open Identity, Security & Operations, Identities, Service account in the OVHcloud control panel and create one for this app; or call POST /me/api/oauth2/client with the flow CLIENT_CREDENTIALS in the API console.",
        "Copy the client ID and the client secret here: OVHcloud shows the secret only once.",
        "Create the policy below for the service account (POST /iam/policy of the API's branch v2, or the same in the control panel), with your account's id; outside Europe, write ca or us for eu.",
        "Choose the region in which the OVHcloud account is.",
    ];
    let page = "https://www.ovh.com/manager/#/iam/service-account";
    let mut guide = Guide::new(steps, page, "OVHcloud service accounts");
    guide.policies = vec![
        Policy { title: "Least privilege: list instances".into(), text: POLICY.into() },
        Policy {
            title: "Optional, among those allowed: start, stop and reboot instances".into(),
            text: POWER.into(),
        },
    ];
    guide
}

/// The call that creates a client, with its fields: `me.api.oauth2.Client` of
/// <https://eu.api.ovh.com/console/?section=%2Fme&branch=v1#post-/me/api/oauth2/client>. Whether a callback
/// over plain HTTP on loopback is taken is not told there.
const CLIENT: &str = r#"{
  "name": "Nexus Access Vault",
  "description": "Lists Public Cloud instances",
  "flow": "AUTHORIZATION_CODE",
  "callbackUrls": ["http://127.0.0.1:${redirect_port}/"]
}
"#;

/// Steps for a client that a person signs in through. Each region has clients of its own.
pub(super) fn browser() -> Guide {
    let steps = [
        "Open the API console of your region (eu.api.ovh.com, ca.api.ovh.com or api.us.ovhcloud.com) and sign in.",
        "Call POST /me/api/oauth2/client with the document below: name, description, the flow AUTHORIZATION_CODE, and the redirect URI as its only callback URL.",
        "Copy the client ID and the client secret of the reply here: OVHcloud shows the secret only once.",
        "A client of one region knows the accounts of that region only: sign in to each region through a client of its own.",
        "A sign-in may do what the person may. For less, sign in as a user whose IAM policy allows only the actions publicCloudProject:apiovh:get and publicCloudProject:apiovh:{instance,flavor,image}/get; to start, stop and reboot instances from here, publicCloudProject:apiovh:instance/{start,stop,reboot} too.",
    ];
    let page = "https://eu.api.ovh.com/console/?section=%2Fme&branch=v1#post-/me/api/oauth2/client";
    let mut guide = Guide::new(steps, page, "OVHcloud API console");
    guide.policies =
        vec![Policy { title: "Body of POST /me/api/oauth2/client".into(), text: CLIENT.into() }];
    guide
}

#[cfg(test)]
mod tests {
    use super::service_account;

    #[test]
    fn the_policy_is_json_and_allows_only_reading() {
        let guide = service_account();
        let policy: serde_json::Value =
            serde_json::from_str(&guide.policies[0].text).expect("JSON");
        let actions = policy["permissions"]["allow"].as_array().expect("actions");
        assert_eq!(actions.len(), 4);
        for action in actions {
            let action = action["action"].as_str().expect("an action");
            assert!(action.ends_with("get"), "{action}");
        }
    }
}
