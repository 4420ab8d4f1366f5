//! A successful reply of the token endpoint: RFC 6749, section 5.1.

use nexus_http::{Call, Reply, unreadable};
use nexus_model::{Failure, Secret, Timestamp};
use serde::Deserialize;

use crate::Tokens;

#[derive(Deserialize)]
struct Reading {
    access_token: Secret,
    token_type: Option<String>,
    expires_in: Option<Seconds>,
    refresh_token: Option<Secret>,
    scope: Option<String>,
    id_token: Option<Secret>,
}

/// A number by the standard; some servers write it as text.
#[derive(Deserialize)]
#[serde(untagged)]
enum Seconds {
    Number(u32),
    Text(String),
}

/// Tokens, and the ID token that is yet to be checked.
pub(crate) struct Issued {
    pub tokens: Tokens,
    pub id_token: Option<Secret>,
}

impl Issued {
    /// Reads the reply to a request that was made at this moment.
    ///
    /// # Errors
    /// `bad_response` if it is not what the standard says.
    pub fn read(reply: &Reply, call: &Call, asked_at: Timestamp) -> Result<Self, Failure> {
        let reading: Reading = reply.json(call)?;
        // Slack calls its bearer tokens after whom they are for.
        let kind = reading.token_type.as_deref().unwrap_or("bearer");
        if !["bearer", "bot", "user"].iter().any(|known| kind.eq_ignore_ascii_case(known)) {
            return Err(unreadable(call, "its token is not a bearer token"));
        }
        let access = reading.access_token;
        if access.is_empty() || !access.expose().bytes().all(|byte| byte.is_ascii_graphic()) {
            return Err(unreadable(call, "it has no token"));
        }
        let expires_in = reading.expires_in.and_then(|seconds| match seconds {
            Seconds::Number(number) => Some(number),
            Seconds::Text(text) => text.parse().ok(),
        });
        let expires_at = expires_in
            .and_then(|seconds| Timestamp::from_unix(asked_at.unix() + i64::from(seconds)));
        let tokens = Tokens {
            access,
            refresh: reading.refresh_token.filter(|token| !token.is_empty()),
            expires_at,
            scopes: reading.scope.as_deref().map(scopes),
            who: None,
        };
        Ok(Self { tokens, id_token: reading.id_token })
    }
}

/// Scopes have spaces between them; GitHub writes commas.
fn scopes(text: &str) -> Vec<String> {
    text.split([' ', ',']).filter(|scope| !scope.is_empty()).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use nexus_http::{Call, Reply};
    use nexus_model::Timestamp;
    use rstest::rstest;

    use super::Issued;

    fn read(body: &str) -> Option<Issued> {
        let call = Call { operation: "Code exchange", region: None, host: "id.example".into() };
        let reply = Reply::new(200, &[("content-type", "application/json")], body);
        Issued::read(&reply, &call, Timestamp::from_unix(0).expect("a moment")).ok()
    }

    #[rstest]
    #[case(r#"{"access_token":"a","token_type":"Bearer","expires_in":60}"#)]
    #[case(r#"{"access_token":"a","token_type":"bearer","expires_in":"60"}"#)]
    fn seconds_are_a_number_or_text(#[case] body: &str) {
        let ends = read(body).and_then(|issued| issued.tokens.expires_at);
        assert_eq!(ends.map(Timestamp::unix), Some(60));
    }

    #[rstest]
    #[case(r#"{"access_token":"","token_type":"Bearer"}"#)]
    #[case(r#"{"access_token":"a\r\nb","token_type":"Bearer"}"#)]
    #[case(r#"{"access_token":"a","token_type":"DPoP"}"#)]
    #[case(r#"{"token_type":"Bearer"}"#)]
    fn what_is_no_bearer_token_is_refused(#[case] body: &str) {
        assert!(read(body).is_none());
    }

    #[test]
    fn scopes_are_split_at_spaces_and_commas() {
        let issued = read(r#"{"access_token":"a","scope":"repo,gist user"}"#).expect("tokens");
        assert_eq!(issued.tokens.scopes.unwrap_or_default(), ["repo", "gist", "user"]);
    }
}
