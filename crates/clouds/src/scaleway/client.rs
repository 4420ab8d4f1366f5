//! The calls, named as the vendor names them.

use std::collections::{HashMap, HashSet};
use std::fmt;

use nexus_http::{Api, Call, Document, Reply, Request};
use nexus_model::{Account, ErrorCode, Failure, Identity};
use serde::Deserialize;
use serde_json::json;

use super::credential::{self, Key};
use super::details::{Ip, ServerType};
use super::error::parse_error;
use super::machines::Server;
use crate::{Tools, normal};

const API: &str = "https://api.scaleway.com";

/// Most servers a page may have: <https://www.scaleway.com/en/developers/api/instance/instances>. The other lists take
/// as many.
const PAGE: usize = 100;

/// One account's connection for one check or one listing.
pub(super) struct Client {
    api: Api,
    key: Key,
}

/// The fields used of <https://www.scaleway.com/en/developers/api/iam/api-keys>.
#[derive(Deserialize)]
pub(super) struct ApiKey {
    application_id: Option<String>,
    user_id: Option<String>,
    default_project_id: Option<String>,
}

#[derive(Deserialize)]
struct Project {
    organization_id: Option<String>,
}

/// One page of servers.
pub(super) struct Servers {
    pub(super) servers: Vec<Document<Server>>,
    total: Option<usize>,
}

/// Where a page begins. Two pages that begin after the same server are one and the same.
#[derive(Default)]
pub(super) struct First {
    /// Number of the page, less one.
    pub(super) page: usize,
    after: String,
}

impl fmt::Display for First {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.after)
    }
}

impl Servers {
    /// Where the next page begins. Numbers go on for ever, so servers tell the pages apart.
    pub(super) fn next(&self, first: &First) -> Option<First> {
        let last = self.servers.last()?;
        let page = first.page + 1;
        let is_last = match self.total {
            Some(total) => page.saturating_mul(PAGE) >= total,
            None => self.servers.len() < PAGE,
        };
        (!is_last).then(|| First { page, after: last.value.id.clone() })
    }
}

impl Client {
    /// # Errors
    /// `invalid_input` for a credential without its keys.
    pub(super) fn new(tools: &Tools, account: &Account) -> Result<Self, Failure> {
        let key = credential::of(account)?;
        let endpoint = account.endpoint.as_ref();
        let api = Api::new(&tools.http, endpoint, API, [key.secret_key.clone()], parse_error)?;
        Ok(Self { api, key })
    }

    /// Who bears the key, and in which organization.
    ///
    /// A key may read itself only with a right of IAM's, which it does not need to list. One
    /// without it has to list in a zone to prove itself.
    pub(super) async fn check(&self, zone: &str) -> Result<Identity, Failure> {
        let Some(key) = self.get_api_key().await? else {
            self.list_servers(zone, 0).await?;
            let account = self.key.organization_id.as_deref().unwrap_or("organization of the key");
            return Ok(Identity::new(account, format!("API key {}", self.key.access_key)));
        };
        let bearer = key.application_id.map(|id| format!("application {id}"));
        let bearer = bearer.or_else(|| key.user_id.map(|id| format!("user {id}")));
        let bearer = bearer.unwrap_or_else(|| format!("API key {}", self.key.access_key));
        Ok(Identity::new(self.organization(key.default_project_id).await, bearer))
    }

    /// <https://www.scaleway.com/en/developers/api/iam/api-keys>, `None` for a key that may not read itself.
    pub(super) async fn get_api_key(&self) -> Result<Option<ApiKey>, Failure> {
        let path = ["iam", "v1alpha1", "api-keys", &self.key.access_key];
        match self.get("GetAPIKey", &path).json().await {
            Ok(key) => Ok(Some(key)),
            Err(failure) if failure.code == ErrorCode::PermissionDenied => Ok(None),
            Err(failure) => Err(failure),
        }
    }

    /// The organization that was given or, by <https://www.scaleway.com/en/developers/api/account/project-api>,
    /// that of the key's project. The project itself where the key may not read it.
    async fn organization(&self, project: Option<String>) -> String {
        if let Some(organization) = &self.key.organization_id {
            return organization.clone();
        }
        let Some(project) = normal::text(project) else { return "organization of the key".into() };
        let found = self.get("GetProject", &["account", "v3", "projects", &project]).json().await;
        let found = found.ok().and_then(|found: Project| normal::text(found.organization_id));
        found.unwrap_or_else(|| format!("project {project}"))
    }

