//! The calls, named as the vendor names them.

use nexus_http::{Api, Call, Document, Http};
use nexus_model::{Account, Failure, Identity, Secret};
use serde::Deserialize;
use url::Url;

use super::error::parse_error;
use super::machines::Droplet;
use crate::token;

const API: &str = "https://api.digitalocean.com";

/// Most Droplets a page may have: <https://docs.digitalocean.com/reference/api/reference/droplets/#droplets_list>.
const PAGE: u32 = 200;

/// One account's connection for one check or one listing.
pub(super) struct Client {
    api: Api,
    token: Secret,
}

#[derive(Deserialize)]
struct Reply {
    account: AccountTold,
}

#[derive(Deserialize)]
struct AccountTold {
    email: String,
    uuid: String,
    team: Option<Team>,
}

#[derive(Deserialize)]
struct Team {
    name: String,
}

/// One page of Droplets.
#[derive(Deserialize)]
pub(super) struct Page {
    pub(super) droplets: Vec<Document<Droplet>>,
    #[serde(default)]
    links: Links,
}

#[derive(Default, Deserialize)]
struct Links {
    #[serde(default)]
    pages: PageLinks,
}

#[derive(Default, Deserialize)]
struct PageLinks {
    next: Option<String>,
}

impl Page {
    /// The number of the next page. Only the number is taken of the link: the credential is sent to
    /// no address that a reply names.
    pub(super) fn next(&self) -> Option<u32> {
        let url = Url::parse(self.links.pages.next.as_deref()?).ok()?;
        url.query_pairs().find(|(name, _)| name == "page")?.1.parse().ok()
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

    /// <https://docs.digitalocean.com/reference/api/reference/account/#account_get>
    pub(super) async fn check(&self) -> Result<Identity, Failure> {
        let request = self.api.get("GetAccount", &["v2", "account"]).bearer(&self.token);
        let Reply { account } = request.json().await?;
        let team = account.team.map(|team| team.name);
        Ok(Identity { account: team.unwrap_or(account.uuid), principal: account.email })
    }

    /// One page of Droplets, from 1: <https://docs.digitalocean.com/reference/api/reference/droplets/#droplets_list>.
    pub(super) async fn list_droplets(&self, page: u32) -> Result<Page, Failure> {
        let request = self.api.get("ListDroplets", &["v2", "droplets"]).query("per_page", PAGE);
        request.query("page", page).bearer(&self.token).json().await
    }

    /// What a failure says of the listing.
    pub(super) fn listing(&self) -> Call {
        self.api.call("ListDroplets")
    }
}
