//! Where a request may go: the profile's own host and nowhere else.

use nexus_model::Failure;
use url::Url;

use crate::Profile;
use crate::address::{self, Tail};
use crate::failures::{missing, unusable};

const HOST: &str = "Give a path below the profile's api_base_url, such as /v1/items.";

impl Profile {
    /// The address that a path stands for: below `api_base_url`, or a whole address on the
    /// profile's own host, which is that of `api_base_url` or of `user_info_endpoint`. It is known
    /// before any credential is touched.
    ///
    /// # Errors
    /// `invalid_input` for anything that leads elsewhere, or would on a careless server: another
    /// host or port, `//host`, user names, `..` however it is escaped, backslashes, line ends.
    pub fn target(&self, path: &str) -> Result<Url, Failure> {
        let refused = |message: &str, remedy: &str| unusable("path", message, remedy);
        if path.chars().any(|c| c.is_control() || c.is_whitespace() || c == '\\') {
            let remedy = "Escape it in the way of addresses: a blank is %20.";
            return Err(refused("The path has a character that no address may have.", remedy));
        }
        if path.contains('#') {
            return Err(refused("The path has a fragment.", "Write “#” as %23, or leave it out."));
        }
        let own = self.own_addresses()?;
        let url = if path.starts_with("//") {
            return Err(refused("The path names a host of its own.", HOST));
        } else if has_scheme(path) {
            Url::parse(path).map_err(|_| refused("The address is not one.", HOST))?
        } else {
            below(&own[0], path).ok_or_else(|| refused("The path is not one.", HOST))?
        };
        if climbs(path.split('?').next().unwrap_or_default()) {
            return Err(refused("The path climbs with “..” or “.”.", HOST));
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(refused("The address has a user name in it.", HOST));
        }
        if own.iter().any(|own| own.origin() == url.origin()) {
            Ok(url)
        } else {
            Err(refused(
                "The address is on another host than the profile's, where its credential is not sent.",
                HOST,
            ))
        }
    }

    /// The addresses whose hosts are the profile's own, the root of paths first.
    fn own_addresses(&self) -> Result<Vec<Url>, Failure> {
        let base = self.api_base_url.as_deref();
        let base = base.map(|text| address::parse("api_base_url", text, Tail::None)).transpose()?;
        let info = self.user_info_endpoint.as_deref().filter(|text| !text.starts_with('/'));
        let info =
            info.map(|text| address::parse("user_info_endpoint", text, Tail::Query)).transpose()?;
        let own: Vec<Url> = base.or_else(|| info.as_ref()?.join("/").ok()).into_iter().collect();
        if own.is_empty() {
            let remedy = "Give the root of the API, such as https://api.example.com.";
            return Err(missing("api_base_url", "requests go below it and nowhere else", remedy));
        }
        Ok(own.into_iter().chain(info).collect())
    }
}

/// Whether it begins as a whole address does (RFC 3986, section 3.1). A colon later in a path, as
/// in `/v1/things:search`, is no scheme.
fn has_scheme(path: &str) -> bool {
    let scheme = path.split_once(':').map(|(scheme, _)| scheme).unwrap_or_default();
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.');
    scheme.starts_with(|c: char| c.is_ascii_alphabetic()) && scheme.chars().all(plain)
}

/// The path, joined to the root as text, so that nothing in it can be taken for a host.
fn below(base: &Url, path: &str) -> Option<Url> {
    let root = base.as_str().trim_end_matches('/');
    let joined = match path.starts_with('?') || path.is_empty() {
        true => format!("{base}{path}"),
        false => format!("{root}/{}", path.trim_start_matches('/')),
    };
    Url::parse(&joined).ok()
}

/// Whether a segment is a dot segment, however often it is escaped.
fn climbs(path: &str) -> bool {
    let mut path = path.to_owned();
    loop {
        if path.split(['/', '\\']).any(|segment| segment == "." || segment == "..") {
            return true;
        }
        let lower = path.to_ascii_lowercase();
        let decoded = ["%2e", ".", "%2f", "/", "%5c", "\\", "%25", "%"]
            .chunks(2)
            .fold(lower.clone(), |text, pair| text.replace(pair[0], pair[1]));
        if decoded == lower {
            return false;
        }
        path = decoded;
    }
}

#[cfg(test)]
#[path = "target_tests.rs"]
mod tests;
