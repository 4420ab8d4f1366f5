//! The calls, named as the vendor names them.

use nexus_http::{Call, Document};
use nexus_model::{Account, Failure, Identity};
use serde::Deserialize;
use serde_json::json;
use url::Url;

use super::error::{parse_error, parse_error_for_person};
use super::machines::Droplet;
use crate::token::TokenApi;
use crate::{Tools, browser};

const API: &str = "https://api.digitalocean.com";

/// Most Droplets a page may have: <https://docs.digitalocean.com/reference/api/reference/droplets/#droplets_list>.
const PAGE: u32 = 200;

/// One account's connection for one check or one listing.
pub(super) struct Client(TokenApi);

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
    /// `invalid_input` for a credential without its token, `invalid_credentials` where nobody is
    /// signed in.
    pub(super) fn new(tools: &Tools, account: &Account) -> Result<Self, Failure> {
        let api = if browser::is_of(account) {
            let token = browser::token(account)?;
            TokenApi::with(&tools.http, account, API, token, parse_error_for_person)
        } else {
            TokenApi::new(&tools.http, account, API, parse_error)
        };
        api.map(Self)
    }

    /// <https://docs.digitalocean.com/reference/api/reference/account/#account_get>
    pub(super) async fn check(&self) -> Result<Identity, Failure> {
        let request = self.0.get("GetAccount", &["v2", "account"]);
        let Reply { account } = request.json().await?;
        let team = account.team.map(|team| team.name);
        Ok(Identity::new(team.unwrap_or(account.uuid), account.email))
    }

    /// One page of Droplets, from 1: <https://docs.digitalocean.com/reference/api/reference/droplets/#droplets_list>.
    pub(super) async fn list_droplets(&self, page: u32) -> Result<Page, Failure> {
        let request = self.0.get("ListDroplets", &["v2", "droplets"]).query("per_page", PAGE);
        request.query("page", page).json().await
    }

    /// An action of a Droplet, by its type:
    /// <https://docs.digitalocean.com/reference/api/reference/droplet-actions/#dropletActions_post>.
    pub(super) async fn act(&self, droplet: &str, kind: &str) -> Result<(), Failure> {
        let path = ["v2", "droplets", droplet, "actions"];
        let request = self.0.post("PostDropletAction", &path);
        request.json_body(&json!({ "type": kind })).command().await.map(drop)
    }

    /// What a failure says of the listing.
    pub(super) fn listing(&self) -> Call {
        self.0.call("ListDroplets")
    }
}
