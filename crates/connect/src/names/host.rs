use std::fmt;
use std::net::IpAddr;
use std::str::FromStr;

use nexus_model::{ErrorCode, Failure};

/// Longest name of a host (RFC 1035, section 2.3.4).
const LONGEST: usize = 253;
/// Longest label of a name (the same section).
const LONGEST_LABEL: usize = 63;

/// Where a connection goes: an address, or a name made of letters, digits, `-`, `_` and dots
/// (RFC 1123, section 2.1, and the underscore that some internal names have).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Host(String);

impl Host {
    /// This computer.
    pub fn loopback() -> Self {
        IpAddr::from(std::net::Ipv4Addr::LOCALHOST).into()
    }

    /// As `ssh`, `mstsc` and the others take it; an IPv6 address has no brackets.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// With the brackets that an IPv6 address has before a port (RFC 3986, section 3.2.2).
    pub fn with_port(&self, port: u16) -> String {
        if self.0.contains(':') {
            format!("[{}]:{port}", self.0)
        } else {
            format!("{}:{port}", self.0)
        }
    }
}

impl From<IpAddr> for Host {
    fn from(address: IpAddr) -> Self {
        Self(address.to_string())
    }
}

impl FromStr for Host {
    type Err = Failure;

    /// # Errors
    /// `invalid_input` for anything that is neither an address nor a name.
    fn from_str(text: &str) -> Result<Self, Failure> {
        if let Ok(address) = text.parse::<IpAddr>() {
            return Ok(address.into());
        }
        let name = text.strip_suffix('.').unwrap_or(text);
        if name.len() <= LONGEST && name.split('.').all(is_label) {
            return Ok(Self(name.to_owned()));
        }
        Err(Failure::new(
            ErrorCode::InvalidInput,
            "connect",
            format!("“{}” is not an address or a host's name.", super::title(text)),
            "Give an IP address, or a name of letters, digits, hyphens and dots.",
        )
        .in_field("host"))
    }
}

impl fmt::Display for Host {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

fn is_label(label: &str) -> bool {
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    !label.is_empty()
        && label.len() <= LONGEST_LABEL
        && !label.starts_with('-')
        && label.bytes().all(allowed)
}

#[cfg(test)]
mod tests {
    use super::Host;

    #[rstest::rstest]
    #[case("10.0.0.7", "10.0.0.7:22")]
    #[case("2001:db8::7", "[2001:db8::7]:22")]
    #[case("ip-10-0-0-7.eu-west-1.compute.internal", "ip-10-0-0-7.eu-west-1.compute.internal:22")]
    #[case("pangolin.tailfe8c.ts.net.", "pangolin.tailfe8c.ts.net:22")]
    fn an_address_or_a_name_is_a_host(#[case] text: &str, #[case] with_port: &str) {
        let host: Host = text.parse().expect("a host");
        assert_eq!(host.with_port(22), with_port);
    }

    #[rstest::rstest]
    #[case("")]
    #[case("-oProxyCommand=touch /tmp/x")]
    #[case("-v")]
    #[case("a b")]
    #[case("$(id)")]
    #[case("a;b")]
    #[case("a\nb")]
    #[case("a\0b")]
    #[case("user@host")]
    #[case("a..b")]
    #[case("fe80::1%eth0")]
    #[case("хост.рф")]
    #[case(&"a".repeat(300))]
    fn nothing_else_is(#[case] text: &str) {
        let failure = text.parse::<Host>().expect_err("refused");
        assert_eq!(failure.field.as_deref(), Some("host"));
    }
}
