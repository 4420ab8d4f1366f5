//! Nova's calls in one region, named as its reference titles them.

use std::sync::atomic::{AtomicUsize, Ordering};

use nexus_http::{Api, Call, Document, unreadable};
use nexus_model::{Endpoint, ErrorCode, Failure, Secret};
use serde::Deserialize;
use serde_json::Value;
use url::form_urlencoded;

use super::catalog;
use super::client::Client;
use super::error::{LIST_SERVERS, parse_error};
use super::machines::Server;
use crate::Session;

/// Servers asked for with a page. Nova gives 1,000 at most by default (`[api] max_limit`), and
/// collects them from other services first: half of that stays well within the usual time-outs.
const PAGE: u32 = 500;

/// Microversions, the best first: 2.98 tells the image's operating system, 2.47 (Pike, 2017) the
/// flavour's size. Older clouds are asked for none and answer with 2.1.
/// <https://docs.openstack.org/nova/latest/reference/api-microversion-history.html>
const MICROVERSIONS: [&str; 2] = ["compute 2.98", "compute 2.47"];

/// Nova in one region.
pub(super) struct Nova<'a> {
    client: &'a Client<'a>,
    region: &'a str,
    endpoint: Endpoint,
    /// How many of the microversions it has refused.
    refused: AtomicUsize,
}

/// One page of servers.
#[derive(Deserialize)]
pub(super) struct Servers {
    pub(super) servers: Vec<Document<Server>>,
    servers_links: Option<Vec<Link>>,
}

#[derive(Deserialize)]
struct Link {
    rel: String,
    href: String,
}

impl Servers {
    /// The marker of the next page. Only that is taken of the link: its host may be a name that is
    /// known inside the cloud alone.
    ///
    /// # Errors
    /// `bad_response` for a link without a marker.
    pub(super) fn next(&self, call: &Call) -> Result<Option<String>, Failure> {
        let mut links = self.servers_links.iter().flatten();
        let Some(next) = links.find(|link| link.rel == "next") else { return Ok(None) };
        let query = next.href.split_once('?').map_or("", |(_, query)| query);
        let mut pairs = form_urlencoded::parse(query.as_bytes());
        let marker = pairs.find(|(name, _)| name == "marker").map(|(_, marker)| marker);
        match marker.filter(|marker| !marker.is_empty()) {
            Some(marker) => Ok(Some(marker.into_owned())),
            None => Err(unreadable(call, "its link to the next page has no marker")),
        }
    }
}

impl<'a> Nova<'a> {
    /// At the address that the catalogue names.
    ///
    /// # Errors
    /// `bad_response` for an address to which no token may be sent.
    pub(super) fn new(client: &'a Client<'a>, region: &'a str, url: &str) -> Result<Self, Failure> {
        let endpoint = Endpoint::parse(url).map_err(|why| {
            let message = format!(
                "{LIST_SERVERS} in {region} was not sent: the catalogue names an address for it to which the token must not go. {why}"
            );
            let remedy = "Ask the cloud's operator for a public compute endpoint over https, or leave the region out.";
            Failure::new(ErrorCode::BadResponse, LIST_SERVERS, message, remedy).in_region(region)
        })?;
        Ok(Self { client, region, endpoint, refused: AtomicUsize::new(0) })
    }

    /// The region it is in.
    pub(super) fn region(&self) -> &str {
        self.region
    }

    /// The servers after the one of this id, or the first: <https://docs.openstack.org/api-ref/compute/#list-servers-detailed>.
    pub(super) async fn list_servers(&self, marker: &str) -> Result<Servers, Failure> {
        self.with_session(|session| async move { self.list_servers_with(&session, marker).await })
            .await
    }

    /// An action of a server, which is begun only: <https://docs.openstack.org/api-ref/compute/#servers-run-an-action-servers-action>.
    pub(super) async fn act(
        &self,
        operation: &'static str,
        server: &str,
        action: &Value,
    ) -> Result<(), Failure> {
        self.with_session(|session| async move {
            let token = catalog::token(&session);
            let api = self.api(&token)?;
            let request = api.post(operation, &["servers", server, "action"]);
            let request = request.in_region(self.region).secret_header("x-auth-token", &token);
            request.json_body(action).command().await.map(drop)
        })
        .await
    }

    /// With the account's token, and once more with another where it is no longer accepted.
    async fn with_session<T, Fut>(&self, call: impl Fn(Session) -> Fut) -> Result<T, Failure>
    where
        Fut: Future<Output = Result<T, Failure>>,
    {
        let in_region = |failure: Failure| failure.in_region(self.region);
        let (session, _) = self.client.session().await.map_err(in_region)?;
        match call(session.clone()).await {
            Err(failure) if failure.http_status == Some(401) => {
                call(self.client.renewed(&session).await.map_err(in_region)?).await
            }
            result => result,
        }
    }

    fn api(&self, token: &Secret) -> Result<Api, Failure> {
        let (http, secrets) = (&self.client.tools.http, self.client.secrets(token));
        Api::new(http, Some(&self.endpoint), "", secrets, parse_error)
    }

    /// What a failure says of the listing.
    pub(super) fn listing(&self) -> Call {
        let host = self.endpoint.as_str().split('/').nth(2).unwrap_or_default();
        Call { operation: LIST_SERVERS, region: Some(self.region.to_owned()), host: host.into() }
    }

    async fn list_servers_with(&self, session: &Session, marker: &str) -> Result<Servers, Failure> {
        let token = catalog::token(session);
        let api = self.api(&token)?;
        loop {
            let refused = self.refused.load(Ordering::Relaxed);
            let mut request = api.get(LIST_SERVERS, &["servers", "detail"]).in_region(self.region);
            request = request.query("limit", PAGE).secret_header("x-auth-token", &token);
            if !marker.is_empty() {
                request = request.query("marker", marker);
            }
            let Some(version) = MICROVERSIONS.get(refused) else { return request.json().await };
            match request.header("openstack-api-version", version).json().await {
                Err(failure) if failure.http_status == Some(406) => {
                    self.refused.store(refused + 1, Ordering::Relaxed);
                }
                result => return result,
            }
        }
    }
}
