//! The calls, named as the vendor names them.

use nexus_http::{Api, Call, Document, Http};
use nexus_model::{Account, Failure, Identity, Secret};
use serde::Deserialize;

use super::error::parse_error;
use super::machines::Linode;
use crate::token;

const API: &str = "https://api.linode.com";

/// Most Linodes a page may have: <https://techdocs.akamai.com/linode-api/reference/pagination>.
const PAGE: u32 = 500;

/// One account's connection for one check or one listing.
pub(super) struct Client {
    api: Api,
    token: Secret,
}

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
    pub(super) fn new(http: &Http, account: &Account) -> Result<Self, Failure> {
        let token = token::of(account)?;
        let api = Api::new(http, account.endpoint.as_ref(), API, [token.clone()], parse_error)?;
        Ok(Self { api, token })
    }

    /// <https://techdocs.akamai.com/linode-api/reference/get-profile>
    pub(super) async fn check(&self) -> Result<Identity, Failure> {
        let request = self.api.get("GetProfile", &["v4", "profile"]).bearer(&self.token);
        let profile: Profile = request.json().await?;
        Ok(Identity { account: profile.email.unwrap_or_default(), principal: profile.username })
    }

    /// One page of Linodes, from 1: <https://techdocs.akamai.com/linode-api/reference/get-linode-instances>.
    pub(super) async fn list_linodes(&self, page: u32) -> Result<Page, Failure> {
        let request = self.api.get("ListLinodes", &["v4", "linode", "instances"]);
        let request = request.query("page_size", PAGE).query("page", page);
        request.bearer(&self.token).json().await
    }

    /// What a failure says of the listing.
    pub(super) fn listing(&self) -> Call {
        self.api.call("ListLinodes")
    }
}
