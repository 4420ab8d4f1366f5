//! RFC 4231's vectors, and the examples that GitHub and Stripe document.

use data_encoding::HEXLOWER;
use nexus_model::{Secret, Timestamp};
use rstest::rstest;

use super::sign;
use crate::{Algorithm, AuthType, Credential, Encoding, Params, Profile, ProfileRequest};

/// RFC 4231, section 4: test cases 1 to 4, 6 and 7.
#[rstest]
#[case(&[0x0b; 20], b"Hi There", "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7")]
#[case(
    b"Jefe",
    b"what do ya want for nothing?",
    "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
)]
#[case(&[0xaa; 20], &[0xdd; 50], "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe")]
#[case(&(1..=25).collect::<Vec<u8>>(), &[0xcd; 50], "82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b")]
#[case(&[0xaa; 131], b"Test Using Larger Than Block-Size Key - Hash Key First", "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54")]
#[case(&[0xaa; 131], b"This is a test using a larger than block-size key and a larger than block-size data. The key needs to be hashed before being used by the HMAC algorithm.", "9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2")]
fn sha256_is_as_rfc_4231_has_it(#[case] key: &[u8], #[case] data: &[u8], #[case] mac: &str) {
    assert_eq!(HEXLOWER.encode(&sign(Algorithm::Sha256, key, data).expect("signed")), mac);
}

/// RFC 2202, section 3: test cases 1 and 2.
#[rstest]
#[case(&[0x0b; 20], b"Hi There", "b617318655057264e28bc0b6fb378c8ef146be00")]
#[case(b"Jefe", b"what do ya want for nothing?", "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79")]
fn sha1_is_as_rfc_2202_has_it(#[case] key: &[u8], #[case] data: &[u8], #[case] mac: &str) {
    assert_eq!(HEXLOWER.encode(&sign(Algorithm::Sha1, key, data).expect("signed")), mac);
}

fn header(params: Params, secret: &str, body: &str, now: i64) -> String {
    let profile = Profile {
        name: "hook".into(),
        auth_type: AuthType::HmacPayload,
        api_base_url: Some("https://hooks.example.com".into()),
        params,
        ..Profile::default()
    };
    profile.check().expect("a usable profile");
    let secrets = [("api_secret".to_owned(), Secret::new(secret))].into();
    let credential = Credential { secrets, ..Credential::default() };
    let request = ProfileRequest {
        method: "POST".into(),
        path: "/in?a=1".into(),
        headers: Vec::new(),
        body: Some(body.into()),
    };
    let now = Timestamp::from_unix(now).expect("a moment");
    let outgoing = profile.signed(&credential, &request, now).expect("signed");
    assert_eq!(Some(outgoing.proofs[0].0.as_str()), profile.params.header_name.as_deref());
    outgoing.proofs[0].1.expose().to_owned()
}

/// <https://docs.github.com/en/webhooks/using-webhooks/validating-webhook-deliveries>, “Testing the
/// webhook payload validation”.
#[test]
fn githubs_example_comes_to_its_signature() {
    let params = Params {
        header_name: Some("X-Hub-Signature-256".into()),
        prefix: Some("sha256=".into()),
        ..Params::default()
    };
    assert_eq!(
        header(params, "It's a Secret to Everybody", "Hello, World!", 0),
        "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17"
    );
}

/// <https://docs.stripe.com/webhooks#verify-manually>: the header is `t=…,v1=…`, and what is signed
/// is the timestamp, a dot and the body. The expected value is made by those words from the hash
/// that the vectors above hold.
#[test]
fn stripes_scheme_is_described_by_prefix_and_payload() {
    let params = Params {
        header_name: Some("Stripe-Signature".into()),
        prefix: Some("t=${timestamp},v1=".into()),
        payload: Some("${timestamp}.${body}".into()),
        ..Params::default()
    };
    let body = r#"{"id":"evt_1","object":"event"}"#;
    let signed = format!("1492774577.{body}");
    let mac = sign(Algorithm::Sha256, b"whsec_test", signed.as_bytes()).expect("signed");
    assert_eq!(
        header(params, "whsec_test", body, 1_492_774_577),
        format!("t=1492774577,v1={}", HEXLOWER.encode(&mac))
    );
}

#[test]
fn method_and_path_can_be_signed_and_base64_written() {
    let params = Params {
        header_name: Some("X-Signature".into()),
        algo: Some(Algorithm::Sha1),
        encoding: Some(Encoding::Base64),
        payload: Some("${method} ${path}\n${body}".into()),
        ..Params::default()
    };
    let mac = sign(Algorithm::Sha1, b"k", b"POST /in?a=1\nx").expect("signed");
    assert_eq!(header(params, "k", "x", 0), data_encoding::BASE64.encode(&mac));
}
