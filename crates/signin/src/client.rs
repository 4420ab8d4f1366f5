use nexus_model::Secret;
use url::Url;

/// An OAuth client as it is registered with a server, and how that server wants to be spoken to.
#[derive(Clone, Debug)]
pub struct Client {
    /// Where the server is.
    pub server: Server,
    /// The client's identifier.
    pub id: String,
    /// The client's secret; a native app may well have none (RFC 8252, section 8.5).
    pub secret: Option<Secret>,
    /// How the client shows who it is at the token endpoint.
    pub auth_method: AuthMethod,
    /// Scopes to ask for.
    pub scopes: Vec<String>,
    /// Further parameters of the authorization request, such as `prompt` or `access_type`.
    pub parameters: Vec<(String, String)>,
    /// Where the server departs from the standard.
    pub quirks: Quirks,
    /// What an answered sign-in comes back to.
    pub redirect: Redirect,
}

/// Where an authorization server is.
#[derive(Clone, Debug)]
pub enum Server {
    /// Its metadata is read from `{issuer}/.well-known/openid-configuration` (OpenID Connect
    /// Discovery 1.0, section 4).
    Discovered {
        /// The issuer's identifier, which the metadata must repeat.
        issuer: Url,
    },
    /// Its endpoints are known.
    Known(Box<Endpoints>),
}

/// An authorization server's endpoints and what it can do (RFC 8414, section 2).
#[derive(Clone, Debug)]
pub struct Endpoints {
    /// The issuer, if the server names itself: then `iss` of an answer and of an ID token must be
    /// it.
    pub issuer: Option<String>,
    /// Where a person is sent.
    pub authorization: Option<Url>,
    /// Where codes and refresh tokens are exchanged.
    pub token: Url,
    /// Where a device flow begins (RFC 8628, section 3.1).
    pub device_authorization: Option<Url>,
    /// Where a token is given back (RFC 7009).
    pub revocation: Option<Url>,
    /// The keys that ID tokens are signed with; without it there are no ID tokens.
    pub keys: Option<Url>,
    /// Whether every answer carries `iss` (RFC 9207, section 3).
    pub answers_carry_issuer: bool,
    /// Methods of proof keys the server names; `None` if it names none. A server that names some,
    /// but not S256, is refused.
    pub proof_key_methods: Option<Vec<String>>,
}

/// How a client shows who it is (OpenID Connect Core 1.0, section 9).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum AuthMethod {
    /// Id and secret in the body: `client_secret_post`. Without a secret the id alone.
    #[default]
    Post,
    /// Id and secret in `Authorization: Basic`: `client_secret_basic`.
    Basic,
}

/// Where a server departs from the standard.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Quirks {
    /// Refuses `scope` in the authorization request, also in that of a device.
    pub skip_scope_on_auth: bool,
    /// Refuses `scope` at the token endpoint. A code or a refresh token is always exchanged without
    /// it, since they have their scopes already (RFC 6749, sections 4.1.3 and 6).
    pub skip_scope_on_exchange: bool,
}

macro_rules! usual_port {
    () => {
        27183
    };
}

/// The port that is registered with servers who compare a redirect letter by letter, unless the
/// person chose another. No assigned one is known, and it is below those that systems hand out by
/// themselves (from 32768 on Linux, from 49152 elsewhere: RFC 6335, section 6).
pub const USUAL_PORT: u16 = usual_port!();

/// The redirect URI with that port, on an address rather than a name (RFC 8252, section 8.3).
pub const USUAL_REDIRECT: &str = concat!("http://127.0.0.1:", usual_port!(), "/");

/// What an answered sign-in comes back to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Redirect {
    /// A port of this machine (RFC 8252, section 7.3).
    Loopback {
        /// The host as the server wants it: `127.0.0.1`, `[::1]` or `localhost`.
        host: LoopbackHost,
        /// A port that was registered; `None` for any free one, where the server allows it.
        port: Option<u16>,
        /// The path, beginning with a slash.
        path: String,
    },
    /// This app's own scheme (RFC 8252, section 7.1), such as `dev.nexusaccess.vault:/signin`.
    DeepLink(Url),
}

/// The ways to write this machine in a redirect.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum LoopbackHost {
    /// `127.0.0.1`, the recommended one.
    #[default]
    Ipv4,
    /// `[::1]`.
    Ipv6,
    /// `localhost`, for servers that know no other. Listens on both addresses where both exist.
    Name,
}
