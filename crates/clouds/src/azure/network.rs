//! Network interfaces and public addresses, and the machine that each belongs to.

use std::collections::HashMap;

use nexus_model::Machine;
use serde::Deserialize;

use crate::normal;

/// A reference to another resource.
#[derive(Deserialize)]
pub(super) struct Reference {
    pub(super) id: Option<String>,
}

/// The fields used of <https://learn.microsoft.com/en-us/rest/api/virtualnetwork/network-interfaces/list-all>.
#[derive(Deserialize)]
pub(super) struct NetworkInterface {
    id: String,
    properties: Option<InterfaceProperties>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct InterfaceProperties {
    /// Whether it is the machine's first.
    primary: Option<bool>,
    ip_configurations: Option<Vec<IpConfiguration>>,
    dns_settings: Option<DnsSettings>,
}

#[derive(Deserialize)]
struct IpConfiguration {
    properties: Option<IpProperties>,
}

#[derive(Deserialize)]
struct IpProperties {
    #[serde(rename = "privateIPAddress")]
    private: Option<String>,
    #[serde(rename = "publicIPAddress")]
    public: Option<Reference>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct DnsSettings {
    internal_fqdn: Option<String>,
    internal_domain_name_suffix: Option<String>,
}

/// The fields used of <https://learn.microsoft.com/en-us/rest/api/virtualnetwork/public-ip-addresses/list-all>.
#[derive(Deserialize)]
pub(super) struct PublicIpAddress {
    id: String,
    properties: Option<AddressProperties>,
}

#[derive(Deserialize)]
struct AddressProperties {
    /// Missing as long as a dynamic address is not in use.
    #[serde(rename = "ipAddress")]
    address: Option<String>,
}

/// A subscription's interfaces and addresses, by their ids.
#[derive(Default)]
pub(super) struct Network {
    interfaces: HashMap<String, InterfaceProperties>,
    addresses: HashMap<String, String>,
}

/// An id as a key. Resource Manager's ids are the same in any case, and its lists do not agree on
/// the case of a resource group:
/// <https://learn.microsoft.com/en-us/azure/azure-resource-manager/management/resource-name-rules>.
pub(super) fn key(id: &str) -> String {
    id.to_ascii_lowercase()
}

impl Network {
    /// Of these.
    pub(super) fn new(interfaces: Vec<NetworkInterface>, addresses: Vec<PublicIpAddress>) -> Self {
        let interfaces = interfaces.into_iter();
        let interfaces = interfaces.filter_map(|one| Some((key(&one.id), one.properties?)));
        let addresses = addresses.into_iter();
        let addresses = addresses.filter_map(|one| Some((key(&one.id), one.properties?.address?)));
        Self { interfaces: interfaces.collect(), addresses: addresses.collect() }
    }

    /// Tells a machine the addresses and the name of its interfaces.
    pub(super) fn describe(&self, machine: &mut Machine, interfaces: Vec<Reference>) {
        for id in interfaces.into_iter().filter_map(|reference| reference.id) {
            let Some(interface) = self.interfaces.get(&key(&id)) else { continue };
            for ip in interface.ip_configurations.iter().flatten() {
                let Some(ip) = &ip.properties else { continue };
                normal::keep(&mut machine.private_ips, ip.private.as_deref());
                let public = ip.public.as_ref().and_then(|reference| reference.id.as_deref());
                let public = public.and_then(|id| self.addresses.get(&key(id)));
                normal::keep(&mut machine.public_ips, public.map(String::as_str));
            }
            if machine.private_dns.is_none() {
                machine.private_dns = name(interface, &machine.name);
            }
        }
    }
}

/// The name that the virtual network's DNS knows a machine by. Without a label of its own it is the
/// machine's name and the suffix, for the primary interface alone.
fn name(interface: &InterfaceProperties, machine: &str) -> Option<String> {
    let dns = interface.dns_settings.as_ref()?;
    normal::text(dns.internal_fqdn.as_deref()).or_else(|| {
        let suffix = normal::text(dns.internal_domain_name_suffix.as_deref())?;
        (interface.primary == Some(true)).then(|| format!("{machine}.{suffix}"))
    })
}
