//! The calls, named as Microsoft's specification names them
//! (<https://github.com/Azure/azure-rest-api-specs>).

use std::collections::HashSet;
use std::fmt;

use nexus_http::{Api, Call, Document, unreadable};
use nexus_model::{Account, ErrorCode, Failure, Secret};
use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::credential::{self, By, Credential};
use super::environment;
use super::error::{READER, parse_error, parse_error_for_person, subscriptions_page};
use super::machines::{InstanceStatus, VirtualMachine};
use super::network::{NetworkInterface, PublicIpAddress};
use crate::Tools;
use crate::oauth::Grant;

/// Microsoft.Resources, 2022-12-01.
const SUBSCRIPTIONS: &str = "2022-12-01";
/// Microsoft.Compute, 2024-07-01.
const COMPUTE: &str = "2024-07-01";
/// Microsoft.Network, 2024-05-01.
const NETWORK: &str = "2024-05-01";

/// The first page of a list; each other one is known by the address that the one before names.
pub(super) const FIRST: &str = "";

/// One account's connection for one check or one listing.
pub(super) struct Client<'a> {
    tools: &'a Tools,
    account: &'a Account,
    credential: Credential,
    /// Azure Resource Manager.
    arm: Api,
    /// Microsoft Entra.
    entra: Api,
    /// The resource whose default permissions the token is for.
    scope: String,
    /// The portal's address for the tenant's resources, but for their ids.
    portal: Option<String>,
}

/// One page of a list.
#[derive(Deserialize)]
pub(super) struct List<T> {
    pub(super) value: Vec<T>,
    #[serde(rename = "nextLink")]
    next_link: Option<String>,
}

impl<T> List<T> {
    /// Address of the next page.
    pub(super) fn next(&self) -> Option<String> {
        self.next_link.clone().filter(|link| !link.is_empty())
    }
}

/// The fields used of <https://learn.microsoft.com/en-us/rest/api/resources/subscriptions/list>.
#[derive(Deserialize)]
pub(super) struct Subscription {
    #[serde(rename = "subscriptionId")]
    pub(super) id: String,
    #[serde(rename = "displayName")]
    pub(super) name: Option<String>,
    /// Enabled, Warned, PastDue, Disabled or Deleted.
    pub(super) state: Option<String>,
    /// The tenant it belongs to.
    #[serde(rename = "tenantId")]
    pub(super) tenant: Option<String>,
}

impl Subscription {
    /// Whether its resources can be read.
    pub(super) fn is_enabled(&self) -> bool {
        self.state.as_deref() == Some("Enabled")
    }
}

impl fmt::Display for Subscription {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.name {
            Some(name) => write!(f, "{name} ({})", self.id),
            None => f.write_str(&self.id),
        }
    }
}

/// What a list is asked for.
struct Query<'q> {
    operation: &'static str,
    path: &'q [&'q str],
    version: &'static str,
    status_only: bool,
}

impl<'a> Client<'a> {
    /// # Errors
    /// `invalid_input` for a credential with a field missing.
    pub(super) fn new(tools: &'a Tools, account: &'a Account) -> Result<Self, Failure> {
        let credential = credential::of(account)?;
        let endpoint = account.endpoint.as_ref();
        let cloud = environment::of(endpoint);
        let (arm, entra) = cloud.map_or(("", ""), |cloud| (cloud.arm, cloud.entra));
        // A private cloud issues its tokens itself.
        let own = endpoint.filter(|_| cloud.is_none());
        let (secret, parse_error): (_, nexus_http::ParseError) = match &credential.by {
            By::Secret(secret) => (secret, parse_error),
            By::Person(token) => (token, parse_error_for_person),
        };
        let api = |vendors| Api::new(&tools.http, own, vendors, [secret.clone()], parse_error);
        let resource = own.map_or(arm, |endpoint| endpoint.as_str());
        let portal = cloud.map(|cloud| match credential.tenant.as_str() {
            credential::ANY_ORGANISATION => format!("{}/#resource", cloud.portal),
            tenant => format!("{}/#@{tenant}/resource", cloud.portal),
        });
        let scope = format!("{resource}/.default");
        let (arm, entra) = (api(arm)?, api(entra)?);
        Ok(Self { tools, account, arm, entra, credential, scope, portal })
    }