    /// A page of a zone's servers, from 0: <https://www.scaleway.com/en/developers/api/instance/instances>. Without an
    /// organization or a project, those of all projects that the key may read.
    pub(super) async fn list_servers(&self, zone: &str, page: usize) -> Result<Servers, Failure> {
        #[derive(Deserialize)]
        struct Body {
            servers: Vec<Document<Server>>,
        }
        let request = self.get("ListServers", &["instance", "v1", "zones", zone, "servers"]);
        let request = request.in_region(zone).query("per_page", PAGE).query("page", page + 1);
        let request = narrowed(request, "organization", self.key.organization_id.as_deref());
        let request = narrowed(request, "project", self.key.project_id.as_deref());
        let reply = request.send().await?;
        let total = total(&reply);
        let body: Body = reply.json(&self.listing(zone))?;
        Ok(Servers { servers: body.servers, total })
    }

    /// Every type of server of a zone: <https://www.scaleway.com/en/developers/api/instance/instance-types>.
    pub(super) async fn list_servers_types(
        &self,
        zone: &str,
    ) -> Result<HashMap<String, ServerType>, Failure> {
        #[derive(Deserialize)]
        struct Body {
            servers: HashMap<String, ServerType>,
        }
        let path = ["instance", "v1", "zones", zone, "products", "servers"];
        let mut all = HashMap::new();
        for page in 1.. {
            let request = self.get("ListServersTypes", &path).in_region(zone);
            let reply = request.query("per_page", PAGE).query("page", page).send().await?;
            let known = all.len();
            let call = self.api.call("ListServersTypes").in_region(zone);
            all.extend(reply.json::<Body>(&call)?.servers);
            if all.len() == known || total(&reply).is_none_or(|total| all.len() >= total) {
                break;
            }
        }
        Ok(all)
    }

    /// Every address of a private NIC in a region: <https://www.scaleway.com/en/developers/api/ipam>.
    pub(super) async fn list_ips(&self, region: &str) -> Result<Vec<Ip>, Failure> {
        #[derive(Deserialize)]
        struct Body {
            ips: Vec<Ip>,
            total_count: usize,
        }
        let (mut all, mut seen) = (Vec::new(), HashSet::new());
        for page in 1.. {
            let request = self.get("ListIPs", &["ipam", "v1", "regions", region, "ips"]);
            let request = request.in_region(region).query("page_size", PAGE).query("page", page);
            let request = request.query("resource_type", "instance_private_nic");
            let request = narrowed(request, "organization_id", self.key.organization_id.as_deref());
            let request = narrowed(request, "project_id", self.key.project_id.as_deref());
            let body: Body = request.json().await?;
            let known = all.len();
            all.extend(body.ips.into_iter().filter(|ip| seen.insert(ip.id.clone())));
            if all.len() == known || all.len() >= body.total_count {
                break;
            }
        }
        Ok(all)
    }

    /// An action of a server in its zone:
    /// <https://www.scaleway.com/en/developers/api/instance/instances>, “Perform action”.
    pub(super) async fn act(&self, zone: &str, server: &str, action: &str) -> Result<(), Failure> {
        let path = ["instance", "v1", "zones", zone, "servers", server, "action"];
        let request = self.api.post("ServerAction", &path).in_region(zone);
        let request = request.secret_header("x-auth-token", &self.key.secret_key);
        request.json_body(&json!({ "action": action })).command().await.map(drop)
    }

    /// What a failure says of the listing.
    pub(super) fn listing(&self, zone: &str) -> Call {
        self.api.call("ListServers").in_region(zone)
    }

    fn get(&self, operation: &'static str, path: &[&str]) -> Request<'_> {
        self.api.get(operation, path).secret_header("x-auth-token", &self.key.secret_key)
    }
}

fn narrowed<'a>(request: Request<'a>, name: &str, id: Option<&str>) -> Request<'a> {
    match id {
        Some(id) => request.query(name, id),
        None => request,
    }
}

/// The number of all that a list has, which Instances tells in a header.
fn total(reply: &Reply) -> Option<usize> {
    reply.header("x-total-count")?.parse().ok()
}
