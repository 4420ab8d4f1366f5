use data_encoding::{BASE64, HEXLOWER};
use rstest::rstest;
use url::form_urlencoded::byte_serialize;

use super::{MASK, Mask, is_secret};

const SECRET: &str = "p@ss/w\"rd+&<ä>~9x";

fn mask() -> Mask {
    Mask::of([SECRET].into_iter())
}

#[test]
fn a_secret_is_found_in_every_encoding() {
    let form: String = byte_serialize(SECRET.as_bytes()).collect();
    let json = serde_json::to_string(SECRET).expect("JSON");
    let escapes: String = SECRET.encode_utf16().map(|unit| format!("\\u{unit:04x}")).collect();
    let echoes = [
        SECRET.to_owned(),
        format!("q={form}&b=1"),
        "q=p%40ss%2fw%22rd%2b%26%3c%c3%a4%3e%7e9x".to_owned(),
        "q=p%40ss%2Fw%22rd%2B%26%3C%C3%A4%3E~9x".to_owned(),
        json.trim_matches('"').replace('/', "\\/"),
        format!("{{\"a\": [{json}]}}"),
        format!("{{\"{escapes}\": 1, \"b\": \"{escapes}\"}}"),
        BASE64.encode(SECRET.as_bytes()),
        BASE64.encode(format!("ada:{SECRET}").as_bytes()),
        BASE64.encode(format!("x{SECRET}y").as_bytes()),
        BASE64.encode(format!("xx{SECRET}yy").as_bytes()),
        HEXLOWER.encode(SECRET.as_bytes()),
        "p@ss/w&quot;rd+&amp;&lt;ä&gt;~9x".to_owned(),
    ];
    for echo in echoes {
        let shown = mask().body("", echo.as_bytes());
        assert!(shown.contains(MASK), "{echo} is shown as {shown}");
        assert!(!shown.contains("w\"rd") && !shown.contains("9x"), "{echo} is shown as {shown}");
    }
}

#[test]
fn an_answer_without_secrets_stays_as_it_was_written() {
    let body = r#"{ "id": 1.50,  "next_page_token": "CAo", "token_type": "bearer" }"#;
    assert_eq!(mask().body("application/json", body.as_bytes()), body);
}

#[rstest]
#[case(r#"{"access_token": "new", "id": 1}"#)]
#[case(r#"{"data": [{"clientSecret": "new"}]}"#)]
#[case(r#"{"tokens": ["new"]}"#)]
fn what_calls_itself_a_token_is_masked(#[case] body: &str) {
    let shown = mask().body("application/json", body.as_bytes());
    assert!(shown.contains(MASK) && !shown.contains("new"), "{shown}");
}

#[test]
fn a_form_with_a_token_is_masked() {
    let shown = mask().body("application/x-www-form-urlencoded", b"access_token=new&scope=repo");
    assert_eq!(shown, format!("access_token={MASK}&scope=repo"));
}

#[test]
fn what_is_not_text_is_only_named() {
    let utf16: Vec<u8> = "p@ss".encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_eq!(mask().body("image/png", &[0xff, 0]), "(2 bytes of image/png, which is not text)");
    assert_eq!(mask().body("text/plain", &utf16), "(8 bytes of text/plain, which is not text)");
}

#[rstest]
#[case("Set-Cookie", true)]
#[case("X-Amz-Security-Token", true)]
#[case("X-API-Key", true)]
#[case("Content-Type", false)]
#[case("nextPageToken", false)]
#[case("key", false)]
fn names_tell_secrets(#[case] name: &str, #[case] secret: bool) {
    assert_eq!(is_secret(name), secret);
}
