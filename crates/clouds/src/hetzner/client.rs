//! The calls, named as the vendor names them.

use nexus_http::{Call, Document};
use nexus_model::{Account, Failure, Identity};
use serde::Deserialize;

use super::error::parse_error;
use super::machines::Server;
use crate::Tools;
use crate::token::TokenApi;

const API: &str = "https://api.hetzner.cloud";

/// Most servers a page may have: <https://docs.hetzner.cloud/reference/cloud#pagination>.
const PAGE: u32 = 50;

/// One account's connection for one check or one listing.
pub(super) struct Client(TokenApi);

/// One page of servers.
#[derive(Deserialize)]
pub(super) struct Page {
    pub(super) servers: Vec<Document<Server>>,
    meta: Meta,
}

#[derive(Deserialize)]
struct Meta {
    pagination: Pagination,
}

#[derive(Deserialize)]
struct Pagination {
    next_page: Option<u32>,
}

impl Page {
    /// The number of the next page.
    pub(super) fn next(&self) -> Option<u32> {
        self.meta.pagination.next_page
    }
}

impl Client {
    /// # Errors
    /// `invalid_input` for a credential without its token.
    pub(super) fn new(tools: &Tools, account: &Account) -> Result<Self, Failure> {
        TokenApi::new(&tools.http, account, API, parse_error).map(Self)
    }

    /// <https://docs.hetzner.cloud/reference/cloud#servers-get-all-servers>, the shortest page there is: there is
    /// no call that tells who a token is.
    pub(super) async fn check(&self) -> Result<Identity, Failure> {
        let page = self.0.get("ListServers", &["v1", "servers"]).query("per_page", 1);
        page.json::<Page>().await?;
        Ok(Identity::new("project of the token", "API token"))
    }

    /// One page of servers, from 1: <https://docs.hetzner.cloud/reference/cloud#servers-get-all-servers>.
    pub(super) async fn list_servers(&self, page: u32) -> Result<Page, Failure> {
        let request = self.0.get("ListServers", &["v1", "servers"]).query("per_page", PAGE);
        request.query("page", page).json().await
    }

    /// An action of a server, by its name in the path:
    /// <https://docs.hetzner.cloud/reference/cloud#server-actions>.
    pub(super) async fn act(
        &self,
        operation: &'static str,
        server: &str,
        action: &str,
    ) -> Result<(), Failure> {
        let path = ["v1", "servers", server, "actions", action];
        self.0.post(operation, &path).command().await.map(drop)
    }

    /// What a failure says of the listing.
    pub(super) fn listing(&self) -> Call {
        self.0.call("ListServers")
    }
}
