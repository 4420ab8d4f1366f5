use nexus_http::Call;
use nexus_model::Failure;
use proptest::prelude::{Strategy, any, prop, prop_assert, prop_oneof, proptest};
use rstest::rstest;
use serde_json::{Value, json};
use url::Url;

use super::{Metadata, is_safe, read};
use crate::Endpoints;

const ISSUER: &str = "https://id.example/realm";

fn metadata() -> Value {
    json!({
        "issuer": ISSUER,
        "authorization_endpoint": "https://id.example/authorize?tenant=a",
        "token_endpoint": "https://id.example/token",
        "scopes_supported": ["openid"],
    })
}

fn read_at(issuer: &str, document: Value) -> Result<Endpoints, Failure> {
    let call = Call { operation: "OpenID discovery", region: None, host: "id.example".into() };
    let metadata: Metadata = serde_json::from_value(document).expect("metadata");
    read(&Url::parse(issuer).expect("an issuer"), metadata, &call)
}

#[rstest]
#[case("https://id.example/realm", "https://id.example/realm", true)]
#[case("https://id.example", "https://id.example", true)]
#[case("https://id.example", "https://id.example/", true)]
#[case("https://id.example/realm", "https://id.example/realm/", false)]
#[case("https://id.example/realm/", "https://id.example/realm", false)]
#[case("https://id.example/realm", "https://id.example/Realm", false)]
#[case("https://id.example", "https://ID.example", false)]
#[case("https://id.example", "http://id.example", false)]
#[case("https://id.example", "https://id.example:443", false)]
#[case("https://id.example", "https://honest.example", false)]
fn the_issuer_is_the_one_asked_for_letter_by_letter(
    #[case] asked: &str,
    #[case] named: &str,
    #[case] expected: bool,
) {
    let mut document = metadata();
    document["issuer"] = named.into();
    let endpoints = read_at(asked, document);
    assert_eq!(endpoints.is_ok(), expected, "{endpoints:?}");
}

#[rstest]
#[case("authorization_endpoint", "javascript:alert(1)")]
#[case("authorization_endpoint", "file:///etc/passwd")]
#[case("token_endpoint", "http://id.example/token")]
#[case("token_endpoint", "https://user:pass@id.example/token")]
#[case("jwks_uri", "http://id.example/keys")]
#[case("revocation_endpoint", "http://id.example/revoke")]
#[case("device_authorization_endpoint", "https://id.example/device#part")]
fn an_endpoint_that_is_not_safe_is_refused(#[case] endpoint: &str, #[case] address: &str) {
    let mut document = metadata();
    document[endpoint] = address.into();
    assert!(read_at(ISSUER, document).is_err());
}

#[test]
fn what_a_server_does_not_name_it_does_not_have() {
    let endpoints = read_at(ISSUER, metadata()).expect("endpoints");
    assert!(endpoints.authorization.is_some() && endpoints.revocation.is_none());
    assert!(endpoints.keys.is_none() && endpoints.proof_key_methods.is_none());
    assert!(!endpoints.answers_carry_issuer);
}

/// Any JSON of a moderate depth.
fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        "(https?://[a-z.]{1,12}(:[0-9]{1,5})?/[a-z]{0,5}|.{0,12})".prop_map(Value::from),
    ];
    leaf.prop_recursive(2, 8, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::hash_map("[a-z]{1,6}", inner, 0..4)
                .prop_map(|fields| fields.into_iter().collect()),
        ]
    })
}

proptest! {
    #[test]
    fn whatever_is_accepted_is_safe_and_the_issuers_own(
        field in "issuer|authorization_endpoint|token_endpoint|jwks_uri|revocation_endpoint|code_challenge_methods_supported",
        value in any_json(),
    ) {
        let mut document = metadata();
        document[field] = value;
        let Ok(metadata) = serde_json::from_value::<Metadata>(document) else { return Ok(()) };
        let call = Call { operation: "OpenID discovery", region: None, host: String::new() };
        let issuer = Url::parse(ISSUER).expect("an issuer");
        if let Ok(endpoints) = read(&issuer, metadata, &call) {
            prop_assert!(endpoints.issuer.as_deref() == Some(ISSUER));
            prop_assert!(endpoints.addresses().all(is_safe));
        }
    }
}
