//! An Instance in the normal form.

use nexus_http::{Call, Document};
use nexus_model::{Account, Failure, Machine, MachineState, OsFamily, Timestamp};
use serde::Deserialize;
use url::Url;

use super::details::{Known, region_of};
use crate::normal;

/// The fields used of <https://www.scaleway.com/en/developers/api/instance/instances>.
#[derive(Deserialize)]
pub(super) struct Server {
    pub(super) id: String,
    name: Option<String>,
    state: Option<String>,
    zone: Option<String>,
    commercial_type: Option<String>,
    image: Option<Image>,
    public_ips: Option<Vec<Address>>,
    /// With `ipv6` and `private_ip`, how servers that are not in routed IP mode tell it.
    public_ip: Option<Address>,
    ipv6: Option<Address>,
    private_ip: Option<String>,
    private_nics: Option<Vec<PrivateNic>>,
    creation_date: Option<String>,
    tags: Option<Vec<String>>,
}

#[derive(Deserialize)]
struct Image {
    name: Option<String>,
}

#[derive(Deserialize)]
struct Address {
    address: Option<String>,
}

#[derive(Deserialize)]
struct PrivateNic {
    id: Option<String>,
}

impl Server {
    /// Whether it has NICs, whose addresses IPAM alone knows.
    pub(super) fn has_private_nics(&self) -> bool {
        self.private_nics.as_ref().is_some_and(|nics| !nics.is_empty())
    }
}

/// Every server of a page, with its document.
///
/// # Errors
/// `bad_response` for a server without an id.
pub(super) fn of_page(
    account: &Account,
    call: &Call,
    zone: &str,
    page: Vec<Document<Server>>,
    known: &Known<'_>,
) -> Result<Vec<(Machine, String)>, Failure> {
    normal::page(page, |server| machine(account, call, zone, server, known))
}

fn machine(
    account: &Account,
    call: &Call,
    zone: &str,
    server: Server,
    known: &Known<'_>,
) -> Result<Machine, Failure> {
    let mut machine = normal::machine(account, server.id, call)?;
    if let Some(name) = normal::text(server.name) {
        machine.name = name;
    }
    machine.raw_state = server.state.unwrap_or_default();
    machine.state = state(&machine.raw_state);
    let zone = normal::text(server.zone).unwrap_or_else(|| zone.to_owned());
    machine.region = region_of(&zone).to_owned();
    machine.instance_type = server.commercial_type.unwrap_or_default();
    if let Some(kind) = known.server_type(&machine.instance_type) {
        machine.vcpus = kind.ncpus;
        machine.memory_mib = kind.ram.and_then(|bytes| u32::try_from(bytes >> 20).ok());
    }
    let public = server.public_ips.into_iter().flatten().chain(server.public_ip);
    for one in public.chain(server.ipv6) {
        normal::keep(&mut machine.public_ips, one.address.as_deref());
    }
    normal::keep(&mut machine.private_ips, server.private_ip.as_deref());
    for nic in server.private_nics.into_iter().flatten().filter_map(|nic| nic.id) {
        for address in known.addresses(&nic) {
            normal::keep(&mut machine.private_ips, Some(address));
        }
    }
    machine.image = normal::text(server.image.and_then(|image| image.name));
    machine.os = os(machine.image.as_deref(), &machine.instance_type);
    machine.launched_at = server.creation_date.as_deref().and_then(Timestamp::parse);
    machine.tags = normal::bare_tags(server.tags);
    if account.endpoint.is_none() {
        machine.console_url = page_of(&zone, &machine.id);
    }
    machine.zone = Some(zone);
    Ok(machine)
}

/// <https://www.scaleway.com/en/developers/api/instance/instances>, `state`.
fn state(word: &str) -> MachineState {
    match word {
        "running" => MachineState::Running,
        "starting" => MachineState::Starting,
        "stopping" => MachineState::Stopping,
        "stopped" | "stopped in place" => MachineState::Stopped,
        // `locked` says that nobody may act on it, not whether it runs.
        _ => MachineState::Unknown,
    }
}

/// By the image; one made by the customer may have any name, but Windows runs on types of its own.
fn os(image: Option<&str>, commercial_type: &str) -> OsFamily {
    match normal::os(image.unwrap_or_default()) {
        OsFamily::Unknown if commercial_type.ends_with("-WIN") => OsFamily::Windows,
        family => family,
    }
}

/// A server's page in the console, as Scaleway's own CLI opens it:
/// <https://github.com/scaleway/scaleway-cli/blob/master/internal/namespaces/instance/v1/custom_web.go>.
fn page_of(zone: &str, id: &str) -> Option<String> {
    let mut url = Url::parse("https://console.scaleway.com/instance/servers").ok()?;
    url.path_segments_mut().ok()?.extend([zone, id, "overview"]);
    Some(url.into())
}

#[cfg(test)]
mod tests {
    use nexus_model::OsFamily;
    use rstest::rstest;

    use super::{os, page_of};

    #[rstest]
    #[case(Some("Ubuntu 22.04 Jammy Jellyfish"), "DEV1-S", OsFamily::Linux)]
    #[case(Some("Windows Server 2022"), "POP2-2C-8G-WIN", OsFamily::Windows)]
    #[case(Some("golden-7"), "POP2-2C-8G-WIN", OsFamily::Windows)]
    #[case(None, "DEV1-S", OsFamily::Unknown)]
    fn the_image_or_the_type_tells_the_system(
        #[case] image: Option<&str>,
        #[case] commercial_type: &str,
        #[case] family: OsFamily,
    ) {
        assert_eq!(os(image, commercial_type), family);
    }

    #[rstest]
    #[case("6ab3aeee", "https://console.scaleway.com/instance/servers/fr-par-1/6ab3aeee/overview")]
    #[case("../a?b", "https://console.scaleway.com/instance/servers/fr-par-1/..%2Fa%3Fb/overview")]
    fn a_servers_page_is_in_the_console(#[case] id: &str, #[case] page: &str) {
        assert_eq!(page_of("fr-par-1", id).as_deref(), Some(page));
    }
}
