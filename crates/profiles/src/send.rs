//! A request with a profile's authentication, and its answer with everything secret masked.

use std::time::Instant;

use nexus_http::{Api, Http, Refusal, Reply};
use nexus_model::{Failure, Secret, Timestamp};
use url::Url;

use crate::failures::missing;
use crate::mask::Mask;
use crate::outgoing::Outgoing;
use crate::{Credential, Profile, ProfileReply, ProfileRequest, template};

const OPERATION: &str = "ask the API";

/// Most bytes of an answer that are read. All of them are masked before any is shown.
const MOST_READ: usize = 8 << 20;

/// Most bytes of an answer that are shown.
const MOST_SHOWN: usize = 256 << 10;

impl Profile {
    /// Sends a request to the profile's own host with a connection's credential and returns the
    /// answer, whatever its status. It is sent once, and redirects are not followed.
    ///
    /// # Errors
    /// `invalid_input` for a request that may not be sent ([`Profile::target`]) or a credential that
    /// fits none; why there is no answer; `bad_response` for a redirect.
    pub async fn send(
        &self,
        http: &Http,
        credential: &Credential,
        request: &ProfileRequest,
    ) -> Result<ProfileReply, Failure> {
        let outgoing = self.signed(credential, request, Timestamp::now())?;
        let secrets: Vec<Secret> = credential.secrets.values().cloned().collect();
        let proofs = outgoing.proofs.iter().map(|(_, value)| value);
        let hidden: Vec<Secret> =
            secrets.iter().chain(proofs).chain(&outgoing.derived).cloned().collect();
        let origin = outgoing.url.origin().ascii_serialization();
        let api = Api::new(http, None, &origin, hidden.iter().cloned(), |call, reply| {
            Refusal::of("The API", reply).failure(call, reply)
        })?;
        let mut asked = api.request(OPERATION, &outgoing.method, &outgoing.url)?;
        for (name, value) in &outgoing.headers {
            asked = asked.any_header(name, value, false);
        }
        for (name, value) in &outgoing.proofs {
            asked = asked.any_header(name, value.expose(), true);
        }
        let asked = asked.any_body(&outgoing.body).at_most(MOST_READ);
        let since = Instant::now();
        let reply = asked.send_once().await?;
        let latency = since.elapsed().as_millis();
        let mask = Mask::of(hidden.iter().map(Secret::expose));
        let latency_ms = u32::try_from(latency).unwrap_or(u32::MAX);
        Ok(shown(&mask, &outgoing.url, &reply, latency_ms))
    }

    /// Asks who a credential is: `user_info_endpoint`, or another path.
    ///
    /// # Errors
    /// As [`Profile::send`], and if there is nothing to ask.
    pub async fn verify(
        &self,
        http: &Http,
        credential: &Credential,
        path: Option<&str>,
    ) -> Result<ProfileReply, Failure> {
        let request = self.verification(path)?;
        self.send(http, credential, &request).await
    }

    /// The request that tells who a credential is.
    ///
    /// # Errors
    /// If neither the profile nor the caller says what to ask.
    pub fn verification(&self, path: Option<&str>) -> Result<ProfileRequest, Failure> {
        let path = path.map(str::trim).filter(|path| !path.is_empty());
        let path = path.or(self.user_info_endpoint.as_deref()).ok_or_else(|| {
            let remedy = "Give a path that only needs to be read, or set user_info_endpoint.";
            missing("user_info_endpoint", "it is what a check asks", remedy)
        })?;
        let (method, path) = ("GET".to_owned(), path.to_owned());
        Ok(ProfileRequest { method, path, headers: Vec::new(), body: None })
    }

    /// The request as it goes out, as of a moment.
    pub(crate) fn signed(
        &self,
        credential: &Credential,
        request: &ProfileRequest,
        now: Timestamp,
    ) -> Result<Outgoing, Failure> {
        let mut outgoing = Outgoing::new(request, self.target(&request.path)?)?;
        for (name, text) in &self.params.headers {
            if template::names(text).next().is_none() {
                outgoing.suggest(name, text);
                continue;
            }
            let id = self.client_id.as_deref();
            let value =
                |field: &str| credential.get(field).or_else(|| id.filter(|_| field == "client_id"));
            outgoing.prove(name, template::fill(text, value))?;
        }
        let authentication = self.auth_type.authentication();
        authentication.apply(self, credential, &mut outgoing, now)?;
        Ok(outgoing)
    }
}

fn shown(mask: &Mask, url: &Url, reply: &Reply, latency_ms: u32) -> ProfileReply {
    let headers = reply.headers();
    let headers = headers.map(|(name, value)| (name.to_owned(), mask.header(name, &value)));
    let mut body = mask.body(&reply.media_type(), &reply.body);
    let truncated = body.len() > MOST_SHOWN;
    if truncated {
        let end = (0..=MOST_SHOWN).rev().find(|at| body.is_char_boundary(*at));
        body.truncate(end.unwrap_or_default());
    }
    let (status, url) = (reply.status, mask.text(url.as_str()));
    ProfileReply { status, latency_ms, headers: headers.collect(), body, truncated, url }
}