    /// Who makes the calls. Of a person only the application is known: the token is for Resource
    /// Manager to read, and that does not tell.
    pub(super) fn principal(&self) -> String {
        match self.credential.by {
            By::Secret(_) => format!("application {}", self.credential.client),
            By::Person(_) => format!("signed in through application {}", self.credential.client),
        }
    }

    /// The portal's address for the tenant's resources, but for their ids.
    pub(super) fn portal(&self) -> Option<&str> {
        self.portal.as_deref()
    }

    /// What a failure says of the listing.
    pub(super) fn listing(&self) -> Call {
        self.arm.call("VirtualMachines_ListAll")
    }

    /// The subscription that is listed: the chosen one, or the first that is enabled.
    ///
    /// # Errors
    /// `not_found` if none is enabled.
    pub(super) async fn subscription(&self) -> Result<Subscription, Failure> {
        if let Some(id) = &self.credential.subscription {
            let (operation, path) = ("Subscriptions_Get", ["subscriptions", id]);
            let query =
                Query { operation, path: &path, version: SUBSCRIPTIONS, status_only: false };
            return self.get(&query, FIRST).await;
        }
        let mut enabled =
            self.list_subscriptions().await?.into_iter().filter(Subscription::is_enabled);
        enabled.next().ok_or_else(|| self.none_enabled())
    }

    /// Every subscription that may be read: <https://learn.microsoft.com/en-us/rest/api/resources/subscriptions/list>.
    pub(super) async fn list_subscriptions(&self) -> Result<Vec<Subscription>, Failure> {
        let query = Query {
            operation: "Subscriptions_List",
            path: &["subscriptions"],
            version: SUBSCRIPTIONS,
            status_only: false,
        };
        self.all(&query).await
    }

    /// The ID of the subscription that is listed.
    ///
    /// # Errors
    /// As [`Client::subscription`], where none was chosen.
    pub(super) async fn subscription_id(&self) -> Result<String, Failure> {
        match &self.credential.subscription {
            Some(id) => Ok(id.clone()),
            None => Ok(self.subscription().await?.id),
        }
    }

    /// One page of machines: <https://learn.microsoft.com/en-us/rest/api/compute/virtual-machines/list-all>.
    pub(super) async fn list_virtual_machines(
        &self,
        subscription: &str,
        cursor: &str,
    ) -> Result<List<Document<VirtualMachine>>, Failure> {
        let path = resources(subscription, "Microsoft.Compute", "virtualMachines");
        let operation = "VirtualMachines_ListAll";
        let query = Query { operation, path: &path, version: COMPUTE, status_only: false };
        self.get(&query, cursor).await
    }

    /// The power state of every machine, by the same call with `statusOnly`:
    /// <https://learn.microsoft.com/en-us/azure/virtual-machines/states-billing>.
    pub(super) async fn list_power_states(
        &self,
        subscription: &str,
    ) -> Result<Vec<InstanceStatus>, Failure> {
        let path = resources(subscription, "Microsoft.Compute", "virtualMachines");
        let operation = "VirtualMachines_ListAll";
        let query = Query { operation, path: &path, version: COMPUTE, status_only: true };
        self.all(&query).await
    }

    /// <https://learn.microsoft.com/en-us/rest/api/virtualnetwork/network-interfaces/list-all>.
    pub(super) async fn list_network_interfaces(
        &self,
        subscription: &str,
    ) -> Result<Vec<NetworkInterface>, Failure> {
        let path = resources(subscription, "Microsoft.Network", "networkInterfaces");
        let operation = "NetworkInterfaces_ListAll";
        let query = Query { operation, path: &path, version: NETWORK, status_only: false };
        self.all(&query).await
    }

