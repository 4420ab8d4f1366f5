//! What the tests have in common.

use std::net::SocketAddr;
use std::time::Duration;

use nexus_http::{Http, Patience};
use nexus_model::{ErrorCode, Failure};
use nexus_signin::{AuthMethod, Client, LoopbackHost, Quirks, Redirect, Server, SignIn, Tokens};
use nexus_testkit::hostile_provider::CLIENT;
use nexus_testkit::http::{self, Response};
use nexus_testkit::{HostileProvider, Lie};
use tokio::task::JoinHandle;
use url::Url;

/// A client of HTTP that gives up before a test does.
pub fn http_client() -> Http {
    Http::new(Patience {
        connect: Duration::from_secs(5),
        attempt: Duration::from_secs(10),
        call: Duration::from_secs(20),
        pause: Duration::from_millis(5),
        attempts: 3,
    })
}

/// A native client, discovered at this issuer, that comes back to any free port.
pub fn client_of(issuer: &str, id: &str) -> Client {
    Client {
        server: Server::Discovered { issuer: Url::parse(issuer).expect("an issuer") },
        id: id.to_owned(),
        secret: None,
        auth_method: AuthMethod::Post,
        scopes: ["openid", "email", "offline_access"].map(str::to_owned).into(),
        // Without it the provider issues no refresh token: OpenID Connect Core 1.0, section 11.
        parameters: vec![("prompt".to_owned(), "consent".to_owned())],
        quirks: Quirks::default(),
        redirect: Redirect::Loopback {
            host: LoopbackHost::Ipv4,
            port: None,
            path: "/callback".to_owned(),
        },
    }
}

/// A sign-in that waits for its answer.
pub struct Waiting {
    pub authorization_url: String,
    pub redirect_uri: Url,
    pub tokens: JoinHandle<Result<Tokens, Failure>>,
}

impl Waiting {
    pub async fn start(client: Client) -> Self {
        Self::of(SignIn::start(&http_client(), client).await.expect("a sign-in"))
    }

    pub fn of(sign_in: SignIn) -> Self {
        let authorization_url = sign_in.authorization_url().to_owned();
        let redirect_uri = Url::parse(sign_in.redirect_uri()).expect("a redirect URI");
        Self { authorization_url, redirect_uri, tokens: tokio::spawn(sign_in.wait()) }
    }

    /// At a hostile provider.
    pub async fn at(provider: &HostileProvider) -> Self {
        Self::start(client_of(&provider.issuer(), CLIENT)).await
    }

    pub fn address(&self) -> SocketAddr {
        self.redirect_uri.socket_addrs(|| None).expect("an address")[0]
    }

    pub async fn end(self) -> Result<Tokens, Failure> {
        self.tokens.await.expect("the sign-in does not panic")
    }
}

/// What comes of a sign-in that the person goes through at a provider with this lie.
pub async fn signed_in_at(lie: Lie) -> (HostileProvider, Result<Tokens, Failure>) {
    let provider = HostileProvider::start(lie);
    let waiting = Waiting::at(&provider).await;
    let back = provider.redirect_of(&waiting.authorization_url);
    assert_eq!(get(&back).status, 200);
    let ended = waiting.end().await;
    (provider, ended)
}

/// What another program gets at an address of this machine.
pub fn get(url: &Url) -> Response {
    send("GET", url, &[])
}

/// The same with another method or other headers.
pub fn send(method: &str, url: &Url, headers: &[(&str, &str)]) -> Response {
    let to = url.socket_addrs(|| None).expect("an address")[0];
    let path = &url[url::Position::BeforePath..];
    let own = [("host", &url[url::Position::BeforeHost..url::Position::AfterPort])];
    let headers = if headers.is_empty() { &own } else { headers };
    http::send(to, method, path, headers, b"").expect("a reply")
}

/// A failure with a remedy that shows none of these.
pub fn assert_told(failure: &Failure, code: ErrorCode, part: &str, secrets: &[&str]) {
    let shown = format!("{failure:?}");
    assert_eq!(failure.code, code, "{shown}");
    assert!(failure.to_string().contains(part), "“{part}” is not in {shown}");
    assert!(!failure.remedy.is_empty(), "{shown}");
    for secret in secrets {
        assert!(!secret.is_empty() && !shown.contains(secret), "{secret} is in {shown}");
    }
}
