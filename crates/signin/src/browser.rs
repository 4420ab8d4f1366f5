//! Sign-in in the browser: authorization code with a proof key (RFC 8252, 7636, 9207, 9700).

use std::sync::Arc;
use std::time::Duration;

use nexus_http::{Call, Http};
use nexus_model::{ErrorCode, Failure, Secret, Timestamp};
use tokio::time::Instant;

use crate::answer::{Answer, Awaited, Waiting};
use crate::authorization::Authorization;
use crate::issued::Issued;
use crate::loopback::{self, Loopback};
use crate::oauth_endpoint::OAuthEndpoint;
use crate::{Answers, Client, Endpoints, Redirect, Tokens, id_token, refusal};

/// How long an answer is waited for.
pub const PATIENCE: Duration = Duration::from_secs(5 * 60);

/// A sign-in in the browser under way. Dropping it closes its port.
pub struct SignIn {
    http: Http,
    client: Client,
    endpoints: Endpoints,
    authorization: Authorization,
    loopback: Option<Loopback>,
    waiting: Waiting,
    deadline: Instant,
    expires_at: Timestamp,
}

impl SignIn {
    /// Finds the server and opens the port; only then is there an address to open.
    ///
    /// # Errors
    /// Why the server's metadata cannot be used; `invalid_input` if it knows no safe proof keys or
    /// the registered port is taken.
    pub async fn start(http: &Http, client: Client) -> Result<Self, Failure> {
        let endpoints = client.server.endpoints(http).await?;
        let (loopback, redirect_uri) = match &client.redirect {
            Redirect::Loopback { host, port, path } => {
                let loopback = Loopback::bind(*host, *port, path).await?;
                let redirect_uri = loopback.redirect_uri();
                (Some(loopback), redirect_uri)
            }
            Redirect::DeepLink(url) => (None, url.to_string()),
        };
        let authorization = Authorization::new(&client, &endpoints, redirect_uri)?;
        let waiting = Waiting::new(Awaited::new(authorization.state.clone()));
        let sign_in = Self {
            http: http.clone(),
            client,
            endpoints,
            authorization,
            loopback,
            waiting,
            deadline: Instant::now(),
            expires_at: Timestamp::now(),
        };
        Ok(sign_in.within(PATIENCE))
    }

    /// The same, waiting this long from now instead of five minutes.
    #[must_use]
    pub fn within(mut self, patience: Duration) -> Self {
        self.deadline = Instant::now() + patience;
        let now = Timestamp::now();
        let seconds = i64::try_from(patience.as_secs()).unwrap_or(i64::MAX);
        self.expires_at = Timestamp::from_unix(now.unix().saturating_add(seconds)).unwrap_or(now);
        self
    }

    /// Where the person signs in: what the system's browser opens.
    pub fn authorization_url(&self) -> &str {
        self.authorization.url.as_str()
    }

    /// Where the answer comes back to, port included.
    pub fn redirect_uri(&self) -> &str {
        &self.authorization.redirect_uri
    }

    /// When it is no longer waited for.
    pub fn expires_at(&self) -> Timestamp {
        self.expires_at
    }

    /// Where a link is delivered that may be the answer.
    pub fn answer_slot(&self) -> Answers {
        let Waiting { awaited, answered, .. } = &self.waiting;
        Answers::new(self.redirect_uri(), Arc::clone(awaited), answered.clone())
    }

    /// Waits for the answer, closes the port, and exchanges the code for tokens.
    ///
    /// # Errors
    /// `cancelled` if access was denied, `expired` if no answer came, `bad_response` if another
    /// server answered or the ID token does not hold, and what the token endpoint answers.
    pub async fn wait(self) -> Result<Tokens, Failure> {
        let Self { loopback, waiting, deadline, .. } = self;
        let answer = waiting.answer(loopback, deadline).await?;
        let conversation = Conversation {
            http: &self.http,
            client: &self.client,
            endpoints: &self.endpoints,
            authorization: &self.authorization,
        };
        let code = conversation.code(answer)?;
        conversation.exchange(&code).await
    }
}

/// The exact redirect URI to register with a server. A loopback port that is not fixed is left
/// out: a server that takes any port compares the rest (RFC 8252, section 7.3).
pub fn redirect_uri_of(redirect: &Redirect) -> String {
    match redirect {
        Redirect::Loopback { host, port, path } => {
            format!("http://{}{path}", loopback::authority(*host, *port))
        }
        Redirect::DeepLink(url) => url.to_string(),
    }
}

/// What is left to do once the answer is there.
struct Conversation<'a> {
    http: &'a Http,
    client: &'a Client,
    endpoints: &'a Endpoints,
    authorization: &'a Authorization,
}

impl Conversation<'_> {
    /// The code of an answer by the server that was asked, and by no other (RFC 9207, section 2.4).
    fn code(&self, answer: Answer) -> Result<Secret, Failure> {
        let asked = self.endpoints.issuer.as_deref();
        let is_theirs = match (answer.issuer.as_deref(), asked) {
            (Some(told), Some(asked)) => told == asked,
            (None, Some(_)) => !self.endpoints.answers_carry_issuer,
            (_, None) => true,
        };
        if !is_theirs {
            return Err(mixed_up(&self.call()));
        }
        answer.outcome.map_err(|refused| {
            refusal::worded(&self.call(), &refused, Some(&self.authorization.redirect_uri))
        })
    }

    async fn exchange(&self, code: &Secret) -> Result<Tokens, Failure> {
        let Self { http, client, endpoints, authorization } = self;
        let secrets = [code, &authorization.verifier];
        let endpoint =
            OAuthEndpoint::new(http, client, &endpoints.token, "Code exchange", &secrets)?;
        let form = [
            ("grant_type", "authorization_code"),
            ("code", code.expose()),
            ("redirect_uri", authorization.redirect_uri.as_str()),
            ("code_verifier", authorization.verifier.expose()),
        ];
        let asked_at = Timestamp::now();
        let reply = endpoint.ask(&form).await?;
        let call = endpoint.call();
        let Issued { mut tokens, id_token } = Issued::read(&reply, &call, asked_at)?;
        let (token, nonce) = (id_token.as_ref(), authorization.nonce.as_ref());
        tokens.who = id_token::who(http, client, endpoints, &call, token, nonce).await?;
        Ok(tokens)
    }

    fn call(&self) -> Call {
        let host = self.authorization.url.authority().to_owned();
        Call { operation: "Sign-in", region: None, host }
    }
}

fn mixed_up(call: &Call) -> Failure {
    let message = format!(
        "Sign-in failed: the answer does not come from the server that was asked ({}). The code in it was used nowhere.",
        call.host
    );
    let remedy = "Start the sign-in again. If it happens once more, somebody may be mixing up two servers on purpose: check the server's address.";
    Failure::new(ErrorCode::BadResponse, call.operation, message, remedy)
}
