//! The calls, named as the vendor names them.

use nexus_http::{Call, Document};
use nexus_model::{Account, Failure, Identity};
use serde::Deserialize;
use serde_json::json;

use super::error::parse_error;
use super::machines::Linode;
use crate::Tools;
use crate::token::TokenApi;

const API: &str = "https://api.linode.com";

/// Most Linodes a page may have: <https://techdocs.akamai.com/linode-api/reference/pagination>.
const PAGE: u32 = 500;

/// One account's connection for one check or one listing.
pub(super) struct Client(TokenApi);

#[derive(Deserialize)]
struct Profile {
    username: String,
    email: Option<String>,
}

/// One page of Linodes.
#[derive(Deserialize)]
pub(super) struct Page {
    pub(super) data: Vec<Document<Linode>>,
    page: u32,
    pages: u32,
}

impl Page {
    /// The number of the next page.
    pub(super) fn next(&self) -> Option<u32> {
        (self.page < self.pages).then(|| self.page.saturating_add(1))
    }
}

impl Client {
    /// # Errors
    /// `invalid_input` for a credential without its token.
    pub(super) fn new(tools: &Tools, account: &Account) -> Result<Self, Failure> {
        TokenApi::new(&tools.http, account, API, parse_error).map(Self)
    }

    /// <https://techdocs.akamai.com/linode-api/reference/get-profile>
    pub(super) async fn check(&self) -> Result<Identity, Failure> {
        let request = self.0.get("GetProfile", &["v4", "profile"]);
        let profile: Profile = request.json().await?;
        Ok(Identity::new(profile.email.unwrap_or_default(), profile.username))
    }

    /// One page of Linodes, from 1: <https://techdocs.akamai.com/linode-api/reference/get-linode-instances>.
    pub(super) async fn list_linodes(&self, page: u32) -> Result<Page, Failure> {
        let request = self.0.get("ListLinodes", &["v4", "linode", "instances"]);
        let request = request.query("page_size", PAGE).query("page", page);
        request.json().await
    }

    /// An action of a Linode, by its name in the path, with nothing of it chosen:
    /// <https://techdocs.akamai.com/linode-api/reference/post-boot-linode-instance> and its neighbours.
    pub(super) async fn act(
        &self,
        operation: &'static str,
        linode: &str,
        action: &str,
    ) -> Result<(), Failure> {
        let path = ["v4", "linode", "instances", linode, action];
        self.0.post(operation, &path).json_body(&json!({})).command().await.map(drop)
    }

    /// What a failure says of the listing.
    pub(super) fn listing(&self) -> Call {
        self.0.call("ListLinodes")
    }
}
