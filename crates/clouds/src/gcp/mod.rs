//! Google Cloud: Compute Engine's instances of a project, by a service account's key or by a
//! person's sign-in.

mod access;
mod browser;
mod choices;
mod client;
mod credential;
mod error;
mod guide;
mod listing;
mod machine_type;
mod machines;
mod power;
mod set_up;
mod sign_in_refusal;
mod tool_session;

use async_trait::async_trait;
use nexus_model::{Account, Failure, Identity, PowerAction};

use nexus_signin::SignInPlan;

use self::client::Client;
use crate::sign_in::no_sign_in;
use crate::{
    AuthKind, Choice, Cloud, Descriptor, EndpointField, ListingSink, Powered, Steps, ToolSession,
    Tools,
};

/// Google Cloud.
#[derive(Clone, Debug)]
pub struct Gcp(Tools);

impl Gcp {
    /// Asked with these tools.
    pub fn new(tools: &Tools) -> Self {
        Self(tools.clone())
    }
}

#[async_trait]
impl Cloud for Gcp {
    fn descriptor(&self) -> Descriptor {
        let service_account = AuthKind {
            id: "service_account".into(),
            name: "Service account key".into(),
            summary:
                "For one project: the JSON key of a service account with the role Compute Viewer."
                    .into(),
            schema: credential::schema(),
            guide: guide::service_account(),
            sign_in: None,
        };
        let mut descriptor =
            Descriptor::new("gcp", "Google Cloud", vec![service_account, browser::auth_kind()]);
        descriptor.endpoint = endpoint();
        descriptor.power = PowerAction::ALL.to_vec();
        descriptor
    }

    async fn check(&self, account: &Account) -> Result<Identity, Failure> {
        Client::new(&self.0, account)?.check().await
    }

    async fn list(&self, account: &Account, sink: &ListingSink) -> Result<(), Failure> {
        let client = Client::new(&self.0, account)?;
        listing::list(&client, account, sink).await
    }

    async fn power(
        &self,
        account: &Account,
        machine: Powered<'_>,
        action: PowerAction,
    ) -> Result<(), Failure> {
        power::send(&Client::new(&self.0, account)?, machine, action).await
    }

    async fn tool_session(&self, account: &Account, _: &str) -> Result<ToolSession, Failure> {
        tool_session::open(&self.0, account).await
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
        choices::list(&self.0, account).await
    }

    async fn prepare(&self, account: &Account, steps: &Steps) -> Result<(), Failure> {
        set_up::prepare(&self.0, account, steps).await
    }
}

/// One address stands for all of Google's: `{endpoint}/token` grants tokens, `{endpoint}/compute/v1`
/// is Compute Engine, and `{endpoint}` is the issuer of a sign-in. The key's own `token_uri` is then
/// not used.
fn endpoint() -> EndpointField {
    EndpointField {
        description: "Only for a proxy of the APIs: it answers at /token and /compute/v1, for a sign-in at /.well-known/openid-configuration, /v1 and /v3 too. Empty for Google's own.".into(),
        ..EndpointField::custom()
    }
}
