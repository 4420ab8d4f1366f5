//! What all clouds need to bring a machine into the normal form.

use std::collections::BTreeMap;
use std::net::{IpAddr, Ipv6Addr};

use nexus_http::{Call, Document, unreadable};
use nexus_model::{Account, Failure, Machine, MachineState, OsFamily, Timestamp};

/// A machine of which only the id is known, for the rest to be filled in.
///
/// # Errors
/// `bad_response` if the id is empty: a list with such a machine would lose it.
pub(crate) fn machine(account: &Account, id: String, call: &Call) -> Result<Machine, Failure> {
    if id.is_empty() {
        return Err(unreadable(call, "a machine has no id"));
    }
    Ok(Machine {
        provider: account.provider,
        cloud: account.cloud.clone(),
        name: id.clone(),
        id,
        state: MachineState::Unknown,
        raw_state: String::new(),
        region: String::new(),
        zone: None,
        instance_type: String::new(),
        vcpus: None,
        memory_mib: None,
        public_ips: Vec::new(),
        private_ips: Vec::new(),
        private_dns: None,
        image: None,
        os: OsFamily::Unknown,
        launched_at: None,
        tags: BTreeMap::new(),
        console_url: None,
    })
}

/// Every machine of a page, with its document.
///
/// # Errors
/// Those of `normal`.
pub(crate) fn page<T>(
    page: Vec<Document<T>>,
    normal: impl Fn(T) -> Result<Machine, Failure>,
) -> Result<Vec<(Machine, String)>, Failure> {
    let machines = page.into_iter();
    machines.map(|one| Ok((normal(one.value)?, one.json))).collect()
}

/// A text, unless it is blank.
pub(crate) fn text(text: Option<impl Into<String>>) -> Option<String> {
    text.map(Into::into).filter(|text: &String| !text.trim().is_empty())
}

/// Memory in MiB from a vendor's GiB, which may have a fraction.
pub(crate) fn mib_of_gib(gib: f64) -> Option<u32> {
    let mib = (gib * 1024.0).round();
    // The largest float that is a whole u32 is exact in f64.
    (mib > 0.0 && mib <= f64::from(u32::MAX)).then_some(mib as u32)
}

/// Tags that are words without values.
pub(crate) fn bare_tags(tags: Option<Vec<String>>) -> BTreeMap<String, String> {
    tags.unwrap_or_default().into_iter().map(|tag| (tag, String::new())).collect()
}

/// A moment in UTC that is written without its zone (`2026-01-31T08:30:00`).
pub(crate) fn utc_without_zone(text: &str) -> Option<Timestamp> {
    Timestamp::parse(text).or_else(|| Timestamp::parse(&format!("{text}Z")))
}

/// Adds an address that is one and is not there yet. A prefix length (`/64`) is cut off.
pub(crate) fn keep(list: &mut Vec<IpAddr>, text: Option<&str>) {
    let address = text.and_then(|text| text.split('/').next()?.trim().parse::<IpAddr>().ok());
    if let Some(address) = address.filter(|address| !address.is_unspecified())
        && !list.contains(&address)
    {
        list.push(address);
    }
}

/// Adds an address to the public or the private ones by the range it is in, where a cloud does
/// not tell which it is.
pub(crate) fn keep_by_range(
    public: &mut Vec<IpAddr>,
    private: &mut Vec<IpAddr>,
    text: Option<&str>,
) {
    let mut one = Vec::new();
    keep(&mut one, text);
    for address in one {
        let list = if is_public(&address) { &mut *public } else { &mut *private };
        if !list.contains(&address) {
            list.push(address);
        }
    }
}

/// Whether an address is reachable from the internet as far as its range tells: not private
/// (RFC 1918), shared (RFC 6598), loopback or link-local; for IPv6, in 2000::/3
/// (<https://www.iana.org/assignments/ipv6-address-space/ipv6-address-space.xhtml>).
pub(crate) fn is_public(address: &IpAddr) -> bool {
    match address {
        IpAddr::V4(v4) => {
            let [a, b, ..] = v4.octets();
            let shared = a == 100 && (64..128).contains(&b);
            !(v4.is_private() || v4.is_loopback() || v4.is_link_local() || shared)
        }
        IpAddr::V6(v6) => {
            let top_three_bits = |v6: &Ipv6Addr| v6.segments()[0] >> 13;
            top_three_bits(v6) == 0b001
        }
    }
}

/// The family that an image's or system's name tells.
pub(crate) fn os(name: &str) -> OsFamily {
    const LINUX: [&str; 19] = [
        "linux",
        "ubuntu",
        "debian",
        "fedora",
        "centos",
        "rocky",
        "alma",
        "rhel",
        "red hat",
        "redhat",
        "suse",
        "arch",
        "gentoo",
        "slackware",
        "coreos",
        "flatcar",
        "talos",
        "nixos",
        "oracle",
    ];
    let name = name.to_ascii_lowercase();
    if name.contains("windows") {
        OsFamily::Windows
    } else if LINUX.iter().any(|word| name.contains(word)) {
        OsFamily::Linux
    } else {
        OsFamily::Unknown
    }
}

#[cfg(test)]
mod tests {
    use nexus_model::OsFamily;
    use rstest::rstest;

    use super::{is_public, keep, os};

    #[rstest]
    #[case("8.8.8.8", true)]
    #[case("10.1.2.3", false)]
    #[case("172.16.0.1", false)]
    #[case("192.168.0.1", false)]
    #[case("100.64.0.1", false)]
    #[case("100.128.0.1", true)]
    #[case("169.254.1.1", false)]
    #[case("2a01:4f8::1", true)]
    #[case("fd00::1", false)]
    #[case("fe80::1", false)]
    fn the_range_tells_what_is_public(#[case] text: &str, #[case] public: bool) {
        assert_eq!(is_public(&text.parse().expect("an address")), public);
    }

    #[test]
    fn only_addresses_are_kept_and_each_once() {
        let mut list = Vec::new();
        for text in ["", "10.0.0.1", "10.0.0.1", "2001:db8::1/64", "0.0.0.0", "none"] {
            keep(&mut list, Some(text));
        }
        keep(&mut list, None);
        assert_eq!(
            list.iter().map(ToString::to_string).collect::<Vec<_>>(),
            ["10.0.0.1", "2001:db8::1"]
        );
    }

    #[rstest]
    #[case("Ubuntu 24.04 (LTS) x64", OsFamily::Linux)]
    #[case("linode/debian12", OsFamily::Linux)]
    #[case("Windows Server 2022", OsFamily::Windows)]
    #[case("FreeBSD 14", OsFamily::Unknown)]
    #[case("", OsFamily::Unknown)]
    fn an_images_name_tells_the_family(#[case] name: &str, #[case] family: OsFamily) {
        assert_eq!(os(name), family);
    }
}
