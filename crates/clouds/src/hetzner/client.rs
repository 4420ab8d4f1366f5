//! The calls, named as the vendor names them.

use nexus_http::{Api, Call, Document, Http};
use nexus_model::{Account, Failure, Identity, Secret};
use serde::Deserialize;

use super::error::parse_error;
use super::machines::Server;
use crate::token;

const API: &str = "https://api.hetzner.cloud";

/// Most servers a page may have: <https://docs.hetzner.cloud/reference/cloud#pagination>.
const PAGE: u32 = 50;

/// One account's connection for one check or one listing.
pub(super) struct Client {
    api: Api,
    token: Secret,
}

/// One page of servers.
#[derive(Deserialize)]
pub(super) struct Page {
    pub(super) servers: Vec<Document<Server>>,
    pub(super) meta: Meta,
}

#[derive(Deserialize)]
pub(super) struct Meta {
    pub(super) pagination: Pagination,
}

#[derive(Deserialize)]
pub(super) struct Pagination {
    pub(super) next_page: Option<u32>,
}

impl Client {
    /// # Errors
    /// `invalid_input` for a credential without its token.
    pub(super) fn new(http: &Http, account: &Account) -> Result<Self, Failure> {
        let token = token::of(account)?;
        let api = Api::new(http, account.endpoint.as_ref(), API, [token.clone()], parse_error)?;
        Ok(Self { api, token })
    }

    /// <https://docs.hetzner.cloud/reference/cloud#servers-get-all-servers>, the shortest page there is: there is
    /// no call that tells who a token is.
    pub(super) async fn check(&self) -> Result<Identity, Failure> {
        let page = self.api.get("ListServers", &["v1", "servers"]).query("per_page", 1);
        page.bearer(&self.token).json::<Page>().await?;
        Ok(Identity { account: "project of the token".into(), principal: "API token".into() })
    }

    /// One page of servers, from 1: <https://docs.hetzner.cloud/reference/cloud#servers-get-all-servers>.
    pub(super) async fn list_servers(&self, page: u32) -> Result<Page, Failure> {
        let request = self.api.get("ListServers", &["v1", "servers"]).query("per_page", PAGE);
        request.query("page", page).bearer(&self.token).json().await
    }

    /// What a failure says of the listing.
    pub(super) fn listing(&self) -> Call {
        self.api.call("ListServers")
    }
}
