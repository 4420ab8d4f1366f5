//! What the list of servers does not tell: the size of a type, the addresses of private NICs.

use std::collections::HashMap;

use nexus_http::Document;
use serde::Deserialize;
use tokio::sync::OnceCell;

use super::client::Client;
use super::machines::Server;

/// The fields used of <https://www.scaleway.com/en/developers/api/instance/instance-types>.
#[derive(Debug, Deserialize)]
pub(super) struct ServerType {
    pub(super) ncpus: Option<u32>,
    /// In bytes.
    pub(super) ram: Option<u64>,
}

/// The fields used of <https://www.scaleway.com/en/developers/api/ipam>.
#[derive(Deserialize)]
pub(super) struct Ip {
    pub(super) id: String,
    /// With its prefix length.
    address: Option<String>,
    resource: Option<Resource>,
}

#[derive(Deserialize)]
struct Resource {
    id: Option<String>,
}

/// The details of one zone: asked for once, and only where a server needs them.
///
/// What is refused or unreadable is left out. A server without its size or its private address is
/// worth more than none.
pub(super) struct Details<'a> {
    client: &'a Client,
    zone: &'a str,
    types: OnceCell<HashMap<String, ServerType>>,
    addresses: OnceCell<HashMap<String, Vec<String>>>,
}

/// The details that servers of a page need.
#[derive(Clone, Copy, Default)]
pub(super) struct Known<'a> {
    types: Option<&'a HashMap<String, ServerType>>,
    addresses: Option<&'a HashMap<String, Vec<String>>>,
}

impl<'a> Details<'a> {
    pub(super) fn new(client: &'a Client, zone: &'a str) -> Self {
        Self { client, zone, types: OnceCell::new(), addresses: OnceCell::new() }
    }

    /// What is known of these servers.
    pub(super) async fn of(&self, servers: &[Document<Server>]) -> Known<'_> {
        let mut known = Known::default();
        if !servers.is_empty() {
            known.types = Some(self.types.get_or_init(|| self.fetch_types()).await);
        }
        if servers.iter().any(|server| server.value.has_private_nics()) {
            known.addresses = Some(self.addresses.get_or_init(|| self.fetch_addresses()).await);
        }
        known
    }

    async fn fetch_types(&self) -> HashMap<String, ServerType> {
        self.client.list_servers_types(self.zone).await.unwrap_or_default()
    }

    async fn fetch_addresses(&self) -> HashMap<String, Vec<String>> {
        let ips = self.client.list_ips(region_of(self.zone)).await.unwrap_or_default();
        let mut all: HashMap<String, Vec<String>> = HashMap::new();
        for ip in ips {
            if let (Some(address), Some(id)) = (ip.address, ip.resource.and_then(|one| one.id)) {
                all.entry(id).or_default().push(address);
            }
        }
        all
    }
}

impl Known<'_> {
    /// A type of server by its name.
    pub(super) fn server_type(&self, name: &str) -> Option<&ServerType> {
        self.types?.get(name)
    }

    /// The addresses of a private NIC by its id.
    pub(super) fn addresses(&self, nic: &str) -> &[String] {
        self.addresses.and_then(|all| all.get(nic)).map_or(&[], Vec::as_slice)
    }
}

/// `fr-par` of `fr-par-1`.
pub(super) fn region_of(zone: &str) -> &str {
    zone.rsplit_once('-').map_or(zone, |(region, _)| region)
}
