//! The calls, named as the vendor names them.

use nexus_http::{Call, Document};
use nexus_model::{Account, Failure, Identity};
use serde::Deserialize;

use super::error::parse_error;
use super::machines::Instance;
use crate::Tools;
use crate::token::TokenApi;

const API: &str = "https://api.vultr.com";

/// Most instances a page may have: <https://www.vultr.com/api/#section/Introduction/Meta-and-Pagination>.
const PAGE: u32 = 500;

/// One account's connection for one check or one listing.
pub(super) struct Client(TokenApi);

#[derive(Deserialize)]
struct Reply {
    account: AccountTold,
}

#[derive(Deserialize)]
struct AccountTold {
    name: String,
    email: String,
}

/// One page of instances.
#[derive(Deserialize)]
pub(super) struct Page {
    pub(super) instances: Vec<Document<Instance>>,
    meta: Meta,
}

#[derive(Deserialize)]
struct Meta {
    links: Links,
}

#[derive(Deserialize)]
struct Links {
    next: String,
}

impl Page {
    /// The cursor of the next page; Vultr's last page has an empty one.
    pub(super) fn next(&self) -> Option<String> {
        Some(self.meta.links.next.clone()).filter(|cursor| !cursor.is_empty())
    }
}

impl Client {
    /// # Errors
    /// `invalid_input` for a credential without its token.
    pub(super) fn new(tools: &Tools, account: &Account) -> Result<Self, Failure> {
        TokenApi::new(&tools.http, account, API, parse_error).map(Self)
    }

    /// <https://www.vultr.com/api/#tag/account/operation/get-account>
    pub(super) async fn check(&self) -> Result<Identity, Failure> {
        let request = self.0.get("GetAccount", &["v2", "account"]);
        let Reply { account } = request.json().await?;
        Ok(Identity::new(account.name, account.email))
    }

    /// One page of instances; the cursor is the previous page's:
    /// <https://www.vultr.com/api/#tag/instances/operation/list-instances>.
    pub(super) async fn list_instances(&self, cursor: String) -> Result<Page, Failure> {
        let request = self.0.get("ListInstances", &["v2", "instances"]).query("per_page", PAGE);
        let request = if cursor.is_empty() { request } else { request.query("cursor", cursor) };
        request.json().await
    }

    /// An action of an instance, by its name in the path:
    /// <https://www.vultr.com/api/#tag/instances/operation/start-instance> and its neighbours.
    pub(super) async fn act(
        &self,
        operation: &'static str,
        instance: &str,
        action: &str,
    ) -> Result<(), Failure> {
        self.0.post(operation, &["v2", "instances", instance, action]).command().await.map(drop)
    }

    /// What a failure says of the listing.
    pub(super) fn listing(&self) -> Call {
        self.0.call("ListInstances")
    }
}