    /// <https://learn.microsoft.com/en-us/rest/api/virtualnetwork/public-ip-addresses/list-all>.
    pub(super) async fn list_public_ip_addresses(
        &self,
        subscription: &str,
    ) -> Result<Vec<PublicIpAddress>, Failure> {
        let path = resources(subscription, "Microsoft.Network", "publicIPAddresses");
        let operation = "PublicIPAddresses_ListAll";
        let query = Query { operation, path: &path, version: NETWORK, status_only: false };
        self.all(&query).await
    }

    /// An operation of a machine that is asked for by POST and runs on after the reply. `id` is the
    /// machine's own path: <https://learn.microsoft.com/en-us/rest/api/compute/virtual-machines/start>
    /// and its neighbours.
    pub(super) async fn act(
        &self,
        operation: &'static str,
        id: &str,
        action: &str,
    ) -> Result<(), Failure> {
        let path: Vec<_> = id.split('/').filter(|part| !part.is_empty()).chain([action]).collect();
        let path = &path;
        let call = |token: Secret| async move {
            let arm = self.arm.clone().keeping(&token);
            let request = arm.post(operation, path).query("api-version", COMPUTE);
            request.bearer(&token).command().await.map(drop)
        };
        self.with_token(call).await
    }

    /// Every page of a list.
    async fn all<T: DeserializeOwned>(&self, query: &Query<'_>) -> Result<Vec<T>, Failure> {
        let (mut all, mut read) = (Vec::new(), HashSet::new());
        let mut next = Some(FIRST.to_owned());
        while let Some(cursor) = next {
            let page: List<T> = self.get(query, &cursor).await?;
            next = page.next();
            all.extend(page.value);
            if !read.insert(cursor) {
                let call = self.arm.call(query.operation);
                return Err(unreadable(&call, "it announces a page that was read before"));
            }
        }
        Ok(all)
    }

    async fn get<T: DeserializeOwned>(
        &self,
        query: &Query<'_>,
        cursor: &str,
    ) -> Result<T, Failure> {
        let call = |token: Secret| async move {
            let arm = self.arm.clone().keeping(&token);
            let request = if cursor == FIRST {
                let first = arm.get(query.operation, query.path);
                let first = first.query("api-version", query.version);
                if query.status_only { first.query("statusOnly", true) } else { first }
            } else {
                arm.follow(query.operation, cursor)?
            };
            request.bearer(&token).json().await
        };
        self.with_token(call).await
    }

    /// With the account's token: the application's, or that of the person who signed in.
    async fn with_token<T, Fut>(&self, call: impl Fn(Secret) -> Fut) -> Result<T, Failure>
    where
        Fut: Future<Output = Result<T, Failure>>,
    {
        let secret = match &self.credential.by {
            By::Secret(secret) => secret.expose().trim(),
            By::Person(token) => return call(token.clone()).await,
        };
        let form = [
            ("grant_type", "client_credentials"),
            ("client_id", self.credential.client.as_str()),
            ("client_secret", secret),
            ("scope", self.scope.as_str()),
        ];
        // https://learn.microsoft.com/en-us/entra/identity-platform/v2-oauth2-client-creds-grant-flow
        let grant = Grant {
            purpose: "arm",
            api: &self.entra,
            operation: "GetToken",
            path: &[&self.credential.tenant, "oauth2", "v2.0", "token"],
            form: &form,
        };
        grant.with_token(&self.tools.sessions, self.account, call).await
    }

    /// No subscription can be listed.
    pub(super) fn none_enabled(&self) -> Failure {
        let call = self.arm.call("Subscriptions_List");
        let message = format!("No enabled subscription was found for {}.", self.principal());
        let failure = Failure::new(ErrorCode::NotFound, call.operation, message, READER);
        match subscriptions_page(&call) {
            Some(link) => failure.with_link(link),
            None => failure,
        }
    }
}

/// Path of a subscription's resources of one type.
fn resources<'p>(subscription: &'p str, provider: &'p str, kind: &'p str) -> [&'p str; 5] {
    ["subscriptions", subscription, "providers", provider, kind]
}

#[cfg(test)]
#[path = "client_tests.rs"]
mod tests;
