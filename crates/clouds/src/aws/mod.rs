//! Amazon Web Services: EC2 instances of every enabled region, by an access key, by a role that is
//! assumed with one, or by a role that a person took in IAM Identity Center.

mod assume_role;
mod choices;
mod client;
mod credential;
mod device;
mod document;
mod error;
mod guide;
mod identity_center;
mod machines;
mod partition;
mod password;
mod portal;
mod power;
mod profiles;
mod role;
mod role_refusal;
mod sso_refusal;
mod tool_session;
mod words;

use async_trait::async_trait;
use nexus_model::{Account, Failure, Identity, PowerAction};
use nexus_signin::SignInPlan;

use self::client::Client;
use crate::import::not_declared;
use crate::paging::{Page, each_page};
use crate::sign_in::no_sign_in;
use crate::{
    AuthKind, Candidate, Choice, Cloud, Descriptor, Files, ListingSink, Powered, ToolSession,
    Tools, WindowsPassword,
};

/// Amazon Web Services.
#[derive(Clone, Debug)]
pub struct Aws(Tools);

impl Aws {
    /// Asked with these tools.
    pub fn new(tools: &Tools) -> Self {
        Self(tools.clone())
    }

    /// The account's client: with its key, or with the session of its role.
    async fn client(&self, account: &Account) -> Result<Client, Failure> {
        let sessions = &self.0.sessions;
        if account.auth == identity_center::AUTH {
            let client = identity_center::client(account, self.0.patience)?;
            let open = client.get_role_credentials(account);
            let session = sessions.get_or_open(account, identity_center::AUTH, open).await?;
            return Ok(client.with_session(session));
        }
        let client = Client::new(account, self.0.patience)?;
        if account.auth != role::AUTH {
            return Ok(client);
        }
        let open = client.assume_role(account);
        let session = sessions.get_or_open(account, role::AUTH, open).await?;
        Ok(client.with_session(session))
    }

    /// A client with a fresh session, when the kept one may be why a call failed: its role was made
    /// anew, or this computer's clock was wrong when it began.
    ///
    /// # Errors
    /// The call's failure if its session is not to blame.
    async fn renewed(
        &self,
        account: &Account,
        client: Client,
        why: Failure,
    ) -> Result<Client, Failure> {
        let Some(session) = client.session.filter(|_| error::is_of_the_token(&why)) else {
            return Err(why);
        };
        let by_sign_in = account.auth == identity_center::AUTH;
        let purpose = if by_sign_in { identity_center::AUTH } else { role::AUTH };
        self.0.sessions.refused(account, purpose, &session).await;
        self.client(account).await
    }
}

#[async_trait]
impl Cloud for Aws {
    fn descriptor(&self) -> Descriptor {
        let access_key = AuthKind {
            id: "access_key".into(),
            name: "Access key".into(),
            summary: "For an IAM user, or for a temporary session with its token.".into(),
            schema: credential::schema(),
            guide: guide::access_key(),
            sign_in: None,
        };
        let assume_role = AuthKind {
            id: role::AUTH.into(),
            name: "Assume role".into(),
            summary: "For a role of this or another account, assumed with an access key.".into(),
            schema: role::schema(),
            guide: guide::assume_role(),
            sign_in: None,
        };
        let kinds = vec![access_key, assume_role, identity_center::auth_kind()];
        let mut descriptor = Descriptor::new("aws", "Amazon Web Services", kinds);
        descriptor.imports = vec![profiles::import()];
        descriptor.power = PowerAction::ALL.to_vec();
        descriptor.windows_password = true;
        descriptor
    }

    async fn check(&self, account: &Account) -> Result<Identity, Failure> {
        let client = self.client(account).await?;
        match client.get_caller_identity().await {
            Err(why) => self.renewed(account, client, why).await?.get_caller_identity().await,
            identity => identity,
        }
    }

    async fn list(&self, account: &Account, sink: &ListingSink) -> Result<(), Failure> {
        let mut client = self.client(account).await?;
        let regions = match client.describe_regions().await {
            Err(why) => {
                client = self.renewed(account, client, why).await?;
                client.describe_regions().await?
            }
            Ok(regions) => regions,
        };
        let list = |region: String| {
            let client = &client;
            async move { list_region(client, account, &region, sink).await }
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
        let client = self.client(account).await?;
        match power::send(&client, machine, action).await {
            Err(why) => {
                let client = self.renewed(account, client, why).await?;
                power::send(&client, machine, action).await
            }
            done => done,
        }
    }

    async fn windows_password(
        &self,
        account: &Account,
        machine: Powered<'_>,
    ) -> Result<WindowsPassword, Failure> {
        let client = self.client(account).await?;
        match password::get(&client, machine).await {
            Err(why) => {
                let client = self.renewed(account, client, why).await?;
                password::get(&client, machine).await
            }
            password => password,
        }
    }

    async fn tool_session(&self, account: &Account, region: &str) -> Result<ToolSession, Failure> {
        if role::is_read_only(account) {
            return Ok(tool_session::of_reader());
        }
        let client = self.client(account).await?;
        let session = match &client.session {
            Some(session) => session.clone(),
            None if credential::is_temporary(account) => {
                return Ok(tool_session::own(account, region));
            }
            None => {
                let open = client.get_session_token();
                self.0.sessions.get_or_open(account, tool_session::PURPOSE, open).await?
            }
        };
        Ok(tool_session::handed_over(account, session, region))
    }

    fn import(&self, import: &str, files: &Files) -> Result<Vec<Candidate>, Failure> {
        match import {
            profiles::IMPORT => profiles::candidates(files),
            _ => Err(not_declared(import)),
        }
    }

    fn sign_in(&self, account: &Account) -> Result<SignInPlan, Failure> {
        if account.auth != identity_center::AUTH {
            return Err(no_sign_in(account));
        }
        identity_center::plan(account, self.0.patience)
    }

    async fn choices(&self, account: &Account) -> Result<Vec<Choice>, Failure> {
        choices::list(&identity_center::client(account, self.0.patience)?, account).await
    }
}

async fn list_region(
    client: &Client,
    account: &Account,
    region: &str,
    sink: &ListingSink,
) -> Result<(), Failure> {
    let regional = &client.in_region(region);
    let list = |token: String| async move {
        let page = regional.describe_instances(token).await?;
        let next = page.output.next_token().filter(|next| !next.is_empty()).map(str::to_owned);
        let resources =
            machines::of_page(account, region, page).map_err(|why| regional.unreadable(&why))?;
        Ok(Page { resources, next })
    };
    each_page(region, regional.listing(), sink, String::new(), list).await
}
