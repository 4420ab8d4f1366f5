use std::time::Duration;

use backon::{ExponentialBuilder, Retryable};
use nexus_model::{ErrorCode, Failure, Secret};
use reqwest::redirect::Policy;

use crate::gates::Gates;
use crate::{
    Call, Layer, ParseError, Patience, Reply, layer, root_cause, unreachable, unreadable, words,
};

/// Most bytes of a reply, unless the request says otherwise: ten times the largest page any vendor
/// documents.
pub(crate) const MOST_BYTES: usize = 64 << 20;

/// The one HTTP client. Cheap to clone; connections are shared by all clones.
#[derive(Clone, Debug)]
pub struct Http {
    client: Option<reqwest::Client>,
    gates: Gates,
    patience: Patience,
}

/// What came of one try.
enum Trouble {
    /// No connection stood, so nothing of the request was sent.
    Unsent(Layer, String),
    Network(Layer, String),
    Refused(Reply),
    TooLong,
}

/// One request with what its failures are told by.
pub(crate) struct Outgoing<'a> {
    pub request: reqwest::Request,
    pub call: &'a Call,
    pub secrets: &'a [Secret],
    pub parse_error: ParseError,
    /// Most bytes of the reply.
    pub most_bytes: usize,
}

impl Http {
    /// A client that waits as long as it is told.
    pub fn new(patience: Patience) -> Self {
        Self { client: builder(patience).build().ok(), gates: Gates::default(), patience }
    }

    /// How long its calls wait, for a client of another kind that is to wait as long.
    pub fn patience(&self) -> Patience {
        self.patience
    }

    /// The same for servers whose certificates these authorities signed, and no others; `pem` is
    /// one or more certificates in PEM. `None` if there is none in it.
    #[must_use]
    pub fn trusting(&self, pem: &str) -> Option<Self> {
        let authorities = reqwest::Certificate::from_pem_bundle(pem.as_bytes()).ok()?;
        if authorities.is_empty() {
            return None;
        }
        let client = builder(self.patience).tls_certs_only(authorities).build().ok()?;
        Some(Self { client: Some(client), gates: self.gates.clone(), patience: self.patience })
    }

    /// # Errors
    /// `internal` when this system's certificate store could not be opened.
    fn client(&self, operation: &str) -> Result<&reqwest::Client, Failure> {
        self.client.as_ref().ok_or_else(|| {
            Failure::new(
                ErrorCode::Internal,
                operation,
                "No secure connection can be made: this system's certificates could not be read.",
                "Check that the system's certificate store is installed and start the app again.",
            )
        })
    }

    /// Sends a request, again where that may help, and returns a success.
    pub(crate) async fn send(&self, outgoing: Outgoing<'_>) -> Result<Reply, Failure> {
        self.success(outgoing, is_worth_another_try).await
    }

    /// Sends what changes something, again only where nothing was changed, and returns a success.
    pub(crate) async fn command(&self, outgoing: Outgoing<'_>) -> Result<Reply, Failure> {
        self.success(outgoing, was_not_carried_out).await
    }

    async fn success(
        &self,
        outgoing: Outgoing<'_>,
        again: fn(&Trouble) -> bool,
    ) -> Result<Reply, Failure> {
        let Outgoing { call, secrets, parse_error, .. } = outgoing;
        let client = self.client(call.operation)?;
        let tried = self.tried(client, &outgoing, again).await;
        tried.map_err(|trouble| match trouble {
            Trouble::Refused(reply) if (300..400).contains(&reply.status) => {
                redirected(call, &reply)
            }
            Trouble::Refused(mut reply) => {
                reply.body = words::scrub_body(&reply.body, secrets);
                discreet(parse_error(call, &reply), secrets)
            }
            other => unanswered(other, &outgoing),
        })
    }

    /// Sends a request so that it arrives once at most, and returns the reply whatever its status.
    /// The body of a refusal has the secrets taken out.
    pub(crate) async fn send_once(&self, outgoing: Outgoing<'_>) -> Result<Reply, Failure> {
        let client = self.client(outgoing.call.operation)?;
        match self.tried(client, &outgoing, was_not_sent).await {
            Ok(reply) => Ok(reply),
            Err(Trouble::Refused(reply)) if (300..400).contains(&reply.status) => {
                Err(redirected(outgoing.call, &reply))
            }
            Err(Trouble::Refused(mut reply)) => {
                reply.body = words::scrub_body(&reply.body, outgoing.secrets);
                Ok(reply)
            }
            Err(other) => Err(unanswered(other, &outgoing)),
        }
    }

