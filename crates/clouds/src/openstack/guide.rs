//! How a person gets a credential. Every cloud has a dashboard of its own, so OpenStack's own
//! pages are what can be linked to.

use crate::{Guide, Policy};

/// <https://docs.openstack.org/keystone/latest/user/application_credentials.html>
pub(super) fn application_credential() -> Guide {
    let steps = [
        "Sign in to the cloud's dashboard and choose the project.",
        "Open Identity, Application Credentials, and create one. The role reader is enough to list; to start, stop and reboot servers from here, member. Leave Unrestricted off.",
        "Copy the ID and the secret here: the secret is shown only once.",
        "Copy the auth URL too. It is in the clouds.yaml that the dashboard offers, and under Project, API Access.",
        "An application credential belongs to one project: add a provider for each project.",
    ];
    let mut guide = Guide::new(
        steps,
        "https://docs.openstack.org/keystone/latest/user/application_credentials.html",
        "Keystone: application credentials",
    );
    let create = |role: &str| {
        format!("openstack application credential create nexus-access-vault --role {role}\n")
    };
    let policy = |title: &str, role: &str| Policy { title: title.into(), text: create(role) };
    guide.policies = vec![
        policy("The same in a terminal, with the least privilege", "reader"),
        policy("Optional: with the right to start, stop and reboot servers", "member"),
    ];
    guide
}

/// <https://docs.openstack.org/python-openstackclient/latest/configuration/index.html>
pub(super) fn password() -> Guide {
    let steps = [
        "Sign in to the cloud's dashboard, choose the project, and open Project, API Access.",
        "View the credentials, or download the OpenStack RC file: it has the auth URL, the user, the project and the domain.",
        "Copy them here, with the password that you sign in with.",
        "A user of whom the cloud wants a second factor is better served by an application credential.",
    ];
    Guide::new(
        steps,
        "https://docs.openstack.org/python-openstackclient/latest/configuration/index.html",
        "OpenStack client: configuration",
    )
}
