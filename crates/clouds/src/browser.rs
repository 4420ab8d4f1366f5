//! What auth kinds share that sign a person in by the browser, through an OAuth client of the
//! person's own.

use nexus_model::{ACCESS_TOKEN, Account, Endpoint, ErrorCode, Failure, Secret};
use nexus_signin::{
    AuthMethod, Client, Endpoints, LoopbackHost, Quirks, Redirect, Server, SignInPlan, USUAL_PORT,
};
use serde_json::{Value, json};
use url::Url;

use crate::credential::secret_word;
use crate::{Scope, SignInFlow, SignInOffer};

/// Id of the auth kind.
pub(crate) const AUTH: &str = "browser";
/// Name of the client's id.
pub(crate) const CLIENT_ID: &str = "client_id";
/// Name of the client's secret.
pub(crate) const CLIENT_SECRET: &str = "client_secret";
/// Name of the redirect's port.
pub(crate) const REDIRECT_PORT: &str = "redirect_port";

/// Ports from 1024 to 65535.
const PORTS: &str = "^(102[4-9]|10[3-9][0-9]|1[1-9][0-9]{2}|[2-9][0-9]{3}|[1-5][0-9]{4}|6[0-4][0-9]{3}|65[0-4][0-9]{2}|655[0-2][0-9]|6553[0-5])$";

/// The field of the redirect's port, for a vendor who compares it.
pub(crate) fn fixed_port_field() -> Value {
    json!({
        "title": "Redirect port",
        "description": "Of this computer, as it is in the registered redirect URI. Change it in both places if another program has the port.",
        "pattern": PORTS,
        "default": USUAL_PORT.to_string(),
        "examples": [USUAL_PORT.to_string()]
    })
}

/// The field of the redirect's port, for a vendor who compares it for some clients only.
pub(crate) fn free_port_field(description: &str) -> Value {
    json!({
        "title": "Redirect port",
        "description": description,
        "pattern": PORTS,
        "examples": [USUAL_PORT.to_string()]
    })
}

/// The field of the client's secret.
pub(crate) fn client_secret_field(description: &str) -> Value {
    secret_word("Client secret", description, 8..=512)
}

/// Where an answered sign-in comes back to: a port of this machine, the typed one before `port`,
/// any free one without either.
///
/// # Errors
/// `invalid_input` for a port that is none.
pub(crate) fn redirect(
    account: &Account,
    host: LoopbackHost,
    port: Option<u16>,
) -> Result<Redirect, Failure> {
    let port = match account.field(REDIRECT_PORT) {
        None => port,
        Some(text) => match text.parse() {
            Ok(port @ 1024..) => Some(port),
            _ => {
                let message = format!("“{text}” is no port that a program may listen on.");
                let remedy = "Give a number from 1024 to 65535.";
                let failure = Failure::new(ErrorCode::InvalidInput, "sign in", message, remedy);
                return Err(failure.in_field(REDIRECT_PORT));
            }
        },
    };
    Ok(Redirect::Loopback { host, port, path: "/".to_owned() })
}

/// The pages of a vendor that publishes no metadata.
pub(crate) struct Pages {
    /// Where a person is sent.
    pub authorization: Url,
    /// Where codes and refresh tokens are exchanged.
    pub token: Url,
    /// Where a token is given back.
    pub revocation: Option<Url>,
}

/// How a person signs in at a vendor that publishes no metadata, knows codes by their own scopes,
/// and compares a redirect letter by letter.
///
/// # Errors
/// `invalid_input` for a field that is missing or wrong.
pub(crate) fn plan_by_pages(
    account: &Account,
    pages: Pages,
    secret: Option<Secret>,
    scopes: &[(&str, &str)],
) -> Result<SignInPlan, Failure> {
    Ok(SignInPlan::Browser(Box::new(Client {
        server: Server::Known(Box::new(Endpoints {
            issuer: None,
            authorization: Some(pages.authorization),
            token: pages.token,
            device_authorization: None,
            revocation: pages.revocation,
            keys: None,
            answers_carry_issuer: false,
            proof_key_methods: None,
        })),
        id: typed(account, CLIENT_ID, "client ID")?.to_owned(),
        secret,
        auth_method: AuthMethod::Post,
        scopes: names(scopes),
        parameters: Vec::new(),
        quirks: Quirks { skip_scope_on_exchange: true, ..Quirks::default() },
        redirect: redirect(account, LoopbackHost::Ipv4, Some(USUAL_PORT))?,
    })))
}

