//! AWS's published test suite of Signature Version 4, and moto.

use nexus_http::{Http, Patience};
use nexus_model::{Secret, Timestamp};
use nexus_testkit::{Keys, Moto};
use rstest::rstest;

use crate::{AuthType, Credential, Params, Profile, ProfileRequest};

fn profile(base: &str, service: &str) -> Profile {
    Profile {
        name: "suite".into(),
        auth_type: AuthType::AwsSigv4,
        api_base_url: Some(base.into()),
        params: Params {
            service: Some(service.into()),
            region: Some("us-east-1".into()),
            ..Params::default()
        },
        ..Profile::default()
    }
}

fn credential(id: &str, secret: &str, token: Option<&str>) -> Credential {
    let secrets = [("secret_key", Some(secret)), ("session_token", token)];
    let secrets = secrets.into_iter().filter_map(|(name, value)| Some((name, value?)));
    Credential {
        fields: [("access_key".to_owned(), id.to_owned())].into(),
        secrets: secrets.map(|(name, value)| (name.to_owned(), Secret::new(value))).collect(),
    }
}

/// The suite's names, requests and signatures; its key, scope and time are the same for all.
#[rstest]
#[case::get_vanilla(
    "GET",
    "/",
    "",
    "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31"
)]
#[case::get_vanilla_query_order_key_case(
    "GET",
    "/?Param2=value2&Param1=value1",
    "",
    "b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500"
)]
#[case::get_vanilla_query_unreserved(
    "GET",
    "/?-._~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz=-._~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz",
    "",
    "9c3e54bfcdf0b19771a7f523ee5669cdf59bc7cc0884027167c21bb143a40197"
)]
#[case::get_unreserved(
    "GET",
    "/-._~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz",
    "",
    "07ef7494c76fa4850883e2b006601f940f8a34d404d0cfa977f52a65bbf5f24f"
)]
#[case::post_vanilla(
    "POST",
    "/",
    "",
    "5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b"
)]
#[case::post_x_www_form_urlencoded(
    "POST",
    "/",
    "Param1=value1",
    "ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a"
)]
fn the_suites_requests_come_to_their_signatures(
    #[case] method: &str,
    #[case] path: &str,
    #[case] body: &str,
    #[case] signature: &str,
) {
    let form = ("Content-Type".to_owned(), "application/x-www-form-urlencoded".to_owned());
    let request = ProfileRequest {
        method: method.into(),
        path: path.into(),
        headers: if body.is_empty() { Vec::new() } else { vec![form] },
        body: (!body.is_empty()).then(|| body.to_owned()),
    };
    let key = credential("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", None);
    assert_eq!(signed(&key, &request), signature);
}

#[test]
fn a_session_token_is_signed_too() {
    let key = credential(
        "AKIDEXAMPLE",
        "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
        Some("6e86291e8372ff2a2260956d9b8aae1d763fbf315fa00fa31553b73ebf194267"),
    );
    assert_eq!(
        signed(&key, &request("GET", "/")),
        "07ec1639c89043aa0e3e2de82b96708f198cceab042d4a97044c66dd9f74e7f8"
    );
}

fn request(method: &str, path: &str) -> ProfileRequest {
    let (method, path) = (method.to_owned(), path.to_owned());
    ProfileRequest { method, path, headers: Vec::new(), body: None }
}

fn signed(key: &Credential, request: &ProfileRequest) -> String {
    let now = Timestamp::parse("2015-08-30T12:36:00Z").expect("the suite's time");
    let profile = profile("https://example.amazonaws.com", "service");
    let outgoing = profile.signed(key, request, now).expect("signed");
    let header = outgoing.proofs.iter().find(|(name, _)| name == "authorization");
    let (_, value) = header.expect("an Authorization header");
    value.expose().rsplit_once("Signature=").expect("a signature").1.to_owned()
}

/// Asks STS who the caller is.
fn who() -> ProfileRequest {
    let form = ("Content-Type".to_owned(), "application/x-www-form-urlencoded".to_owned());
    let body = Some("Action=GetCallerIdentity&Version=2011-06-15".to_owned());
    ProfileRequest { headers: vec![form], body, ..request("POST", "/") }
}

#[tokio::test]
async fn moto_takes_the_signature_and_refuses_a_wrong_one() {
    let moto = Moto::start_with_auth();
    let allowed = Keys::create(&moto).good;
    moto.require_auth();
    let profile = profile(&moto.url(), "sts");
    let http = Http::new(Patience::default());
    let good = credential(&allowed.id, &allowed.secret, None);
    let reply = profile.send(&http, &good, &who()).await.expect("an answer");
    assert_eq!(reply.status, 200, "{}", reply.body);
    assert!(reply.body.contains("<Arn>"), "{}", reply.body);
    let wrong = credential(&allowed.id, "wrong/secret", None);
    let reply = profile.send(&http, &wrong, &who()).await.expect("an answer");
    assert_eq!(reply.status, 403, "{}", reply.body);
    assert!(reply.body.contains("SignatureDoesNotMatch"), "{}", reply.body);
}
