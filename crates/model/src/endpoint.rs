use std::fmt;

use serde::{Deserialize, Serialize};
use thiserror::Error;
use url::{Host, Url};

/// A custom API endpoint: where a private cloud, a sovereign region or a test peer answers.
///
/// Always `https`, unless the host is this machine (`localhost`, `127.0.0.0/8`, `::1`): a
/// credential must not cross a network in clear.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(try_from = "String", into = "String")]
#[specta(transparent)]
pub struct Endpoint(#[specta(type = String)] Url);

/// Why a text is not an [`Endpoint`].
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum EndpointError {
    /// Not an absolute URL with a host.
    // What was typed is not repeated: it may have a password in it.
    #[error("This is not a full address. Write it as https://host or https://host:port.")]
    NotAUrl,
    /// `http` to a host that is not this machine, or another scheme.
    #[error("An endpoint must use https: over {0} the credential could be read on the way.")]
    NotHttps(String),
    /// User name or password inside the address.
    #[error("Take the user name and password out of the address and use the fields of the form.")]
    HasCredentials,
    /// A query or fragment, which no endpoint has.
    #[error("Take everything from “?” or “#” on out of the address.")]
    HasQuery,
}

impl Endpoint {
    /// Checks and normalises what a person typed.
    ///
    /// # Errors
    /// See [`EndpointError`]; the text of each says what to change.
    pub fn parse(text: &str) -> Result<Self, EndpointError> {
        let text = text.trim();
        let url = Url::parse(text).map_err(|_| EndpointError::NotAUrl)?;
        if url.host().is_none() {
            return Err(EndpointError::NotAUrl);
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(EndpointError::HasCredentials);
        }
        if url.query().is_some() || url.fragment().is_some() {
            return Err(EndpointError::HasQuery);
        }
        match url.scheme() {
            "https" => Ok(Self(url)),
            "http" if is_loopback(&url) => Ok(Self(url)),
            scheme => Err(EndpointError::NotHttps(scheme.to_owned())),
        }
    }

    /// The address without a trailing slash, as SDKs and URL templates want it.
    pub fn as_str(&self) -> &str {
        self.0.as_str().trim_end_matches('/')
    }
}

fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}

impl fmt::Display for Endpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl TryFrom<String> for Endpoint {
    type Error = EndpointError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text)
    }
}

impl From<Endpoint> for String {
    fn from(endpoint: Endpoint) -> Self {
        endpoint.as_str().to_owned()
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::{Endpoint, EndpointError};

    #[rstest]
    #[case("https://ec2.example.com", "https://ec2.example.com")]
    #[case(" https://ec2.example.com:8443/v3/ ", "https://ec2.example.com:8443/v3")]
    #[case("http://127.0.0.1:5000", "http://127.0.0.1:5000")]
    #[case("http://[::1]:5000/", "http://[::1]:5000")]
    #[case("http://localhost", "http://localhost")]
    fn accepts(#[case] typed: &str, #[case] kept: &str) {
        assert_eq!(Endpoint::parse(typed).expect("accepted").as_str(), kept);
    }

    #[rstest]
    #[case("http://ec2.example.com", EndpointError::NotHttps("http".into()))]
    #[case("http://localhost.example.com", EndpointError::NotHttps("http".into()))]
    #[case("ftp://127.0.0.1", EndpointError::NotHttps("ftp".into()))]
    #[case("ec2.example.com", EndpointError::NotAUrl)]
    #[case("https://key:secret@host", EndpointError::HasCredentials)]
    #[case("https://host/?token=1", EndpointError::HasQuery)]
    fn refuses(#[case] typed: &str, #[case] why: EndpointError) {
        assert_eq!(Endpoint::parse(typed), Err(why));
    }
}
