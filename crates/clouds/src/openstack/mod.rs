//! OpenStack: the servers of a project in every region of its catalogue, by a password or an
//! application credential of Keystone. The account's endpoint is Keystone's address.

mod catalog;
mod client;
mod credential;
mod error;
mod guide;
mod import;
mod machines;
mod nova;
mod power;

use async_trait::async_trait;
use nexus_model::{Account, Failure, Identity, PowerAction};

use self::client::Client;
use self::nova::Nova;
use crate::import::{Candidate, Files, not_declared};
use crate::paging::{Page, each_page};
use crate::{AuthKind, Cloud, Descriptor, EndpointField, ListingSink, Powered, Tools};

/// OpenStack, whoever runs it.
#[derive(Clone, Debug)]
pub struct OpenStack(Tools);

impl OpenStack {
    /// Asked with these tools.
    pub fn new(tools: &Tools) -> Self {
        Self(tools.clone())
    }
}

#[async_trait]
impl Cloud for OpenStack {
    fn descriptor(&self) -> Descriptor {
        let application_credential = AuthKind {
            id: credential::APPLICATION_CREDENTIAL.into(),
            name: "Application credential".into(),
            summary:
                "For one project, without the user's password. It can be taken back by itself."
                    .into(),
            schema: credential::application_credential_schema(),
            guide: guide::application_credential(),
            sign_in: None,
        };
        let password = AuthKind {
            id: credential::PASSWORD.into(),
            name: "Password".into(),
            summary: "For a user of Keystone and one of the user's projects.".into(),
            schema: credential::password_schema(),
            guide: guide::password(),
            sign_in: None,
        };
        let kinds = vec![password, application_credential];
        let mut descriptor = Descriptor::new("openstack", "OpenStack", kinds);
        descriptor.endpoint = EndpointField {
            required: true,
            title: "Auth URL".into(),
            description: "Address of Keystone, the Identity service: OS_AUTH_URL of the cloud's RC file, auth_url of clouds.yaml.".into(),
            example: "https://keystone.cloud.example:5000/v3".into(),
        };
        descriptor.imports = vec![import::declaration()];
        descriptor.power = PowerAction::ALL.to_vec();
        descriptor
    }

    async fn check(&self, account: &Account) -> Result<Identity, Failure> {
        Client::new(&self.0, account)?.check().await
    }

    async fn list(&self, account: &Account, sink: &ListingSink) -> Result<(), Failure> {
        let client = &Client::new(&self.0, account)?;
        let compute = &client.compute().await?;
        let regions = compute.keys().cloned().collect();
        let list = |region: String| async move {
            let url = compute.get(&region).map_or("", String::as_str);
            let nova = &Nova::new(client, &region, url)?;
            let list = |marker: String| async move {
                let page = nova.list_servers(&marker).await?;
                let next = page.next(&nova.listing())?;
                let resources =
                    machines::of_page(account, nova.region(), &nova.listing(), page.servers)?;
                Ok(Page { resources, next })
            };
            each_page(&region, nova.listing(), sink, String::new(), list).await
        };
        sink.each_region(regions, list).await;
        Ok(())
    }

    async fn power(
        &self,
        account: &Account,
        machine: Powered<'_>,
        action: PowerAction,
    ) -> Result<(), Failure> {
        power::send(&Client::new(&self.0, account)?, machine, action).await
    }

    fn import(&self, import: &str, files: &Files) -> Result<Vec<Candidate>, Failure> {
        match import {
            import::CLOUDS_YAML => import::candidates(files),
            _ => Err(not_declared(import)),
        }
    }
}