    /// Tries as long as patience lasts and the trouble is of the kind that is tried again.
    async fn tried(
        &self,
        client: &reqwest::Client,
        outgoing: &Outgoing<'_>,
        again: impl FnMut(&Trouble) -> bool,
    ) -> Result<Reply, Trouble> {
        let gate = self.gates.of(&outgoing.call.host);
        let once = || async {
            let copy = outgoing.request.try_clone();
            let copy = copy.ok_or_else(|| Trouble::Unsent(Layer::Connection, String::new()))?;
            // A closed gate cannot be: nothing closes it.
            let _permit = gate.acquire().await;
            attempt(client, copy, outgoing.most_bytes).await
        };
        let tries = self.patience.attempts.saturating_sub(1) as usize;
        let pauses = ExponentialBuilder::default()
            .with_jitter()
            .with_min_delay(self.patience.pause)
            .with_max_times(tries);
        let most = self.patience.call;
        let asked =
            once.retry(pauses).when(again).adjust(move |trouble, pause| wait(trouble, pause, most));
        match tokio::time::timeout(most, asked).await {
            Ok(result) => result,
            Err(_) => Err(Trouble::Network(Layer::Timeout, String::new())),
        }
    }
}

fn builder(patience: Patience) -> reqwest::ClientBuilder {
    reqwest::Client::builder()
        .redirect(Policy::none())
        .referer(false)
        .connect_timeout(patience.connect)
        .timeout(patience.attempt)
        .user_agent(concat!("nexus-access-vault/", env!("CARGO_PKG_VERSION")))
}

async fn attempt(
    client: &reqwest::Client,
    request: reqwest::Request,
    most_bytes: usize,
) -> Result<Reply, Trouble> {
    let network = |error: reqwest::Error| {
        let layer = if error.is_timeout() { Layer::Timeout } else { layer(&error) };
        let is_unsent = error.is_connect();
        let cause = root_cause(&error.without_url());
        if is_unsent { Trouble::Unsent(layer, cause) } else { Trouble::Network(layer, cause) }
    };
    let mut response = client.execute(request).await.map_err(network)?;
    let (status, headers) = (response.status(), response.headers().clone());
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(network)? {
        if body.len() + chunk.len() > most_bytes {
            return Err(Trouble::TooLong);
        }
        body.extend_from_slice(&chunk);
    }
    let reply = Reply { status: status.as_u16(), headers, body };
    if status.is_success() { Ok(reply) } else { Err(Trouble::Refused(reply)) }
}

/// Whether nothing of the request was sent, and another connection may stand.
fn was_not_sent(trouble: &Trouble) -> bool {
    matches!(trouble, Trouble::Unsent(Layer::Connection, _))
}

/// Whether the request certainly changed nothing and may succeed if sent again.
fn was_not_carried_out(trouble: &Trouble) -> bool {
    was_not_sent(trouble) || matches!(trouble, Trouble::Refused(reply) if reply.status == 429)
}

/// Whether the same request may succeed if sent again.
fn is_worth_another_try(trouble: &Trouble) -> bool {
    match trouble {
        Trouble::Unsent(layer, _) | Trouble::Network(layer, _) => {
            matches!(layer, Layer::Connection)
        }
        Trouble::Refused(reply) => matches!(reply.status, 429 | 500 | 502 | 503 | 504),
        Trouble::TooLong => false,
    }
}

/// The pause before the next try: what the vendor asks for if it asks, none if that is longer than
/// the whole call may take.
fn wait(trouble: &Trouble, pause: Option<Duration>, most: Duration) -> Option<Duration> {
    let asked = match trouble {
        Trouble::Refused(reply) => reply.retry_at(),
        _ => None,
    };
    let asked = asked.map(|at| Duration::try_from(-at.age()).unwrap_or_default());
    let pause = pause?.max(asked.unwrap_or_default());
    (pause < most).then_some(pause)
}

/// What a person is told when there is no reply that can be read.
fn unanswered(trouble: Trouble, outgoing: &Outgoing<'_>) -> Failure {
    let call = outgoing.call;
    match trouble {
        Trouble::Unsent(layer, cause) | Trouble::Network(layer, cause) => {
            unreachable(call, layer, &words::scrub(&cause, outgoing.secrets))
        }
        Trouble::TooLong => {
            unreadable(call, &format!("it is longer than {} MiB", outgoing.most_bytes >> 20))
        }
        Trouble::Refused(reply) => unreadable(call, &format!("its status is {}", reply.status)),
    }
}

/// A redirect is not followed: the credential would go to whoever the reply names.
fn redirected(call: &Call, reply: &Reply) -> Failure {
    // Whereto is not repeated: the address may quote the credential.
    let mut failure = unreadable(call, "it redirects elsewhere, where the credential is not sent");
    failure.http_status = Some(reply.status);
    failure
}

/// The failure without what only shows as a secret once the reply is read: one that JSON escaped,
/// or one in a header.
pub(crate) fn discreet(mut failure: Failure, secrets: &[Secret]) -> Failure {
    let shows_none = |text: &String| words::scrub(text, secrets) == *text;
    failure.message = words::scrub(&failure.message, secrets);
    failure.provider_code = failure.provider_code.filter(shows_none);
    failure.request_id = failure.request_id.filter(shows_none);
    failure
}
