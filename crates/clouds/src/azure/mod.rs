//! Microsoft Azure: the virtual machines of a subscription, by a service principal or by a person's
//! sign-in.

mod browser;
mod choices;
mod client;
mod credential;
mod environment;
mod error;
mod guide;
mod machines;
mod network;
mod power;
mod sign_in_refusal;

use async_trait::async_trait;
use nexus_model::{Account, Failure, Identity, PowerAction};
use nexus_signin::SignInPlan;

use self::client::Client;
use self::network::Network;
use crate::paging::{Page, each_page};
use crate::sign_in::no_sign_in;
use crate::{
    AuthKind, Choice, Cloud, Descriptor, EndpointField, GLOBAL, ListingSink, Powered, ToolSession,
    Tools,
};

/// Microsoft Azure.
#[derive(Clone, Debug)]
pub struct Azure(Tools);

impl Azure {
    /// Asked with these tools.
    pub fn new(tools: &Tools) -> Self {
        Self(tools.clone())
    }
}

#[async_trait]
impl Cloud for Azure {
    fn descriptor(&self) -> Descriptor {
        let kind = AuthKind {
            id: "service_principal".into(),
            name: "Service principal".into(),
            summary: "For an app registration with a client secret and the role Reader.".into(),
            schema: credential::schema(),
            guide: guide::service_principal(),
            sign_in: None,
        };
        let mut descriptor =
            Descriptor::new("azure", "Microsoft Azure", vec![kind, browser::auth_kind()]);
        descriptor.power = PowerAction::ALL.to_vec();
        descriptor.endpoint = EndpointField {
            title: "Resource Manager endpoint".into(),
            description: "Only for a national or private cloud. The tokens come from Microsoft Entra of the same national cloud; any other endpoint must issue them itself, under /{tenant}/oauth2/v2.0.".into(),
            example: "https://management.usgovcloudapi.net".into(),
            ..EndpointField::custom()
        };
        descriptor
    }

    async fn check(&self, account: &Account) -> Result<Identity, Failure> {
        let client = Client::new(&self.0, account)?;
        let subscription = client.subscription().await?;
        Ok(Identity::new(subscription.to_string(), client.principal()))
    }

    async fn list(&self, account: &Account, sink: &ListingSink) -> Result<(), Failure> {
        let client = &Client::new(&self.0, account)?;
        sink.whole(list_machines(client, account, sink)).await
    }

    async fn power(
        &self,
        account: &Account,
        machine: Powered<'_>,
        action: PowerAction,
    ) -> Result<(), Failure> {
        power::send(&Client::new(&self.0, account)?, machine, action).await
    }

    /// The Azure CLI takes a token from nobody: it knows logins of its own alone
    /// (<https://learn.microsoft.com/cli/azure/authenticate-azure-cli>).
    async fn tool_session(&self, _: &Account, _: &str) -> Result<ToolSession, Failure> {
        let advice = "The Azure CLI takes no session from another program: run az login, as someone who may use the Bastion and read the virtual machine.";
        Ok(ToolSession::OwnLogin { advice: advice.to_owned() })
    }

    fn sign_in(&self, account: &Account) -> Result<SignInPlan, Failure> {
        if !crate::browser::is_of(account) {
            return Err(no_sign_in(account));
        }
        browser::plan(account)
    }

    fn explain_sign_in(&self, failure: Failure) -> Failure {
        sign_in_refusal::explain(failure)
    }

    async fn choices(&self, account: &Account) -> Result<Vec<Choice>, Failure> {
        choices::list(&Client::new(&self.0, account)?).await
    }
}

/// The list of machines has neither their power states nor their addresses: these come from three
/// lists of the whole subscription, read first.
async fn list_machines(
    client: &Client<'_>,
    account: &Account,
    sink: &ListingSink,
) -> Result<(), Failure> {
    let subscription = &client.subscription_id().await?;
    let (states, interfaces, addresses) = futures::try_join!(
        client.list_power_states(subscription),
        client.list_network_interfaces(subscription),
        client.list_public_ip_addresses(subscription),
    )?;
    let states = &machines::power_states(states);
    let network = &Network::new(interfaces, addresses);
    let call = client.listing();
    let list = |cursor: String| {
        let call = &call;
        async move {
            let page = client.list_virtual_machines(subscription, &cursor).await?;
            let next = page.next();
            let place = machines::Place { account, call, portal: client.portal(), states, network };
            Ok(Page { resources: place.of_page(page.value)?, next })
        }
    };
    each_page(GLOBAL, call.clone(), sink, client::FIRST.to_owned(), list).await
}
