//! How a person creates a service account's key, and the least it must be allowed.

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
    guide.policies = vec![Policy {
        title: "Least privilege: a custom role that lists instances (gcloud iam roles create nexus --file=role.yaml)".into(),
        text: ROLE.into(),
    }];
    guide
}
