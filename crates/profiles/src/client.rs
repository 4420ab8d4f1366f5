//! The OAuth client that a profile describes.

use nexus_model::{Failure, SecretFields};
use nexus_signin::{
    AuthMethod, Client, Endpoints, LoopbackHost, Quirks, Redirect, Server, USUAL_REDIRECT,
};
use url::{Host, Url};

use crate::address::{self, Tail};
use crate::failures::{missing, unusable};
use crate::{AuthType, CLIENT_SECRET, ClientAuth, Profile, check};

/// The app's own scheme for sign-ins (RFC 8252, section 7.1).
const OWN_SCHEME: &str = "dev.nexusaccess.vault";

impl Profile {
    /// The client to sign in with. Scopes are the profile's own unless others are given.
    ///
    /// # Errors
    /// `invalid_input` if the profile is not for `oauth2`, or a field of it cannot be used.
    pub fn client(&self, secrets: &SecretFields, scopes: &[String]) -> Result<Client, Failure> {
        if self.auth_type != AuthType::Oauth2 {
            let message = format!("{} does not sign in: its credential is typed.", self.name);
            return Err(unusable("auth_type", message, "Connect with its form instead."));
        }
        check::endpoints(self)?;
        let scopes = if scopes.is_empty() { &self.scopes } else { scopes };
        Ok(Client {
            server: self.server()?,
            id: self.client_id.clone().unwrap_or_default(),
            secret: secrets.get(CLIENT_SECRET).filter(|secret| !secret.is_empty()).cloned(),
            auth_method: match self.params.auth_header.unwrap_or_default() {
                ClientAuth::ClientSecretPost => AuthMethod::Post,
                ClientAuth::ClientSecretBasic => AuthMethod::Basic,
            },
            scopes: scopes.to_vec(),
            parameters: self.params.auth_params.clone().into_iter().collect(),
            quirks: Quirks {
                skip_scope_on_auth: self.params.skip_scope_on_auth,
                skip_scope_on_exchange: self.params.skip_scope_on_exchange,
            },
            redirect: self.redirect()?,
        })
    }

    /// Whether no person signs in to it: of its server only the token endpoint is known, where the
    /// client asks for itself (RFC 6749, section 4.4).
    pub fn is_for_client_only(&self) -> bool {
        self.auth_type == AuthType::Oauth2
            && !self.enable_discovery
            && self.auth_url.is_none()
            && self.device_url.is_none()
    }

    fn server(&self) -> Result<Server, Failure> {
        let url = |field: &str, text: &Option<String>| -> Result<Option<Url>, Failure> {
            text.as_deref().map(|text| address::parse(field, text, Tail::Query)).transpose()
        };
        if self.enable_discovery {
            let issuer = url("issuer", &self.issuer)?;
            let issuer =
                issuer.ok_or_else(|| missing("issuer", "it is asked for the endpoints", ""))?;
            return Ok(Server::Discovered { issuer });
        }
        let token = url("token_url", &self.token_url)?;
        Ok(Server::Known(Box::new(Endpoints {
            issuer: self.issuer.clone(),
            authorization: url("auth_url", &self.auth_url)?,
            token: token.ok_or_else(|| missing("token_url", "codes are exchanged there", ""))?,
            device_authorization: url("device_url", &self.device_url)?,
            revocation: url("revocation_url", &self.revocation_url)?,
            keys: None,
            answers_carry_issuer: false,
            proof_key_methods: None,
        })))
    }

    /// What an answered sign-in comes back to.
    ///
    /// # Errors
    /// `invalid_input` if `params.redirect_uri` is neither a port of this machine nor the app's own
    /// scheme.
    pub fn redirect(&self) -> Result<Redirect, Failure> {
        const FIELD: &str = "params.redirect_uri";
        let text = self.params.redirect_uri.as_deref().unwrap_or(USUAL_REDIRECT);
        let refused = |message: &str| {
            let remedy = format!("Write {USUAL_REDIRECT} or {OWN_SCHEME}:/signin.");
            unusable(FIELD, message, remedy)
        };
        let url = Url::parse(text).map_err(|_| refused("The redirect URI is not an address."))?;
        if url.scheme() == OWN_SCHEME {
            return Ok(Redirect::DeepLink(url));
        }
        let host = match (url.scheme(), url.host()) {
            ("http", Some(Host::Ipv4(address))) if address.is_loopback() => LoopbackHost::Ipv4,
            ("http", Some(Host::Ipv6(address))) if address.is_loopback() => LoopbackHost::Ipv6,
            ("http", Some(Host::Domain("localhost"))) => LoopbackHost::Name,
            _ => return Err(refused("The redirect URI does not lead back to this app.")),
        };
        let is_bare = url.query().is_none() && url.fragment().is_none();
        if !is_bare || !url.username().is_empty() || url.password().is_some() {
            return Err(refused("The redirect URI has more than a port and a path."));
        }
        Ok(Redirect::Loopback { host, port: url.port(), path: url.path().to_owned() })
    }
}

#[cfg(test)]
#[path = "client_tests.rs"]
mod tests;
