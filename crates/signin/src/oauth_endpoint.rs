//! One form to one endpoint of an authorization server, with the client's own authentication.

use data_encoding::BASE64;
use nexus_http::{Api, Http, Reply, Request};
use nexus_model::{Failure, Secret};
use url::{Url, form_urlencoded};

use crate::refusal::{self, Refused};
use crate::{AuthMethod, Client};

/// Most bytes of a reply. Metadata, keys and tokens are a few KiB.
pub(crate) const MOST_BYTES: usize = 1 << 20;

/// An endpoint that a form is sent to.
pub(crate) struct OAuthEndpoint<'a> {
    client: &'a Client,
    api: Api,
    operation: &'static str,
}

impl<'a> OAuthEndpoint<'a> {
    /// `secrets` are what is sent there beside the client's own secret; a reply that quotes them is
    /// shown without.
    ///
    /// # Errors
    /// `internal` if the address cannot be one, which is a fault of the caller.
    pub fn new(
        http: &Http,
        client: &'a Client,
        url: &Url,
        operation: &'static str,
        secrets: &[&Secret],
    ) -> Result<Self, Failure> {
        let plain: Vec<_> = client.secret.iter().chain(secrets.iter().copied()).cloned().collect();
        // A server that quotes the request quotes them as they were sent.
        let sent: Vec<_> = plain.iter().map(|one| Secret::new(escaped(one.expose()))).collect();
        let secrets = plain.into_iter().chain(sent).chain(basic(client));
        let api = Api::new(http, None, url.as_str(), secrets, |call, reply| {
            refusal::of_reply(call, reply, None)
        })?;
        Ok(Self { client, api, operation })
    }

    /// Sends the form once, since a code or a refresh token may be good only once, and returns a
    /// success.
    ///
    /// # Errors
    /// What the server answers, or why there is no reply.
    pub async fn ask(&self, form: &[(&str, &str)]) -> Result<Reply, Failure> {
        let reply = self.request(form).at_most(MOST_BYTES).send_once().await?;
        // GitHub answers its refusals with status 200.
        let is_success = (200..300).contains(&reply.status) && reply.fields::<Refused>().is_err();
        if is_success {
            return Ok(reply);
        }
        let redirect = form.iter().find(|(name, _)| *name == "redirect_uri").map(|(_, uri)| *uri);
        Err(self.api.discreet(refusal::of_reply(&self.call(), &reply, redirect)))
    }

    /// What a failure says of the call.
    pub fn call(&self) -> nexus_http::Call {
        self.api.call(self.operation)
    }

    /// The form with who the client is: RFC 6749, section 2.3.1.
    fn request(&self, form: &[(&str, &str)]) -> Request<'_> {
        let request = self.api.post(self.operation, &[]);
        let mut form = form.to_vec();
        if let Some(basic) = basic(self.client) {
            let value = Secret::new(format!("Basic {}", basic.expose()));
            return request.secret_header("authorization", &value).form(&form);
        }
        form.push(("client_id", &self.client.id));
        form.extend(self.client.secret.iter().map(|secret| ("client_secret", secret.expose())));
        request.form(&form)
    }
}

/// Id and secret as `Authorization: Basic` has them, if that is how the client shows who it is.
fn basic(client: &Client) -> Option<Secret> {
    let secret = client.secret.as_ref().filter(|_| client.auth_method == AuthMethod::Basic)?;
    let pair = Secret::new(format!("{}:{}", escaped(&client.id), escaped(secret.expose())));
    Some(Secret::new(BASE64.encode(pair.expose().as_bytes())))
}

/// Id and secret are escaped as in a form before they are joined: RFC 6749, section 2.3.1.
fn escaped(text: &str) -> String {
    form_urlencoded::byte_serialize(text.as_bytes()).collect()
}
