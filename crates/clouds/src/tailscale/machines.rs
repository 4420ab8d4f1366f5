//! A Tailscale device in the normal form.

use nexus_http::{Call, Document};
use nexus_model::{Account, Failure, Machine, MachineState, Timestamp};
use serde::Deserialize;

use crate::{GLOBAL, normal};

/// The fields used of a device: <https://tailscale.com/api#tag/devices>.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Device {
    node_id: Option<String>,
    /// The legacy identifier, which stays for devices without the other.
    id: Option<String>,
    /// The MagicDNS name.
    name: Option<String>,
    /// The machine name in the admin console.
    hostname: Option<String>,
    /// Both the IPv4 and the IPv6 address in the tailnet. A text that is no address has been seen.
    addresses: Option<Vec<String>>,
    os: Option<String>,
    distro: Option<Distro>,
    /// Empty for a device that was shared in.
    created: Option<String>,
    connected_to_control: Option<Connected>,
    tags: Option<Vec<String>>,
}

#[derive(Deserialize)]
struct Distro {
    name: Option<String>,
    version: Option<String>,
}

/// Whether a device is in touch with the control server.
#[derive(Deserialize)]
#[serde(untagged)]
enum Connected {
    Told(bool),
    Undocumented(String),
}

/// Every device, with its document.
///
/// # Errors
/// `bad_response` for a device without an id.
pub(super) fn of_page(
    account: &Account,
    call: &Call,
    page: Vec<Document<Device>>,
) -> Result<Vec<(Machine, String)>, Failure> {
    normal::page(page, |device| machine(account, call, device))
}

fn machine(account: &Account, call: &Call, device: Device) -> Result<Machine, Failure> {
    let id = normal::text(device.node_id).or(device.id).unwrap_or_default();
    let mut machine = normal::machine(account, id, call)?;
    // The tailnet's name makes the rest of a MagicDNS name, and is the same for all.
    let short = device.name.as_deref().and_then(|name| name.split('.').next());
    if let Some(name) = normal::text(device.hostname).or_else(|| normal::text(short)) {
        machine.name = name;
    }
    machine.private_dns = normal::text(device.name);
    // A tailnet has no regions.
    machine.region = GLOBAL.to_owned();
    (machine.state, machine.raw_state) = state(device.connected_to_control);
    for address in device.addresses.unwrap_or_default() {
        let (public, private) = (&mut machine.public_ips, &mut machine.private_ips);
        normal::keep_by_range(public, private, Some(&address));
    }
    let system = normal::text(device.os);
    machine.os = normal::os(system.as_deref().unwrap_or_default());
    machine.image = device.distro.and_then(Distro::name).or(system);
    machine.launched_at = device.created.as_deref().and_then(Timestamp::parse);
    machine.tags = normal::bare_tags(device.tags);
    machine.console_url = console_page(account, &machine);
    Ok(machine)
}

impl Distro {
    fn name(self) -> Option<String> {
        let (name, version) = (normal::text(self.name)?, normal::text(self.version));
        Some(version.map_or_else(|| name.clone(), |version| format!("{name} {version}")))
    }
}

/// The API tells no more of a device's life than this: one that is not connected is off, asleep or
/// without a network. In each case there is nothing to connect to.
fn state(connected: Option<Connected>) -> (MachineState, String) {
    match connected {
        Some(Connected::Told(true)) => (MachineState::Running, "connected".into()),
        Some(Connected::Told(false)) => (MachineState::Stopped, "disconnected".into()),
        Some(Connected::Undocumented(word)) => (MachineState::Unknown, word),
        None => (MachineState::Unknown, String::new()),
    }
}

/// A device's page has its IPv4 address for a name. An endpoint of one's own has no page there.
fn console_page(account: &Account, machine: &Machine) -> Option<String> {
    let address = machine.private_ips.iter().find(|address| address.is_ipv4())?;
    let page = format!("https://login.tailscale.com/admin/machines/{address}");
    account.endpoint.is_none().then_some(page)
}

#[cfg(test)]
mod tests {
    use nexus_http::{Call, Document};
    use nexus_model::{Account, CloudId, Machine, MachineState, OsFamily, ProviderId};
    use serde::Deserialize;

    use super::{Device, of_page};

    fn devices() -> Vec<Machine> {
        #[derive(Deserialize)]
        struct Reply {
            devices: Vec<Document<Device>>,
        }
        let reply: Reply =
            serde_json::from_str(include_str!("fixtures/devices.json")).expect("a reply");
        let account = Account {
            provider: ProviderId::random(),
            cloud: CloudId::new("tailscale"),
            auth: "oauth_client".into(),
            endpoint: None,
            fields: [].into(),
            secrets: [].into(),
        };
        let call = Call { operation: "ListTailnetDevices", region: None, host: "h".into() };
        let machines = of_page(&account, &call, reply.devices).expect("devices");
        machines.into_iter().map(|(machine, _)| machine).collect()
    }

    #[test]
    fn a_connected_device_is_told_whole() {
        let pangolin = &devices()[0];
        assert_eq!((pangolin.id.as_str(), pangolin.name.as_str()), ("n5SUKe8CNTRL", "pangolin"));
        assert_eq!(pangolin.private_dns.as_deref(), Some("pangolin.tailfe8c.ts.net"));
        assert_eq!(pangolin.state, MachineState::Running);
        assert_eq!(
            (pangolin.os, pangolin.image.as_deref()),
            (OsFamily::Linux, Some("ubuntu 25.04"))
        );
        assert!(pangolin.public_ips.is_empty(), "an address behind a router is not the device's");
        assert_eq!(pangolin.private_ips.len(), 2);
        let page = "https://login.tailscale.com/admin/machines/100.87.74.78";
        assert_eq!(pangolin.console_url.as_deref(), Some(page));
    }

    #[test]
    fn a_device_shared_in_has_gaps() {
        let hello = &devices()[1];
        assert_eq!(
            (hello.state, hello.raw_state.as_str()),
            (MachineState::Stopped, "disconnected")
        );
        assert_eq!(hello.launched_at, None);
        assert!(hello.private_ips.is_empty() && hello.console_url.is_none());
        assert_eq!(hello.image.as_deref(), Some("windows"));
    }
}
