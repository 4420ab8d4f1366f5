use nexus_model::{Secret, SecretFields};
use nexus_signin::{AuthMethod, LoopbackHost, Redirect, Server, USUAL_REDIRECT, redirect_uri_of};
use rstest::rstest;

use crate::{AuthType, ClientAuth, Params, Profile};

fn manual() -> Profile {
    Profile {
        name: "x".into(),
        client_id: Some("id".into()),
        auth_url: Some("https://x.com/authorize".into()),
        token_url: Some("https://x.com/token".into()),
        scopes: vec!["tweet.read".into()],
        params: Params {
            auth_header: Some(ClientAuth::ClientSecretBasic),
            skip_scope_on_auth: true,
            skip_scope_on_exchange: true,
            ..Params::default()
        },
        ..Profile::default()
    }
}

#[test]
fn the_client_has_the_profiles_endpoints_quirks_and_scopes() {
    let secrets = SecretFields::from([("client_secret".to_owned(), Secret::new("s3cret"))]);
    let client = manual().client(&secrets, &[]).expect("a client");
    let Server::Known(endpoints) = &client.server else { panic!("endpoints are known") };
    assert_eq!(endpoints.token.as_str(), "https://x.com/token");
    assert_eq!(client.auth_method, AuthMethod::Basic);
    assert!(client.quirks.skip_scope_on_auth && client.quirks.skip_scope_on_exchange);
    assert_eq!(client.scopes, ["tweet.read"]);
    assert_eq!(client.secret.expect("a secret").expose(), "s3cret");
    assert_eq!(redirect_uri_of(&client.redirect), USUAL_REDIRECT);
}

#[test]
fn a_connection_may_ask_for_other_scopes() {
    let client = manual().client(&SecretFields::new(), &["users.read".into()]).expect("a client");
    assert_eq!(client.scopes, ["users.read"]);
    assert!(client.secret.is_none());
}

#[test]
fn discovery_asks_the_issuer() {
    let profile = Profile {
        client_id: Some("id".into()),
        issuer: Some("https://accounts.google.com".into()),
        enable_discovery: true,
        ..Profile::default()
    };
    let client = profile.client(&SecretFields::new(), &[]).expect("a client");
    assert!(matches!(client.server, Server::Discovered { .. }));
}

#[test]
fn only_oauth2_signs_in() {
    let profile = Profile { auth_type: AuthType::ApiKey, ..manual() };
    assert!(profile.client(&SecretFields::new(), &[]).is_err());
}

#[rstest]
#[case("http://localhost:8000/back", LoopbackHost::Name, Some(8000), "/back")]
#[case("http://[::1]:8000/", LoopbackHost::Ipv6, Some(8000), "/")]
#[case("http://127.0.0.1", LoopbackHost::Ipv4, None, "/")]
fn another_redirect_uri_of_this_machine_is_taken(
    #[case] uri: &str,
    #[case] host: LoopbackHost,
    #[case] port: Option<u16>,
    #[case] path: &str,
) {
    let mut profile = manual();
    profile.params.redirect_uri = Some(uri.into());
    let expected = Redirect::Loopback { host, port, path: path.into() };
    assert_eq!(profile.redirect().expect("a redirect"), expected);
}

#[rstest]
#[case("https://evil.example/back")]
#[case("http://evil.example:8000/")]
#[case("http://localhost.evil.example/")]
#[case("http://127.0.0.1:8000/?a=1")]
#[case("http://user@127.0.0.1:8000/")]
#[case("other.app:/signin")]
#[case("nonsense")]
fn a_redirect_uri_that_leads_elsewhere_is_refused(#[case] uri: &str) {
    let mut profile = manual();
    profile.params.redirect_uri = Some(uri.into());
    let failure = profile.check().expect_err(uri);
    assert_eq!(failure.field.as_deref(), Some("params.redirect_uri"));
}
