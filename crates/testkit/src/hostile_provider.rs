//! An OpenID provider that holds to the standards but for one lie: for what a certified one never
//! does.

use std::collections::HashMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{SystemTime, UNIX_EPOCH};

use data_encoding::BASE64URL_NOPAD;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use url::{Url, form_urlencoded};

use crate::http::{Request, Response};
use crate::rest::{Answer, Rest};
use crate::signing_key::SigningKey;

/// The one client it knows; it has no secret.
pub const CLIENT: &str = "client-of-the-tests";
/// Who signs in.
pub const PERSON: &str = "ada@id.example";

/// What it does against the standards.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Lie {
    /// Nothing.
    #[default]
    None,
    /// Its metadata name another issuer (OpenID Connect Discovery 1.0, section 4.3).
    OtherIssuerInMetadata,
    /// Its metadata have an endpoint that is not https.
    PlainTokenEndpoint,
    /// It supports proof keys in clear only (RFC 7636, section 4.2).
    PlainProofKeys,
    /// Its answers carry another issuer (RFC 9207, section 2.4).
    OtherIssuerInAnswer,
    /// Its answers carry none, although it says that they do.
    NoIssuerInAnswer,
    /// The token endpoint redirects to this path of its own.
    TokenRedirects,
    /// The token endpoint answers with a page of a proxy.
    TokenIsHtml,
    /// The token endpoint answers with this status and a page.
    TokenFails(u16),
    /// The token endpoint's reply never seems to end.
    TokenIsHuge,
    /// The token endpoint hangs up after it has read the request.
    TokenHangsUp,
    /// The token endpoint refuses with this error, and quotes the whole request as it was sent.
    TokenRefuses(&'static str),
    /// The same with status 200, and the request quoted as it was meant.
    TokenRefusesWithSuccess(&'static str),
    /// No ID token comes with the tokens.
    NoIdToken,
    /// The ID token is signed by a key that is not published.
    ForeignKey,
    /// The ID token is not signed: `"alg":"none"`.
    AlgorithmNone,
    /// The ID token is signed with the published key as a shared secret.
    AlgorithmHmac,
    /// The ID token is for another client.
    OtherAudience,
    /// The ID token is for several clients and was issued to another.
    OtherParty,
    /// The ID token belongs to another sign-in.
    OtherNonce,
    /// The ID token is from another issuer.
    OtherIssuerInIdToken,
    /// The ID token has expired.
    Expired,
    /// The ID token is from the future.
    FromTheFuture,
}

/// A running provider.
pub struct HostileProvider {
    rest: Rest,
    state: Arc<State>,
}

struct State {
    lie: Lie,
    key: SigningKey,
    foreign: SigningKey,
    /// How many codes were issued.
    issued: AtomicUsize,
    /// Those that have not been exchanged.
    codes: Mutex<HashMap<String, Grant>>,
}

/// What a code was issued for.
struct Grant {
    challenge: String,
    redirect_uri: String,
    nonce: Option<String>,
}

impl HostileProvider {
    /// Starts one that tells this lie.
    pub fn start(lie: Lie) -> Self {
        let (key, foreign) = (SigningKey::generate(), SigningKey::generate());
        let state = Arc::new(State {
            lie,
            key,
            foreign,
            issued: AtomicUsize::new(0),
            codes: Mutex::default(),
        });
        let theirs = Arc::clone(&state);
        Self { rest: Rest::start(move |request| theirs.answer(request)), state }
    }

    /// The issuer's identifier.
    pub fn issuer(&self) -> String {
        self.rest.url()
    }

    /// What the person's browser is sent back to after it opened this address and consented.
    ///
    /// # Panics
    /// When the address is not a proper authorization request.
    pub fn redirect_of(&self, authorization_url: &str) -> Url {
        let asked = Url::parse(authorization_url).expect("an address");
        let asked: HashMap<_, _> = asked.query_pairs().into_owned().collect();
        assert_eq!(asked["response_type"], "code");
        assert_eq!(asked["client_id"], CLIENT);
        assert_eq!(asked["code_challenge_method"], "S256");
        // 256 bits, and the challenge is a SHA-256: 43 characters each.
        assert_eq!((asked["state"].len(), asked["code_challenge"].len()), (43, 43));
        let code = format!("4/c0de-{}", self.state.issued.fetch_add(1, Ordering::SeqCst));
        let grant = Grant {
            challenge: asked["code_challenge"].clone(),
            redirect_uri: asked["redirect_uri"].clone(),
            nonce: asked.get("nonce").cloned(),
        };
        lock(&self.state.codes).insert(code.clone(), grant);
        let mut back = Url::parse(&asked["redirect_uri"]).expect("a redirect URI");
        back.query_pairs_mut().append_pair("code", &code).append_pair("state", &asked["state"]);
        match self.state.lie {
            Lie::NoIssuerInAnswer => {}
            Lie::OtherIssuerInAnswer => {
                back.query_pairs_mut().append_pair("iss", "https://honest.example");
            }
            _ => {
                back.query_pairs_mut().append_pair("iss", &self.issuer());
            }
        }
        back
    }

    /// Forms that its token endpoint got, decoded.
    pub fn token_requests(&self) -> Vec<HashMap<String, String>> {
        let asked = self.rest.asked();
        asked.iter().filter(|request| request.path_only() == "/token").map(form).collect()
    }

    /// Requests that came to where its token endpoint redirects.
    pub fn followed(&self) -> usize {
        self.rest.asked().iter().filter(|request| request.path_only() == "/elsewhere").count()
    }

    /// Closes the port: from now on it is dead.
    pub fn stop(&mut self) {
        self.rest.stop();
    }
}

impl State {
    fn answer(&self, request: &Request) -> Answer {
        let issuer = format!("http://{}", request.header("host").unwrap_or_default());
        match request.path_only() {
            "/.well-known/openid-configuration" => reply(200, &self.metadata(&issuer)).into(),
            "/keys" => reply(200, &json!({"keys": [self.key.jwk()]})).into(),
            "/token" => self.token(&issuer, request),
            _ => reply(404, &json!({})).into(),
        }
    }

    fn metadata(&self, issuer: &str) -> Value {
        let methods = if self.lie == Lie::PlainProofKeys { "plain" } else { "S256" };
        let named = match self.lie {
            Lie::OtherIssuerInMetadata => "https://honest.example",
            _ => issuer,
        };
        let token = match self.lie {
            Lie::PlainTokenEndpoint => "http://id.example/token".to_owned(),
            _ => format!("{issuer}/token"),
        };
        json!({
            "issuer": named,
            "authorization_endpoint": format!("{issuer}/authorize"),
            "token_endpoint": token,
            "jwks_uri": format!("{issuer}/keys"),
            "authorization_response_iss_parameter_supported": true,
            "code_challenge_methods_supported": [methods],
        })
    }

    fn token(&self, issuer: &str, request: &Request) -> Answer {
        let html = "<!doctype html><title>Proxy</title>";
        match self.lie {
            Lie::TokenRedirects => {
                let mut response = Response::new(307, "text/plain", "");
                response.headers.push(("location".to_owned(), "/elsewhere".to_owned()));
                response.into()
            }
            Lie::TokenIsHtml => Response::new(200, "text/html", html).into(),
            Lie::TokenFails(status) => Response::new(status, "text/html", html).into(),
            Lie::TokenIsHuge => Response::new(200, "application/json", vec![b' '; 3 << 20]).into(),
            Lie::TokenHangsUp => Answer::Drop,
            Lie::TokenRefuses(error) => {
                let quoted = String::from_utf8_lossy(&request.body).into_owned();
                reply(400, &json!({"error": error, "error_description": quoted})).into()
            }
            Lie::TokenRefusesWithSuccess(error) => {
                let quoted = format!("{:?}", form(request));
                reply(200, &json!({"error": error, "error_description": quoted})).into()
            }
            _ => self.exchange(issuer, &form(request)).into(),
        }
    }

    /// RFC 6749, section 4.1.3, and RFC 7636, section 4.6.
    fn exchange(&self, issuer: &str, form: &HashMap<String, String>) -> Response {
        let of = |name: &str| form.get(name).map(String::as_str).unwrap_or_default();
        let refused = |error: &str| reply(400, &json!({ "error": error }));
        if of("grant_type") == "refresh_token" {
            return reply(200, &json!({"access_token": "n3w-access", "token_type": "Bearer"}));
        }
        let Some(grant) = lock(&self.codes).remove(of("code")) else {
            return refused("invalid_grant");
        };
        let challenge = BASE64URL_NOPAD.encode(&Sha256::digest(of("code_verifier")));
        if challenge != grant.challenge || of("redirect_uri") != grant.redirect_uri {
            return refused("invalid_grant");
        }
        if of("client_id") != CLIENT {
            return refused("invalid_client");
        }
        let mut issued = json!({
            "access_token": "acc3ss-token",
            "token_type": "Bearer",
            "expires_in": 3600,
            "refresh_token": "r3fresh-token",
        });
        if self.lie != Lie::NoIdToken {
            issued["id_token"] = self.id_token(issuer, grant.nonce.as_deref()).into();
        }
        reply(200, &issued)
    }

    fn id_token(&self, issuer: &str, nonce: Option<&str>) -> String {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).expect("after 1970").as_secs();
        let mut claims = json!({
            "iss": issuer, "aud": CLIENT, "sub": "person-1", "email": PERSON,
            "iat": now, "exp": now + 600, "nonce": nonce,
        });
        match self.lie {
            Lie::OtherAudience => claims["aud"] = "another-client".into(),
            Lie::OtherParty => {
                claims["aud"] = json!([CLIENT, "another-client"]);
                claims["azp"] = "another-client".into();
            }
            Lie::OtherNonce => claims["nonce"] = "of-another-sign-in".into(),
            Lie::OtherIssuerInIdToken => claims["iss"] = "https://honest.example".into(),
            Lie::Expired => {
                claims["iat"] = (now - 7200).into();
                claims["exp"] = (now - 3600).into();
            }
            Lie::FromTheFuture => claims["iat"] = (now + 3600).into(),
            _ => {}
        }
        match self.lie {
            Lie::ForeignKey => self.foreign.sign(&claims),
            Lie::AlgorithmNone => SigningKey::unsigned(&claims),
            Lie::AlgorithmHmac => self.key.sign_with_public_key(&claims),
            _ => self.key.sign(&claims),
        }
    }
}

fn form(request: &Request) -> HashMap<String, String> {
    form_urlencoded::parse(&request.body).into_owned().collect()
}

fn reply(status: u16, body: &Value) -> Response {
    Response::new(status, "application/json", body.to_string())
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
