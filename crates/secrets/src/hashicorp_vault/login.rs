//! The ways to a token: <https://developer.hashicorp.com/vault/api-docs/auth>.

use nexus_http::unreadable;
use nexus_model::{ErrorCode, Failure, Secret};
use serde::Deserialize;
use serde_json::{Value, json};

use super::descriptor::{
    APPROLE, AUTH_MOUNT, DEFAULT_JWT_FILE, JWT_FILE, KUBERNETES, LDAP, MOUNT, OIDC, PASSWORD, ROLE,
    ROLE_ID, SECRET_ID, TOKEN, USERNAME, USERPASS,
};
use super::server::Server;
use super::session::TOKEN_HEADER;
use super::settings::{field, segments};
use crate::BackendConfig;
use crate::backends::invalid;

/// The call of a login.
pub(super) const LOG_IN: &str = "log in to Vault";

/// What a login is made with.
pub(super) enum Login {
    /// A token that a person gave, or brought from the browser.
    Token(Secret),
    /// A path below `auth/` and what is sent there.
    Call { path: Vec<String>, proof: Proof },
}

/// What is sent to log in.
pub(super) enum Proof {
    AppRole { role_id: String, secret_id: Option<Secret> },
    Password(Secret),
    JwtFile { role: String, file: String },
}

/// A token as it is issued: <https://developer.hashicorp.com/vault/api-docs/auth/token>.
#[derive(Deserialize)]
pub(super) struct Issued {
    pub(super) client_token: Secret,
    /// Seconds; 0 for one that does not end.
    pub(super) lease_duration: u64,
    pub(super) renewable: bool,
    #[serde(default)]
    pub(super) policies: Vec<String>,
}

#[derive(Deserialize)]
pub(super) struct Reply {
    pub(super) auth: Option<Issued>,
}

#[derive(Deserialize)]
struct LookedUp {
    data: Token,
}

#[derive(Deserialize)]
struct Token {
    /// Seconds that are left; 0 for one that does not end.
    ttl: u64,
    #[serde(default)]
    renewable: bool,
    #[serde(default)]
    policies: Vec<String>,
}

impl Issued {
    /// Whether the token may ask how it stands, which the usual policy allows:
    /// <https://developer.hashicorp.com/vault/docs/concepts/policies#default-policy>.
    pub(super) fn may_look_up(&self) -> bool {
        self.policies.iter().any(|policy| policy == "default" || policy == "root")
    }
}

impl Login {
    /// # Errors
    /// `invalid_input` naming the field that cannot be used.
    pub(super) fn of(config: &BackendConfig) -> Result<Self, Failure> {
        let text = |name| field(config, name).unwrap_or_default().to_owned();
        let secret = |name| config.secrets.get(name).filter(|secret| !secret.is_empty()).cloned();
        let password = || Proof::Password(secret(PASSWORD).unwrap_or_else(|| Secret::new("")));
        let (mount, user, proof) = match config.login.as_str() {
            TOKEN | OIDC => {
                return Ok(Self::Token(secret(TOKEN).unwrap_or_else(|| Secret::new(""))));
            }
            APPROLE => {
                let proof = Proof::AppRole { role_id: text(ROLE_ID), secret_id: secret(SECRET_ID) };
                (APPROLE, None, proof)
            }
            USERPASS => (USERPASS, Some(text(USERNAME)), password()),
            LDAP => (LDAP, Some(text(USERNAME)), password()),
            KUBERNETES => {
                let file = field(config, JWT_FILE).unwrap_or(DEFAULT_JWT_FILE).to_owned();
                (KUBERNETES, None, Proof::JwtFile { role: text(ROLE), file })
            }
            other => {
                let message = format!("There is no login “{other}” to Vault.");
                return Err(invalid("login", message, "Use one that the form lists."));
            }
        };
        let mut path = vec!["auth".to_owned()];
        path.extend(segments(AUTH_MOUNT, field(config, AUTH_MOUNT).unwrap_or(mount))?);
        path.push("login".to_owned());
        if let Some(user) = user {
            if matches!(user.as_str(), "." | "..") {
                return Err(invalid(USERNAME, "That is no user name.", "Correct it."));
            }
            path.push(user);
        }
        Ok(Self::Call { path, proof })
    }

    /// Whether it can be made again without a person.
    pub(super) fn is_repeatable(&self) -> bool {
        matches!(self, Self::Call { .. })
    }

