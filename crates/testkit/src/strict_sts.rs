//! What AWS checks when a role is assumed and moto does not, in front of moto.
//!
//! moto 5.2 lets anyone assume any role for any time: it ignores the MFA device and its code, the
//! session's length and policies, and an external ID that is missing.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::aws_error::sts;
use crate::gateway;
use crate::http::{Request, Response};
use crate::query::{self, form};
use crate::server::{Answer, Server};

/// A role as its trust policy and settings have it.
#[derive(Clone, Debug, Default)]
pub struct StrictRole {
    /// Its ARN.
    pub arn: String,
    /// External ID that its trust policy asks for.
    pub external_id: Option<String>,
    /// MFA device whose code its trust policy asks for.
    pub mfa_serial: Option<String>,
    /// Longest session in seconds; an hour if 0.
    pub max_session: u32,
}

/// A forwarding proxy that refuses what AWS refuses.
pub struct StrictSts {
    server: Server,
    state: Arc<State>,
}

struct State {
    upstream: SocketAddr,
    roles: Vec<StrictRole>,
    /// One-time codes that are good now. One that was used is gone.
    codes: Mutex<Vec<String>>,
    expiration: Mutex<Option<String>>,
    assumed: Mutex<Vec<Assumed>>,
    issued: Mutex<Vec<String>>,
}

/// A session that was given out, as it was asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assumed {
    /// The role.
    pub role: String,
    /// The session's name.
    pub session_name: String,
    /// The managed policy it is cut down to.
    pub policy: Option<String>,
    /// Seconds asked for.
    pub duration: Option<String>,
}

impl StrictSts {
    /// In front of a peer, with the only roles there are.
    pub fn start(upstream: SocketAddr, roles: impl Into<Vec<StrictRole>>) -> Self {
        let state = Arc::new(State {
            upstream,
            roles: roles.into(),
            codes: Mutex::default(),
            expiration: Mutex::default(),
            assumed: Mutex::default(),
            issued: Mutex::default(),
        });
        let theirs = Arc::clone(&state);
        Self { server: Server::start(move |request| theirs.handle(&request)), state }
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.server.address()
    }

    /// The devices now show this code. It counts once.
    pub fn show_code(&self, code: &str) {
        lock(&self.state.codes).push(code.to_owned());
    }

    /// From now on sessions end at this moment (RFC 3339); `None` for when they really do.
    pub fn end_sessions_at(&self, moment: Option<&str>) {
        *lock(&self.state.expiration) = moment.map(str::to_owned);
    }

    /// Secret keys and tokens of the sessions given out so far.
    pub fn secrets(&self) -> Vec<String> {
        lock(&self.state.issued).clone()
    }

    /// The sessions given out so far.
    pub fn assumed(&self) -> Vec<Assumed> {
        lock(&self.state.assumed).clone()
    }
}

impl State {
    fn handle(&self, request: &Request) -> Answer {
        let action = query::target(request).map(|target| target.action);
        if action.as_deref() != Some("AssumeRole") {
            return gateway::forward(self.upstream, request);
        }
        let assumed = match self.admit(request) {
            Ok(assumed) => assumed,
            Err(refusal) => return Answer::Reply(refusal),
        };
        let answer = gateway::forward(self.upstream, request);
        let Answer::Reply(mut reply) = answer else { return answer };
        if reply.status == 200 {
            lock(&self.assumed).push(assumed);
            for element in ["SecretAccessKey", "SessionToken"] {
                lock(&self.issued).extend(query::texts(&reply.text(), element));
            }
            if let Some(moment) = lock(&self.expiration).as_deref() {
                let text = reply.text();
                let end = query::texts(&text, "Expiration").into_iter().next().expect("an end");
                reply = Response::xml(200, text.replace(&end, moment));
            }
        }
        Answer::Reply(reply)
    }

    /// Texts by <https://github.com/aws/aws-cli/issues/2279>,
    /// <https://github.com/aws/aws-cli/issues/6325> and
    /// <https://github.com/kreuzwerker/awsu/issues/27>.
    fn admit(&self, request: &Request) -> Result<Assumed, Response> {
        let field = |name| form(&request.body, name).filter(|text| !text.is_empty());
        let arn = field("RoleArn").unwrap_or_default();
        let denied = |why: &str| sts(403, "AccessDenied", why);
        let invalid = |why: &str| sts(400, "ValidationError", why);
        let unauthorized = format!(
            "User: arn:aws:iam::123456789012:user/u is not authorized to perform: sts:AssumeRole on resource: {arn}"
        );
        let Some(role) = self.roles.iter().find(|role| role.arn == arn) else {
            return Err(denied(&unauthorized));
        };
        let seconds = field("DurationSeconds").map(|text| text.parse::<u32>());
        let longest = if role.max_session == 0 { 3600 } else { role.max_session };
        match seconds {
            Some(Ok(seconds)) if seconds > longest => {
                return Err(invalid(
                    "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.",
                ));
            }
            None | Some(Ok(900..)) => {}
            _ => {
                return Err(invalid(
                    "1 validation error detected: Value at 'durationSeconds' failed to satisfy constraint",
                ));
            }
        }
        self.check_code(field("SerialNumber"), field("TokenCode"), role).map_err(denied)?;
        let proved = field("SerialNumber").is_some();
        if (role.external_id.is_some() && field("ExternalId") != role.external_id)
            || (role.mfa_serial.is_some() && !proved)
        {
            return Err(denied(&unauthorized));
        }
        Ok(Assumed {
            role: arn,
            session_name: field("RoleSessionName").unwrap_or_default(),
            policy: field("PolicyArns.member.1.arn"),
            duration: field("DurationSeconds"),
        })
    }

    fn check_code(
        &self,
        device: Option<String>,
        code: Option<String>,
        role: &StrictRole,
    ) -> Result<(), &'static str> {
        let (device, code) = match (device, code) {
            (None, None) => return Ok(()),
            (Some(device), Some(code)) => (device, code),
            _ => {
                return Err(
                    "MultiFactorAuthentication failed, must provide both MFA serial number and one time pass code.",
                );
            }
        };
        if role.mfa_serial.as_ref().is_some_and(|known| *known != device) {
            return Err(
                "MultiFactorAuthentication failed, unable to validate MFA code.  Please verify your MFA serial number is valid and associated with this user.",
            );
        }
        let mut codes = lock(&self.codes);
        let known = codes.iter().position(|good| *good == code);
        let known =
            known.ok_or("MultiFactorAuthentication failed with invalid MFA one time pass code.")?;
        codes.remove(known);
        Ok(())
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
