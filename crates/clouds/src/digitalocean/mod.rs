//! DigitalOcean: the Droplets of a team, by a personal access token or by a person's sign-in.

mod browser;
mod client;
mod error;
mod guide;
mod machines;
mod power;

use async_trait::async_trait;
use nexus_model::{Account, Failure, Fields, Identity, PowerAction};
use nexus_signin::SignInPlan;

use self::client::Client;
use crate::paging::{Page, each_page};
use crate::sign_in::no_sign_in;
use crate::{Choice, Cloud, Descriptor, GLOBAL, ListingSink, Powered, Tools, token};

/// DigitalOcean.
#[derive(Clone, Debug)]
pub struct DigitalOcean(Tools);

impl DigitalOcean {
    /// Asked with these tools.
    pub fn new(tools: &Tools) -> Self {
        Self(tools.clone())
    }
}

#[async_trait]
impl Cloud for DigitalOcean {
    fn descriptor(&self) -> Descriptor {
        let token = token::auth_kind(
            "A personal access token with read scopes.",
            "Starts with dop_v1_; shown by DigitalOcean only once.",
            16..=256,
            guide::token(),
        );
        let kinds = vec![token, browser::auth_kind()];
        let descriptor = Descriptor::new("digitalocean", "DigitalOcean", kinds);
        Descriptor { power: PowerAction::ALL.to_vec(), ..descriptor }
    }

    async fn check(&self, account: &Account) -> Result<Identity, Failure> {
        Client::new(&self.0, account)?.check().await
    }

    async fn list(&self, account: &Account, sink: &ListingSink) -> Result<(), Failure> {
        let client = &Client::new(&self.0, account)?;
        let list = |cursor| async move {
            let page = client.list_droplets(cursor).await?;
            let next = page.next();
            let resources = machines::of_page(account, &client.listing(), page.droplets)?;
            Ok(Page { resources, next })
        };
        sink.whole(each_page(GLOBAL, client.listing(), sink, 1, list)).await
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

    /// The one team that the person gave access to.
    async fn choices(&self, account: &Account) -> Result<Vec<Choice>, Failure> {
        let identity = Client::new(&self.0, account)?.check().await?;
        let choice = Choice {
            id: identity.account.clone(),
            name: identity.account,
            detail: identity.principal,
            fields: Fields::new(),
            problem: None,
        };
        Ok(vec![choice])
    }
}
