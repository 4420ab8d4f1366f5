//! How a person creates a service account's key or an OAuth client, and the least each must be
//! allowed.

use crate::{Guide, Policy};

/// All that this app asks of Compute Engine, as a custom role
/// (<https://docs.cloud.google.com/iam/docs/creating-custom-roles#creating>).
const ROLE: &str = "title: Nexus Access Vault
description: Lists the instances of a project.
stage: GA
includedPermissions:
- compute.instances.list
- compute.projects.get
";

/// What starting, stopping and rebooting asks for, beside the rest:
/// <https://docs.cloud.google.com/iam/docs/roles-permissions/compute>.
const POWER: &str = "title: Nexus Access Vault power
description: Starts, stops and resets the instances of a project.
stage: GA
includedPermissions:
- compute.instances.start
- compute.instances.stop
- compute.instances.reset
";

pub(super) fn service_account() -> Guide {
    let steps = [
        "Choose the project in Google Cloud's console and enable the Compute Engine API if it is not.",
        "Under IAM & Admin, Service accounts, create a service account for this app.",
        "Grant it the role Compute Viewer on the project, or a custom role of the definition below.",
        "Open the service account's Keys, choose Add key, Create new key, JSON: the browser downloads the file, once.",
        "Paste the file's whole text here, or drop the file on the field, and delete the download.",
        "If keys are disabled, an administrator has to exempt the project from the organisation policies iam.disableServiceAccountKeyCreation and iam.managed.disableServiceAccountKeyCreation.",
        "For further projects, grant the role there too and add a provider for each, with its project ID.",
    ];
    let mut guide = Guide::new(
        steps,
        "https://console.cloud.google.com/iam-admin/serviceaccounts",
        "Service accounts",
    );
    let policy = |title: &str, text: &str| Policy { title: title.into(), text: text.into() };
    guide.policies = vec![
        policy(
            "Least privilege: a custom role that lists instances (gcloud iam roles create nexus --file=role.yaml)",
            ROLE,
        ),
        policy("Optional: a custom role to start, stop and reboot instances", POWER),
    ];
    guide
}

/// Steps by <https://developers.google.com/identity/protocols/oauth2/native-app#creatingcred> and
/// <https://support.google.com/cloud/answer/15549945> (audience, test users).
pub(super) fn browser() -> Guide {
    let steps = [
        "Choose a project for the OAuth client in Google Cloud's console and enable there the Cloud Resource Manager API, the Service Usage API and the Compute Engine API.",
        "In Google Auth Platform, Branding, give the app a name, a support email and a developer contact. A home page, a privacy policy and terms of service are asked for only when an external app is published; then use pages of your own organisation on its authorised domain.",
        "Under Audience, choose Internal if all accounts are of your organisation. Otherwise choose External and add the Google accounts that will sign in to the test users: while the app is in testing, each sign-in ends after seven days.",
        "Under Data access, add the scopes that are shown here.",
        "Under Clients, create an OAuth client of the type Desktop app. It needs no redirect URI: it comes back to http://127.0.0.1 on any port.",
        "Or use a client of the type Web application, register http://127.0.0.1:PORT/ with a port of your choice as its authorised redirect URI, and give the port here.",
        "Copy the client ID and the client secret here.",
        "Sign in with an account that has the role Compute Viewer on the projects; to enable the Compute Engine API from here, Service Usage Admin too.",
    ];
    Guide::new(
        steps,
        "https://console.cloud.google.com/auth/clients",
        "Google Auth Platform clients",
    )
}
