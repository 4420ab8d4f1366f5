use std::collections::HashMap;

use url::Url;

use super::Authorization;
use crate::{AuthMethod, Client, Endpoints, LoopbackHost, Quirks, Redirect, Server};

fn endpoints(methods: Option<&[&str]>) -> Endpoints {
    let at = |path: &str| Url::parse(&format!("https://id.example/{path}")).expect("a URL");
    Endpoints {
        issuer: Some("https://id.example".to_owned()),
        authorization: Some(at("authorize?tenant=a")),
        token: at("token"),
        device_authorization: None,
        revocation: None,
        keys: Some(at("keys")),
        answers_carry_issuer: false,
        proof_key_methods: methods.map(|all| all.iter().map(ToString::to_string).collect()),
    }
}

fn client(parameters: &[(&str, &str)]) -> Client {
    let owned = |(name, value): &(&str, &str)| (name.to_string(), value.to_string());
    Client {
        server: Server::Known(Box::new(endpoints(None))),
        id: "client".to_owned(),
        secret: None,
        auth_method: AuthMethod::Post,
        scopes: vec!["openid".to_owned(), "a b".to_owned()],
        parameters: parameters.iter().map(owned).collect(),
        quirks: Quirks::default(),
        redirect: Redirect::Loopback {
            host: LoopbackHost::Ipv4,
            port: None,
            path: "/callback".to_owned(),
        },
    }
}

fn asked(client: &Client) -> (Authorization, HashMap<String, String>) {
    let redirect = "http://127.0.0.1:8400/callback".to_owned();
    let authorization = Authorization::new(client, &endpoints(None), redirect).ok();
    let authorization = authorization.expect("a request");
    let pairs = authorization.url.query_pairs().into_owned().collect();
    (authorization, pairs)
}

#[test]
fn each_request_has_its_own_state_nonce_and_proof_key() {
    let (one, pairs) = asked(&client(&[]));
    let (other, _) = asked(&client(&[]));
    assert_ne!(one.state.expose(), other.state.expose());
    assert_ne!(one.verifier.expose(), other.verifier.expose());
    assert_eq!((pairs["state"].as_str(), pairs["tenant"].as_str()), (one.state.expose(), "a"));
    assert_eq!(pairs.get("nonce").map(String::as_str), one.nonce.as_ref().map(|n| n.expose()));
    assert_eq!(pairs["code_challenge_method"], "S256");
    assert!(!one.url.as_str().contains(one.verifier.expose()));
}

#[test]
fn a_clients_own_parameters_cannot_replace_what_protects_it() {
    let (one, pairs) = asked(&client(&[
        ("state", "known"),
        ("redirect_uri", "https://attacker.example"),
        ("code_challenge_method", "plain"),
        ("prompt", "consent"),
    ]));
    assert_eq!(pairs["prompt"], "consent");
    assert_eq!(pairs["redirect_uri"], "http://127.0.0.1:8400/callback");
    assert!(!one.url.as_str().contains("known") && !one.url.as_str().contains("attacker"));
    assert!(!one.url.as_str().contains("plain"));
}

#[test]
fn a_scope_is_left_out_where_the_server_refuses_it() {
    let mut client = client(&[]);
    assert_eq!(asked(&client).1["scope"], "openid a b");
    client.quirks.skip_scope_on_auth = true;
    assert_eq!(asked(&client).1.get("scope"), None);
}

#[test]
fn methods_of_proof_keys_without_s256_are_refused() {
    let begin =
        |methods| Authorization::new(&client(&[]), &endpoints(methods), "http://[::1]/".to_owned());
    assert!(begin(Some(&["plain", "S256"])).is_ok());
    assert!(begin(Some(&["plain"])).is_err());
    assert!(begin(Some(&[])).is_err());
}
