//! OVHcloud: the Public Cloud instances of every project, by a service account or by a person's
//! sign-in.

mod browser;
mod choices;
mod client;
mod credential;
mod details;
mod error;
mod guide;
mod machines;
mod power;

use async_trait::async_trait;
use nexus_model::{Account, Failure, Identity, PowerAction};
use nexus_signin::SignInPlan;

use self::client::Client;
use crate::sign_in::no_sign_in;
use crate::{AuthKind, Choice, Cloud, Descriptor, ListingSink, Powered, Tools};

/// OVHcloud.
#[derive(Clone, Debug)]
pub struct Ovh(Tools);

impl Ovh {
    /// Asked with these tools.
    pub fn new(tools: &Tools) -> Self {
        Self(tools.clone())
    }
}

#[async_trait]
impl Cloud for Ovh {
    fn descriptor(&self) -> Descriptor {
        let service_account = AuthKind {
            id: "oauth2".into(),
            name: "Service account".into(),
            summary: "For an OAuth 2.0 client of an OVHcloud account in Europe, Canada or the US."
                .into(),
            schema: credential::schema(),
            guide: guide::service_account(),
            sign_in: None,
        };
        let mut descriptor =
            Descriptor::new("ovh", "OVHcloud", vec![service_account, browser::auth_kind()]);
        descriptor.power = PowerAction::ALL.to_vec();
        descriptor.endpoint.description = "Only for a proxy of the API. It is signed in to at its /auth/oauth2, all else is at /1.0. Empty for the region's own.".into();
        descriptor
    }

    async fn check(&self, account: &Account) -> Result<Identity, Failure> {
        Client::new(&self.0, account)?.check().await
    }

    async fn list(&self, account: &Account, sink: &ListingSink) -> Result<(), Failure> {
        let client = &Client::new(&self.0, account)?;
        let projects = client.list_projects().await?;
        let list =
            |project: String| async move { list_project(client, account, &project, sink).await };
        sink.each_region(projects, list).await;
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

    fn sign_in(&self, account: &Account) -> Result<SignInPlan, Failure> {
        if !crate::browser::is_of(account) {
            return Err(no_sign_in(account));
        }
        browser::plan(account)
    }

    fn explain_sign_in(&self, failure: Failure) -> Failure {
        error::explain_sign_in(failure)
    }

    async fn choices(&self, account: &Account) -> Result<Vec<Choice>, Failure> {
        choices::list(&Client::new(&self.0, account)?).await
    }
}

/// A project's instances come all at once.
async fn list_project(
    client: &Client<'_>,
    account: &Account,
    project: &str,
    sink: &ListingSink,
) -> Result<(), Failure> {
    let instances = client.list_instances(project).await?;
    let known = details::of(client, project, &instances).await;
    let place = machines::Place { account, project, region: client.region() };
    let call = client.listing(project);
    sink.page(project, machines::of_page(place, &call, instances, &known)?).await;
    Ok(())
}

#[cfg(test)]
#[path = "tests.rs"]
mod tests;
