//! Addresses in a profile: nothing secret crosses a network in clear.

use nexus_model::Failure;
use url::{Host, Url};

use crate::failures::unusable;

/// What may follow an address's path.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Tail {
    /// Nothing.
    None,
    /// A query, as an authorization endpoint may have (RFC 6749, section 3.1).
    Query,
}

/// The address in a field: `https`, or `http` on this machine; no user name or password.
pub(crate) fn parse(field: &str, text: &str, tail: Tail) -> Result<Url, Failure> {
    let refused = |message: &str, remedy: &str| Err(unusable(field, message, remedy));
    let Some(url) = Url::parse(text).ok().filter(Url::has_host) else {
        return refused(
            &format!("`{field}` is not a full address."),
            "Write it as https://host/path.",
        );
    };
    if !url.username().is_empty() || url.password().is_some() {
        return refused(
            &format!("`{field}` has a user name or password in it."),
            "Take it out: a profile holds nothing secret.",
        );
    }
    let is_secure = url.scheme() == "https" || (url.scheme() == "http" && is_loopback(&url));
    if !is_secure {
        return refused(
            &format!("`{field}` must use https, unless it is on this machine."),
            "Write https:// instead.",
        );
    }
    if url.fragment().is_some() || (tail == Tail::None && url.query().is_some()) {
        return refused(
            &format!("`{field}` has a query or fragment."),
            "Take everything from “?” or “#” on out of it.",
        );
    }
    Ok(url)
}

fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::{Tail, parse};

    #[rstest]
    #[case("https://api.github.com")]
    #[case("http://127.0.0.1:8080/v1")]
    #[case("http://[::1]:8080")]
    #[case("http://localhost:8080")]
    fn https_or_this_machine_is_taken(#[case] text: &str) {
        assert!(parse("api_base_url", text, Tail::None).is_ok());
    }

    #[rstest]
    #[case("api.github.com")]
    #[case("/v1")]
    #[case("http://api.github.com")]
    #[case("http://localhost.example.com")]
    #[case("ftp://127.0.0.1")]
    #[case("file:///etc/passwd")]
    #[case("https://key@api.github.com")]
    #[case("https://key:pw@api.github.com")]
    #[case("https://api.github.com/?key=1")]
    #[case("https://api.github.com/#a")]
    fn anything_else_is_refused_by_its_field(#[case] text: &str) {
        let failure = parse("api_base_url", text, Tail::None).expect_err(text);
        assert_eq!(failure.field.as_deref(), Some("api_base_url"));
        assert!(!failure.message.contains("pw"), "{failure}");
    }
}
