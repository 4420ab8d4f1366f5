//! A cloud that is signed in to, played over a strict server.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};

use async_trait::async_trait;
use nexus_app::{
    App, AppEvent, AuthKind, Chosen, Descriptor, Guide, Registry, SignInPrompt, SignInRequest,
};
use nexus_clouds::{Choice, Cloud, ListingSink, Scope, SignInFlow, SignInOffer, Steps};
use nexus_model::{
    ACCESS_TOKEN, Account, CloudId, ConnectionId, ErrorCode, Failure, Identity, Peer,
};
use nexus_signin::{
    AuthMethod, Client, Endpoints, LoopbackHost, Quirks, Redirect, Server, SignInPlan,
};
use nexus_testkit::strict_oauth::{self, CLIENT_ID, StrictOAuth};
use serde_json::json;

use crate::bench::{Bench, fields, until};

pub const CLOUD: &str = "played";
pub const AUTH: &str = "sign_in";

/// The cloud. Its projects are those of the server's API.
pub struct Played {
    server: SocketAddr,
    /// Whether nothing can be prepared.
    pub is_stuck: AtomicBool,
    /// How many projects were prepared.
    pub prepared: AtomicU32,
}

impl Played {
    pub fn over(server: &StrictOAuth) -> Arc<Self> {
        Self::at(server.address())
    }

    pub fn at(server: SocketAddr) -> Arc<Self> {
        Arc::new(Self { server, is_stuck: AtomicBool::new(false), prepared: AtomicU32::new(0) })
    }

    /// The projects, for whoever has a good token.
    async fn projects(&self, account: &Account) -> Result<Vec<String>, Failure> {
        let token = account.secret(ACCESS_TOKEN).expect("the app gives the token").clone();
        let server = self.server;
        let asked = tokio::task::spawn_blocking(move || {
            let bearer = format!("Bearer {}", token.expose());
            let headers = [("authorization", bearer.as_str())];
            nexus_testkit::http::send(server, "GET", "/projects", &headers, b"")
        });
        let reply = asked.await.expect("it ends").expect("a reply");
        if reply.status != 200 {
            let mut refused =
                Failure::new(ErrorCode::InvalidCredentials, "Projects", "Refused.", "Sign in.");
            refused.http_status = Some(reply.status);
            return Err(refused);
        }
        Ok(serde_json::from_str(&reply.text()).expect("names"))
    }
}

#[async_trait]
impl Cloud for Played {
    fn descriptor(&self) -> Descriptor {
        let scope = Scope { name: "read".into(), reason: "to list machines".into() };
        let kind = AuthKind {
            id: AUTH.into(),
            name: "Sign in".into(),
            summary: "For a test.".into(),
            schema: json!({
                "type": "object",
                "properties": { "client_id": { "type": "string", "title": "Client ID" } },
                "required": ["client_id"],
                "additionalProperties": false,
                "x-order": ["client_id"],
            }),
            guide: Guide::new([], "https://example.com/", "Console"),
            sign_in: Some(SignInOffer {
                flow: SignInFlow::Browser,
                scopes: vec![scope],
                choices: Some("projects".into()),
            }),
        };
        Descriptor::new(CLOUD, "Played Cloud", vec![kind])
    }

    async fn check(&self, account: &Account) -> Result<Identity, Failure> {
        self.projects(account).await?;
        Ok(Identity::new(account.field("project").unwrap_or_default(), "ada"))
    }

    async fn list(&self, account: &Account, sink: &ListingSink) -> Result<(), Failure> {
        self.projects(account).await?;
        sink.regions(vec!["global".into()]).await;
        sink.ended("global".into(), Ok(())).await;
        Ok(())
    }

    fn sign_in(&self, account: &Account) -> Result<SignInPlan, Failure> {
        let at = |path: &str| format!("http://{}{path}", self.server).parse().expect("a URL");
        Ok(SignInPlan::Browser(Box::new(Client {
            server: Server::Known(Box::new(Endpoints {
                issuer: None,
                authorization: Some(at("/authorize")),
                token: at("/token"),
                device_authorization: None,
                revocation: Some(at("/revoke")),
                keys: None,
                answers_carry_issuer: false,
                proof_key_methods: None,
            })),
            id: account.field("client_id").unwrap_or_default().to_owned(),
            secret: None,
            auth_method: AuthMethod::Post,
            scopes: vec!["read".into()],
            parameters: Vec::new(),
            quirks: Quirks::default(),
            redirect: Redirect::Loopback {
                host: LoopbackHost::Ipv4,
                port: None,
                path: "/signin".into(),
            },
        })))
    }

    async fn choices(&self, account: &Account) -> Result<Vec<Choice>, Failure> {
        let choice = |name: String| Choice {
            id: name.clone(),
            fields: fields(&[("project", &name)]),
            detail: String::new(),
            problem: None,
            name,
        };
        Ok(self.projects(account).await?.into_iter().map(choice).collect())
    }

    async fn prepare(&self, account: &Account, steps: &Steps) -> Result<(), Failure> {
        steps.tell("Switching the API on.");
        if self.is_stuck.load(Ordering::SeqCst) && account.field("project") == Some("blue") {
            let remedy = "Ask an owner of the project.";
            return Err(Failure::new(ErrorCode::PermissionDenied, "Enable", "Not yours.", remedy));
        }
        self.prepared.fetch_add(1, Ordering::SeqCst);
        Ok(())
    }
}

/// A bench whose app knows the cloud.
pub async fn bench(cloud: &Arc<Played>) -> Bench {
    Bench::open_with(Registry::standard().and(Arc::clone(cloud) as Arc<dyn Cloud>)).await
}

pub fn request() -> SignInRequest {
    SignInRequest {
        peer: Peer::Cloud { cloud: CloudId::new(CLOUD), auth: AUTH.into() },
        endpoint: None,
        fields: fields(&[("client_id", CLIENT_ID)]),
        secrets: [].into(),
        scopes: Vec::new(),
        way: None,
        connection: None,
    }
}

/// Signs in as a person would: opens the page and is led back.
pub async fn sign_in(app: &App, request: &SignInRequest) -> ConnectionId {
    let mut events = app.events();
    let prompt = app.start_sign_in(request).await.expect("it begins");
    come_back(&prompt).await;
    let seen = until(&mut events, |event| matches!(event, AppEvent::SignInEnded { .. })).await;
    let Some(AppEvent::SignInEnded { connection, failure: None }) = seen.last() else {
        panic!("{seen:?}");
    };
    assert_eq!(*connection, prompt.connection);
    prompt.connection
}

/// The browser's part.
pub async fn come_back(prompt: &SignInPrompt) {
    let page = prompt.authorization_url.clone().expect("a page");
    let browser = tokio::task::spawn_blocking(move || {
        let back = strict_oauth::consent(&page);
        strict_oauth::get(&back).0.status
    });
    assert_eq!(browser.await.expect("it ends"), 200);
}

pub fn chosen(id: &str) -> Chosen {
    Chosen { id: id.into(), name: format!("Project {id}") }
}
