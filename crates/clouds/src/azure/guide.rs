//! How a person creates a service principal or an app registration to sign in through, and the
//! least each must be allowed.

use crate::{Guide, Policy};

/// All that this app asks of Azure, for those who want less than the built-in role Reader. The
/// actions are those of the calls in `client.rs`:
/// <https://learn.microsoft.com/en-us/azure/role-based-access-control/resource-provider-operations>.
const ROLE: &str = r#"{
  "Name": "Nexus Access Vault machine reader",
  "IsCustom": true,
  "Description": "Lists virtual machines with their power states and addresses.",
  "Actions": [
    "Microsoft.Resources/subscriptions/read",
    "Microsoft.Compute/virtualMachines/read",
    "Microsoft.Compute/virtualMachines/instanceView/read",
    "Microsoft.Network/networkInterfaces/read",
    "Microsoft.Network/publicIPAddresses/read"
  ],
  "NotActions": [],
  "AssignableScopes": ["/subscriptions/${subscription_id}"]
}
"#;

/// What starting, stopping and rebooting asks for, beside the rest: the same list has them.
const POWER: &str = r#"{
  "Name": "Nexus Access Vault power operator",
  "IsCustom": true,
  "Description": "Starts, deallocates and restarts virtual machines.",
  "Actions": [
    "Microsoft.Compute/virtualMachines/start/action",
    "Microsoft.Compute/virtualMachines/deallocate/action",
    "Microsoft.Compute/virtualMachines/restart/action"
  ],
  "NotActions": [],
  "AssignableScopes": ["/subscriptions/${subscription_id}"]
}
"#;

/// Steps by <https://learn.microsoft.com/en-us/entra/identity-platform/howto-create-service-principal-portal>.
pub(super) fn service_principal() -> Guide {
    let steps = [
        "In the Microsoft Entra admin center, open App registrations and register an application for this app. It needs no redirect URI.",
        "Copy the directory (tenant) ID and the application (client) ID from its overview here.",
        "In Certificates & secrets, create a client secret and copy its value here, not its ID: Azure shows it only once.",
        "In the Azure portal, open the subscription's Access control (IAM), add a role assignment with the role Reader, and select the application by its name.",
        "Copy the subscription's ID here, or leave it empty for the first enabled subscription.",
    ];
    let mut guide =
        Guide::new(steps, "https://go.microsoft.com/fwlink/?linkid=2083908", "App registrations");
    guide.policies = vec![
        Policy { title: "Custom role: less than Reader".into(), text: ROLE.into() },
        Policy {
            title: "Optional custom role: start, stop and reboot virtual machines".into(),
            text: POWER.into(),
        },
    ];
    guide
}

/// Steps by <https://learn.microsoft.com/en-us/entra/identity-platform/quickstart-register-app> and, of
/// the redirect, <https://learn.microsoft.com/en-us/entra/identity-platform/reply-url#localhost-exceptions>.
pub(super) fn browser() -> Guide {
    let steps = [
        "In the Microsoft Entra admin center, open App registrations and register an application for this app.",
        "As supported account types, choose your own directory only; or any organizational directory, to sign in to several.",
        "As the redirect URI, choose the platform Public client/native (mobile & desktop) and enter http://localhost. Azure does not compare its port.",
        "In API permissions, add Azure Service Management, delegated permission user_impersonation. An administrator grants consent for all where people may not themselves.",
        "Copy the application (client) ID here. It needs no client secret; only an application of the platform Web has one, with the redirect URI http://localhost there.",
        "Copy the directory (tenant) ID here too, or leave it empty for the tenant of the account that signs in.",
        "Sign in with an account that has the role Reader on the subscriptions; to start, stop and reboot virtual machines, Virtual Machine Contributor.",
    ];
    Guide::new(steps, "https://go.microsoft.com/fwlink/?linkid=2083908", "App registrations")
}

#[cfg(test)]
mod tests {
    use super::service_principal;

    #[test]
    fn the_role_for_power_is_json_and_allows_nothing_else() {
        let guide = service_principal();
        let role: serde_json::Value = serde_json::from_str(&guide.policies[1].text).expect("JSON");
        let actions = role["Actions"].as_array().expect("actions");
        assert_eq!(actions.len(), 3);
        let of_machines = "Microsoft.Compute/virtualMachines/";
        assert!(
            actions.iter().all(|one| one.as_str().is_some_and(|it| it.starts_with(of_machines)))
        );
    }

    #[test]
    fn the_role_is_json_and_allows_only_reading() {
        let guide = service_principal();
        let role: serde_json::Value = serde_json::from_str(&guide.policies[0].text).expect("JSON");
        let actions = role["Actions"].as_array().expect("actions");
        assert!(actions.iter().all(|one| one.as_str().is_some_and(|text| text.ends_with("/read"))));
    }
}