    /// Logs in.
    ///
    /// # Errors
    /// `invalid_credentials` if the server does not accept it, and those of the network.
    pub(super) async fn open(&self, server: &Server) -> Result<Issued, Failure> {
        match self {
            Self::Token(token) => look_up(server, token).await,
            Self::Call { path, proof } => {
                let (body, secret) = proof.body().await?;
                let server = server.keeping(&secret);
                let path: Vec<_> = path.iter().map(String::as_str).collect();
                // Once: a secret ID may be good for one login only.
                let reply = server.post(LOG_IN, &path).json_body(&body).send_once().await?;
                if !(200..300).contains(&reply.status) {
                    return Err(refused(server.refusal(LOG_IN, &reply)));
                }
                let reply: Reply = reply.json(&server.call(LOG_IN))?;
                issued(&server, reply.auth)
            }
        }
    }
}

impl Proof {
    /// The body, and what in it is secret.
    async fn body(&self) -> Result<(Value, Secret), Failure> {
        let none = || Secret::new("");
        Ok(match self {
            Self::AppRole { role_id, secret_id: None } => (json!({"role_id": role_id}), none()),
            Self::AppRole { role_id, secret_id: Some(secret) } => {
                (json!({"role_id": role_id, "secret_id": secret.expose()}), secret.clone())
            }
            Self::Password(secret) => (json!({"password": secret.expose()}), secret.clone()),
            Self::JwtFile { role, file } => {
                let jwt = tokio::fs::read_to_string(file).await.map_err(|error| {
                    let message = format!("The token file {file} cannot be read: {error}.");
                    invalid(JWT_FILE, message, "Correct its path, or log in in another way.")
                })?;
                let jwt = Secret::new(jwt.trim());
                (json!({"role": role, "jwt": jwt.expose()}), jwt)
            }
        })
    }
}

/// How long a given token is good: <https://developer.hashicorp.com/vault/api-docs/auth/token#lookup-a-token-self>.
async fn look_up(server: &Server, token: &Secret) -> Result<Issued, Failure> {
    let Token { ttl, renewable, policies } = match ask_of(server, token).await {
        Ok(found) => found.data,
        // A token without the policy “default” may not look itself up.
        Err(failure) if failure.code == ErrorCode::PermissionDenied => {
            Token { ttl: 0, renewable: false, policies: Vec::new() }
        }
        Err(failure) => return Err(refused(failure)),
    };
    Ok(Issued { client_token: token.clone(), lease_duration: ttl, renewable, policies })
}

/// Whether a token that may look itself up is nobody's any more.
pub(super) async fn has_ended(server: &Server, token: &Secret) -> bool {
    let asked = ask_of(server, token).await;
    asked.is_err_and(|failure| failure.http_status == Some(403))
}

async fn ask_of(server: &Server, token: &Secret) -> Result<LookedUp, Failure> {
    let server = server.keeping(token);
    let request = server.get("look up the token", &["auth", "token", "lookup-self"]);
    request.secret_header(TOKEN_HEADER, token).json().await
}

/// Makes a token good for longer: <https://developer.hashicorp.com/vault/api-docs/auth/token#renew-a-token-self>.
///
/// # Errors
/// The server's refusal: it was renewed as long as it may be, or has ended.
pub(super) async fn renew(server: &Server, token: &Secret) -> Result<Issued, Failure> {
    let server = server.keeping(token);
    let request = server.post("renew the token", &["auth", "token", "renew-self"]);
    let reply = request.secret_header(TOKEN_HEADER, token).json::<Reply>().await?;
    issued(&server, reply.auth)
}

pub(super) fn issued(server: &Server, auth: Option<Issued>) -> Result<Issued, Failure> {
    let auth = auth.ok_or_else(|| unreadable(&server.call(LOG_IN), "it has no token"))?;
    if auth.client_token.is_empty() {
        // <https://developer.hashicorp.com/vault/docs/auth/login-mfa>
        let message = "Vault wants a second factor for this login.";
        let remedy = "Log in with “vault login” and give the token that it prints.";
        return Err(Failure::new(ErrorCode::MfaRequired, LOG_IN, message, remedy));
    }
    Ok(auth)
}

/// A refused login. Vault says 400 or 403 to a wrong password, and 403 to a token of nobody.
pub(super) fn refused(mut failure: Failure) -> Failure {
    if failure.code == ErrorCode::InvalidInput {
        // No such path, unless there is not even the namespace.
        let is_path = failure.field.as_deref() == Some(MOUNT);
        return if is_path { failure.in_field(AUTH_MOUNT) } else { failure };
    }
    if matches!(failure.http_status, Some(400 | 401 | 403)) {
        failure.code = ErrorCode::InvalidCredentials;
        failure.remedy =
            "Check what you log in with, and the namespace: a token, role or user belongs to one."
                .into();
    }
    failure
}
