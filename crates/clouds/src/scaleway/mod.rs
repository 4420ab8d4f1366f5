//! Scaleway: the Instances of every zone, by an API key.

mod client;
mod credential;
mod details;
mod error;
mod machines;
mod power;

use async_trait::async_trait;
use nexus_model::{Account, Failure, Identity, PowerAction};

use self::client::{Client, First};
use self::details::Details;
use crate::paging::{Page, each_page};
use crate::{AuthKind, Cloud, Descriptor, Guide, ListingSink, Policy, Powered, Tools};

/// The zones of Instances: <https://www.scaleway.com/en/developers/api/instance/#availability-zones>. No call
/// tells them.
const ZONES: [&str; 10] = [
    "fr-par-1", "fr-par-2", "fr-par-3", "nl-ams-1", "nl-ams-2", "nl-ams-3", "pl-waw-1", "pl-waw-2",
    "pl-waw-3", "it-mil-1",
];

/// Scaleway.
#[derive(Clone, Debug)]
pub struct Scaleway(Tools);

impl Scaleway {
    /// Asked with these tools.
    pub fn new(tools: &Tools) -> Self {
        Self(tools.clone())
    }
}

#[async_trait]
impl Cloud for Scaleway {
    fn descriptor(&self) -> Descriptor {
        let key = AuthKind {
            id: "api_key".into(),
            name: "API key".into(),
            summary: "For an IAM application or user. It lists every project it may read.".into(),
            schema: credential::schema(),
            guide: guide(),
            sign_in: None,
        };
        let descriptor = Descriptor::new("scaleway", "Scaleway", vec![key]);
        Descriptor { power: PowerAction::ALL.to_vec(), ..descriptor }
    }

    async fn check(&self, account: &Account) -> Result<Identity, Failure> {
        Client::new(&self.0, account)?.check(ZONES[0]).await
    }

    async fn list(&self, account: &Account, sink: &ListingSink) -> Result<(), Failure> {
        let client = &Client::new(&self.0, account)?;
        // A key that is refused is one failure, not one for each zone.
        client.get_api_key().await?;
        let zones = ZONES.map(str::to_owned).to_vec();
        let list = |zone: String| async move { list_zone(client, account, &zone, sink).await };
        sink.each_region(zones, list).await;
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
}

async fn list_zone(
    client: &Client,
    account: &Account,
    zone: &str,
    sink: &ListingSink,
) -> Result<(), Failure> {
    let call = &client.listing(zone);
    let details = &Details::new(client, zone);
    let list = |first: First| async move {
        let page = client.list_servers(zone, first.page).await?;
        let next = page.next(&first);
        let known = details.of(&page.servers).await;
        let resources = machines::of_page(account, call, zone, page.servers, &known)?;
        Ok(Page { resources, next })
    };
    each_page(zone, call.clone(), sink, First::default(), list).await
}

/// <https://www.scaleway.com/en/docs/iam/policies-permissions/permission-sets/>
const PERMISSION_SETS: &str = "Scope: the projects to list
  InstancesReadOnly
  IPAMReadOnly      (private addresses; without it they are left out)
  or, to start, stop and reboot Instances from here:
  InstancesFullAccess (in place of InstancesReadOnly: no set allows less than all changes)

Scope: the organization
  IAMReadOnly       (whose key it is; without it only the key is named)
  ProjectReadOnly   (the organization of the key; likewise)
";

fn guide() -> Guide {
    let steps = [
        "Open IAM in the Scaleway console and create an application for this app.",
        "Create a policy with the application as its principal and the permission sets below; InstancesReadOnly is enough to list.",
        "Generate an API key with the application as its bearer.",
        "Copy the access key and the secret key here: Scaleway shows the secret only once.",
    ];
    let mut guide = Guide::new(steps, "https://console.scaleway.com/iam/api-keys", "IAM, API keys");
    guide.policies = vec![Policy {
        title: "Permission sets: read Instances".into(),
        text: PERMISSION_SETS.into(),
    }];
    guide
}

#[cfg(test)]
#[path = "tests.rs"]
mod tests;
