//! An EC2 instance in the normal form.

use std::net::{IpAddr, Ipv6Addr};

use aws_sdk_ec2::types::{Instance, PlatformValues};
use nexus_model::{Account, Machine, MachineState, OsFamily, Timestamp};

use super::client::Page;
use super::partition;

/// Every instance of a page with its document.
///
/// # Errors
/// When the SDK and the document disagree on what the page holds, or an instance has no id: the
/// reply is then broken, and a list made of it would miss machines.
pub(super) fn of_page(
    account: &Account,
    region: &str,
    page: Page,
) -> Result<Vec<(Machine, String)>, String> {
    let instances: Vec<_> =
        page.output.reservations().iter().flat_map(|group| group.instances()).collect();
    if instances.len() != page.documents.len() {
        return Err("its list of instances cannot be read to the end".into());
    }
    let pairs = instances.into_iter().zip(page.documents);
    pairs
        .map(|(instance, document)| match instance.instance_id() {
            Some(id) if !id.is_empty() && id == document.id => {
                Ok((machine(account, region, id, instance), document.json))
            }
            _ => Err("an instance has no id".to_owned()),
        })
        .collect()
}

fn machine(account: &Account, region: &str, id: &str, instance: &Instance) -> Machine {
    let raw_state =
        instance.state().and_then(|state| state.name()).map_or("", |name| name.as_str());
    let tags = instance.tags().iter().filter_map(|tag| {
        Some((tag.key()?.to_owned(), tag.value().unwrap_or_default().to_owned()))
    });
    let tags: std::collections::BTreeMap<_, _> = tags.collect();
    let name = tags.get("Name").filter(|name| !name.trim().is_empty()).map_or(id, String::as_str);
    let (public_ips, private_ips) = addresses(instance);
    Machine {
        id: id.to_owned(),
        provider: account.provider,
        cloud: account.cloud.clone(),
        name: name.to_owned(),
        state: state(raw_state),
        raw_state: raw_state.to_owned(),
        region: region.to_owned(),
        zone: instance.placement().and_then(|place| text(place.availability_zone())),
        instance_type: instance.instance_type().map_or("", |name| name.as_str()).to_owned(),
        vcpus: vcpus(instance),
        // DescribeInstances does not tell; it takes DescribeInstanceTypes, one more permission.
        memory_mib: None,
        public_ips,
        private_ips,
        private_dns: text(instance.private_dns_name()),
        image: text(instance.image_id()),
        os: os(instance.platform(), instance.platform_details()),
        launched_at: instance.launch_time().and_then(|at| Timestamp::from_unix(at.secs())),
        tags,
        console_url: partition::instance_page(region, id),
    }
}

/// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_InstanceState.html>
fn state(word: &str) -> MachineState {
    match word {
        "pending" => MachineState::Starting,
        "running" => MachineState::Running,
        "stopping" => MachineState::Stopping,
        "stopped" => MachineState::Stopped,
        // Nothing brings an instance back from shutting-down: it is being terminated. "Stopping"
        // would promise that it can be started again.
        "shutting-down" | "terminated" => MachineState::Terminated,
        _ => MachineState::Unknown,
    }
}

/// Public and private addresses, the primary ones first.
fn addresses(instance: &Instance) -> (Vec<IpAddr>, Vec<IpAddr>) {
    let (mut public, mut private) = (Vec::new(), Vec::new());
    keep(&mut public, instance.public_ip_address());
    keep(&mut private, instance.private_ip_address());
    let mut v6 = Vec::new();
    keep(&mut v6, instance.ipv6_address());
    for interface in instance.network_interfaces() {
        keep(&mut public, interface.association().and_then(|one| one.public_ip()));
        keep(&mut private, interface.private_ip_address());
        for address in interface.private_ip_addresses() {
            keep(&mut public, address.association().and_then(|one| one.public_ip()));
            keep(&mut private, address.private_ip_address());
        }
        for address in interface.ipv6_addresses() {
            keep(&mut v6, address.ipv6_address());
        }
    }
    let (global, local): (Vec<_>, Vec<_>) = v6.into_iter().partition(is_global_unicast);
    public.extend(global);
    private.extend(local);
    (public, private)
}

/// Adds an address that is one and is not there yet.
fn keep(list: &mut Vec<IpAddr>, text: Option<&str>) {
    if let Some(address) = text.and_then(|text| text.parse().ok())
        && !list.contains(&address)
    {
        list.push(address);
    }
}

/// Whether an IPv6 address is in 2000::/3, the global unicast range:
/// <https://www.iana.org/assignments/ipv6-address-space/ipv6-address-space.xhtml>.
fn is_global_unicast(address: &IpAddr) -> bool {
    let top_three_bits = |v6: &Ipv6Addr| v6.segments()[0] >> 13;
    matches!(address, IpAddr::V6(v6) if top_three_bits(v6) == 0b001)
}

fn vcpus(instance: &Instance) -> Option<u32> {
    let options = instance.cpu_options()?;
    let cores = u32::try_from(options.core_count()?).ok()?;
    cores.checked_mul(u32::try_from(options.threads_per_core()?).ok()?).filter(|count| *count > 0)
}

/// The family by `platform` (only ever "windows") and `platformDetails`:
/// <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/billing-info-fields.html>.
fn os(platform: Option<&PlatformValues>, details: Option<&str>) -> OsFamily {
    let details = details.unwrap_or_default();
    if platform == Some(&PlatformValues::Windows) || details.contains("Windows") {
        OsFamily::Windows
    } else if ["Linux", "UNIX", "Ubuntu"].iter().any(|word| details.contains(word)) {
        OsFamily::Linux
    } else {
        OsFamily::Unknown
    }
}

fn text(text: Option<&str>) -> Option<String> {
    text.filter(|text| !text.is_empty()).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use aws_sdk_ec2::types::PlatformValues;
    use nexus_model::{MachineState, OsFamily};
    use rstest::rstest;

    use super::{os, state};

    #[rstest]
    #[case("pending", MachineState::Starting)]
    #[case("running", MachineState::Running)]
    #[case("shutting-down", MachineState::Terminated)]
    #[case("terminated", MachineState::Terminated)]
    #[case("stopping", MachineState::Stopping)]
    #[case("stopped", MachineState::Stopped)]
    #[case("hibernating-on-the-moon", MachineState::Unknown)]
    #[case("", MachineState::Unknown)]
    fn every_word_has_a_state(#[case] word: &str, #[case] expected: MachineState) {
        assert_eq!(state(word), expected);
    }

    #[rstest]
    #[case(Some(PlatformValues::Windows), None, OsFamily::Windows)]
    #[case(None, Some("Windows with SQL Server Standard"), OsFamily::Windows)]
    #[case(None, Some("Linux/UNIX"), OsFamily::Linux)]
    #[case(None, Some("Red Hat Enterprise Linux with HA"), OsFamily::Linux)]
    #[case(None, Some("SUSE Linux"), OsFamily::Linux)]
    #[case(None, Some("Ubuntu Pro"), OsFamily::Linux)]
    #[case(None, Some("something new"), OsFamily::Unknown)]
    #[case(None, None, OsFamily::Unknown)]
    fn the_family_is_told_or_unknown(
        #[case] platform: Option<PlatformValues>,
        #[case] details: Option<&str>,
        #[case] expected: OsFamily,
    ) {
        assert_eq!(os(platform.as_ref(), details), expected);
    }
}
