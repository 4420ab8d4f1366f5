//! Where the server is, and where in it the values are.

use nexus_http::Http;
use nexus_model::{Endpoint, Failure};

use super::descriptor::{
    ADDRESS, CA_CERTIFICATE, DEFAULT_MOUNT, DEFAULT_PREFIX, MOUNT, NAMESPACE, PATH_PREFIX,
};
use crate::BackendConfig;
use crate::backends::invalid;

/// The fields of a place, checked.
pub(super) struct Settings {
    pub(super) http: Http,
    pub(super) address: Endpoint,
    /// The parts of the engine's path.
    pub(super) mount: Vec<String>,
    /// The parts of the folder in the engine.
    pub(super) prefix: Vec<String>,
    pub(super) namespace: Option<String>,
}

impl Settings {
    /// # Errors
    /// `invalid_input` naming the field.
    pub(super) fn of(config: &BackendConfig, http: &Http) -> Result<Self, Failure> {
        let address = Endpoint::parse(field(config, ADDRESS).unwrap_or_default());
        let address = address.map_err(|why| {
            let remedy = "Write it as in VAULT_ADDR: https://vault.example.com:8200.";
            invalid(ADDRESS, format!("Vault's address cannot be used: {why}"), remedy)
        })?;
        let http = match field(config, CA_CERTIFICATE) {
            Some(pem) => http.trusting(pem).ok_or_else(|| {
                let remedy = "Paste the text from “-----BEGIN CERTIFICATE-----” to its end.";
                invalid(CA_CERTIFICATE, "The CA certificate is no certificate in PEM.", remedy)
            })?,
            None => http.clone(),
        };
        let namespace = match field(config, NAMESPACE) {
            Some(text) => Some(segments(NAMESPACE, text)?.join("/")),
            None => None,
        };
        Ok(Self {
            http,
            address,
            mount: segments(MOUNT, field(config, MOUNT).unwrap_or(DEFAULT_MOUNT))?,
            prefix: segments(PATH_PREFIX, field(config, PATH_PREFIX).unwrap_or(DEFAULT_PREFIX))?,
            namespace,
        })
    }

    /// The place for people.
    pub(super) fn place(&self) -> String {
        let path = [self.mount.as_slice(), self.prefix.as_slice()].concat().join("/");
        match &self.namespace {
            Some(namespace) => format!("{path} in {namespace} of Vault at {}", self.address),
            None => format!("{path} of Vault at {}", self.address),
        }
    }
}

/// A field's text, if there is any.
pub(super) fn field<'a>(config: &'a BackendConfig, name: &str) -> Option<&'a str> {
    config.fields.get(name).map(|text| text.trim()).filter(|text| !text.is_empty())
}

/// The parts of a path. Those with which it would lead elsewhere are refused: `.` and `..`, which
/// an address drops, and `+` and `*`, which policies read as patterns.
pub(super) fn segments(name: &str, path: &str) -> Result<Vec<String>, Failure> {
    let parts: Vec<_> = path.trim_matches('/').split('/').map(str::to_owned).collect();
    let good = |part: &String| {
        !matches!(part.as_str(), "" | "." | ".." | "+")
            && !part.chars().any(|c| c.is_control() || matches!(c, '*' | '\\' | '?' | '#' | '%'))
    };
    if parts.iter().all(good) {
        return Ok(parts);
    }
    let message = format!("“{}” is no path in Vault.", path.chars().take(80).collect::<String>());
    Err(invalid(name, message, "Write names with / between them, such as team/nexus."))
}

#[cfg(test)]
mod tests {
    use super::segments;

    #[test]
    fn a_path_leads_nowhere_else() {
        assert_eq!(segments("mount", "/team/kv/").expect("a path"), ["team", "kv"]);
        for bad in
            ["", "/", "a//b", "../sys", "a/./b", "a/+/b", "a*", "a?list=true", "a#b", "a%2fb"]
        {
            let failure = segments("mount", bad).expect_err(bad);
            assert_eq!(failure.field.as_deref(), Some("mount"));
        }
    }
}
