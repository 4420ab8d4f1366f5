//! The login in the browser: <https://developer.hashicorp.com/vault/api-docs/auth/jwt#oidc-authorization-url-request>.
//!
//! Vault is the provider's client. It makes the address that the person is sent to, and exchanges
//! the code that the browser brings back to a port of this machine. That only who has asked for the
//! address gets the token is proven by a nonce, which the browser never sees.

use futures::future::BoxFuture;
use nexus_http::{Http, unreadable};
use nexus_model::{ErrorCode, Failure, Secret, SecretFields};
use nexus_signin::{Callback, LoopbackHost, PATIENCE, state_of};
use serde::Deserialize;
use serde_json::json;
use url::Url;
use uuid::Uuid;

use super::descriptor::{AUTH_MOUNT, DEFAULT_REDIRECT_PORT, OIDC, REDIRECT_PORT, ROLE, TOKEN};
use super::login::{LOG_IN, Reply, issued, refused};
use super::server::Server;
use super::settings::{Settings, field, segments};
use crate::backends::invalid;
use crate::{BackendConfig, BrowserLogin};

/// The path of the `vault` command's redirect URI.
const CALLBACK: &str = "/oidc/callback";

#[derive(Deserialize)]
struct Address {
    data: AuthUrl,
}

#[derive(Deserialize)]
struct AuthUrl {
    /// Empty where Vault does not want to say why there is none.
    auth_url: String,
}

/// Asks Vault for the address, and opens the port that the browser will come back to.
pub(super) fn log_in<'a>(
    config: &'a BackendConfig,
    http: &'a Http,
) -> BoxFuture<'a, Result<BrowserLogin, Failure>> {
    Box::pin(async move {
        let server = Server::new(&Settings::of(config, http)?)?;
        let mount = segments(AUTH_MOUNT, field(config, AUTH_MOUNT).unwrap_or(OIDC))?;
        let callback = Callback::bind(LoopbackHost::Name, Some(port(config)?), CALLBACK).await?;
        let nonce = Secret::new(Uuid::new_v4().simple().to_string());
        let login = Login { server: server.keeping(&nonce), mount, nonce };
        let role = field(config, ROLE).unwrap_or_default();
        let redirect_uri = callback.redirect_uri();
        let request = login.request(role, &redirect_uri).await?;
        let authorization_url = request.to_string();
        let secrets = async move {
            let code = callback.code(&request, PATIENCE).await?;
            login.exchange(&request, &code).await
        };
        Ok(BrowserLogin::new(authorization_url, redirect_uri, PATIENCE, secrets))
    })
}

fn port(config: &BackendConfig) -> Result<u16, Failure> {
    let text = field(config, REDIRECT_PORT).unwrap_or(DEFAULT_REDIRECT_PORT);
    // RFC 8252, section 7.3: any port that a person's program may open.
    text.parse().ok().filter(|port| *port >= 1024).ok_or_else(|| {
        let message = format!("“{text}” is no port that the browser can come back to.");
        invalid(REDIRECT_PORT, message, "Write a number from 1024 to 65535, such as 8250.")
    })
}

/// One login, from the address to the token.
struct Login {
    server: Server,
    mount: Vec<String>,
    nonce: Secret,
}

impl Login {
    fn path<'a>(&'a self, last: &'a str) -> Vec<&'a str> {
        let mount = self.mount.iter().map(String::as_str);
        ["auth"].into_iter().chain(mount).chain(["oidc", last]).collect()
    }

    /// The request that the person is sent to.
    async fn request(&self, role: &str, redirect_uri: &str) -> Result<Url, Failure> {
        let body = json!({"role": role, "redirect_uri": redirect_uri, "client_nonce": self.nonce.expose()});
        let request = self.server.post(LOG_IN, &self.path("auth_url")).json_body(&body);
        let reply = request.json::<Address>().await.map_err(of_role)?;
        let text = reply.data.auth_url;
        if text.is_empty() {
            return Err(unregistered(redirect_uri));
        }
        let is_web = |url: &Url| matches!(url.scheme(), "https" | "http");
        let unusable = || unreadable(&self.server.call(LOG_IN), "its address leads to no page");
        Url::parse(&text).ok().filter(is_web).ok_or_else(unusable)
    }

    /// Exchanges the code for a token, once: it is good for one time.
    async fn exchange(&self, request: &Url, code: &Secret) -> Result<SecretFields, Failure> {
        let state = state_of(request).unwrap_or_else(|| Secret::new(""));
        let server = self.server.keeping(code).keeping(&state);
        let get = server.get(LOG_IN, &self.path("callback"));
        let get = get.query("state", state.expose()).query("code", code.expose());
        let reply = get.query("client_nonce", self.nonce.expose()).send_once().await?;
        if !(200..300).contains(&reply.status) {
            let mut failure = refused(server.refusal(LOG_IN, &reply));
            if failure.code == ErrorCode::InvalidCredentials {
                failure.remedy = "Log in again. If it is refused again, ask whoever runs Vault what the role wants of you.".into();
            }
            return Err(failure);
        }
        let reply: Reply = reply.json(&server.call(LOG_IN))?;
        let token = issued(&server, reply.auth)?.client_token;
        Ok([(TOKEN.to_owned(), token)].into())
    }
}

/// Vault says 400 to a role that it does not know, and to a mount of another kind.
fn of_role(failure: Failure) -> Failure {
    if failure.http_status != Some(400) {
        return refused(failure);
    }
    let failure = Failure {
        code: ErrorCode::InvalidInput,
        remedy: "Correct the role and the login path, or ask whoever runs Vault for them.".into(),
        ..failure
    };
    failure.in_field(ROLE)
}

fn unregistered(redirect_uri: &str) -> Failure {
    let message = "Vault gave no address to log in at: the role does not allow this redirect URI, or Vault cannot reach its provider.";
    let remedy = format!(
        "Ask whoever runs Vault to add {redirect_uri} to the role's allowed_redirect_uris and to the provider's client."
    );
    Failure::new(ErrorCode::InvalidInput, LOG_IN, message, remedy).in_field(ROLE)
}