/// A field that a sign-in cannot begin without.
///
/// # Errors
/// `invalid_input` if it is missing.
pub(crate) fn typed<'a>(account: &'a Account, field: &str, name: &str) -> Result<&'a str, Failure> {
    account.field(field).ok_or_else(|| missing(field, name))
}

/// A field that a sign-in cannot begin without is empty.
pub(crate) fn missing(field: &str, name: &str) -> Failure {
    let message = format!("The {name} is missing.");
    let failure = Failure::new(ErrorCode::InvalidInput, "sign in", message, "Fill it in.");
    failure.in_field(field)
}

/// Whether an account is one that a person signed in to.
pub(crate) fn is_of(account: &Account) -> bool {
    account.auth == AUTH
}

/// The access token that the sign-in gave.
///
/// # Errors
/// `invalid_credentials` if there is none.
pub(crate) fn token(account: &Account) -> Result<Secret, Failure> {
    account.secret(ACCESS_TOKEN).cloned().ok_or_else(|| {
        let message = "Nobody is signed in for this provider.";
        Failure::new(ErrorCode::InvalidCredentials, "credential", message, "Sign in again.")
    })
}

/// One of a vendor's pages or endpoints: at the account's own endpoint if it has one, at the
/// vendor's otherwise.
///
/// # Errors
/// `internal` if the vendor's address is no URL, which is a fault of the caller.
pub(crate) fn address(
    endpoint: Option<&Endpoint>,
    vendors: &str,
    path: &[&str],
) -> Result<Url, Failure> {
    let base = endpoint.map_or(vendors, Endpoint::as_str);
    let url = Url::parse(base).ok().and_then(|mut url| {
        url.path_segments_mut().ok()?.pop_if_empty().extend(path);
        Some(url)
    });
    url.ok_or_else(|| {
        let message = "The address of the cloud's sign-in is not one.";
        let remedy = "Please report it; this is a fault of the app.";
        Failure::new(ErrorCode::Internal, "sign in", message, remedy)
    })
}

/// What a sign-in by the browser asks for: scopes with their reasons.
pub(crate) fn offer(scopes: &[(&str, &str)], choices: Option<&str>) -> SignInOffer {
    let scope = |(name, reason): &(&str, &str)| Scope {
        name: (*name).to_owned(),
        reason: (*reason).to_owned(),
    };
    SignInOffer {
        flow: SignInFlow::Browser,
        scopes: scopes.iter().map(scope).collect(),
        choices: choices.map(str::to_owned),
    }
}

/// The scopes' names.
pub(crate) fn names(scopes: &[(&str, &str)]) -> Vec<String> {
    scopes.iter().map(|(name, _)| (*name).to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use nexus_model::{Account, CloudId, ProviderId};
    use nexus_signin::{LoopbackHost, Redirect};
    use rstest::rstest;

    use super::{AUTH, REDIRECT_PORT, USUAL_PORT, fixed_port_field, redirect};

    fn account(port: Option<&str>) -> Account {
        let fields = port.map(|port| (REDIRECT_PORT.to_owned(), port.to_owned()));
        Account {
            provider: ProviderId::random(),
            cloud: CloudId::new("ovh"),
            auth: AUTH.into(),
            endpoint: None,
            fields: fields.into_iter().collect(),
            secrets: [].into(),
        }
    }

    #[rstest]
    #[case(None, None, Some(None))]
    #[case(None, Some(USUAL_PORT), Some(Some(USUAL_PORT)))]
    #[case(Some("8400"), Some(USUAL_PORT), Some(Some(8400)))]
    #[case(Some("80"), None, None)]
    #[case(Some("65536"), None, None)]
    fn a_typed_port_goes_before_the_usual_one(
        #[case] typed: Option<&str>,
        #[case] usual: Option<u16>,
        #[case] expected: Option<Option<u16>>,
    ) {
        let redirect = redirect(&account(typed), LoopbackHost::Ipv4, usual).ok();
        let port = redirect.map(|redirect| match redirect {
            Redirect::Loopback { port, .. } => port,
            Redirect::DeepLink(_) => None,
        });
        assert_eq!(port, expected);
    }

    #[rstest]
    #[case("1024", true)]
    #[case("27183", true)]
    #[case("65535", true)]
    #[case("1023", false)]
    #[case("65536", false)]
    #[case("08080", false)]
    fn the_form_takes_the_ports_that_are_taken(#[case] port: &str, #[case] good: bool) {
        let validator = jsonschema::validator_for(&fixed_port_field()).expect("a schema");
        assert_eq!(validator.is_valid(&port.into()), good);
    }
}
