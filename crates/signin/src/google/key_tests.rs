use nexus_model::{ErrorCode, Secret};
use nexus_testkit::vendors;
use rstest::rstest;
use serde_json::{Value, json};

use super::GoogleKey;

fn file() -> Value {
    let vendor = vendors::all().into_iter().find(|vendor| vendor.cloud() == "gcp");
    let credential = vendor.expect("the vendor").credential();
    serde_json::from_str(&credential.secrets[0].1).expect("JSON")
}

fn parse(file: &Value) -> Result<GoogleKey, String> {
    let failure = match GoogleKey::parse(&Secret::new(file.to_string()), false) {
        Ok(key) => return Ok(key),
        Err(failure) => failure,
    };
    assert_eq!((failure.code, failure.field.as_deref()), (ErrorCode::InvalidInput, Some("key")));
    assert!(!failure.remedy.is_empty());
    let pem = file["private_key"].as_str().unwrap_or("no key");
    for line in pem.lines().filter(|line| line.len() > 16 && !line.starts_with('-')) {
        assert!(!format!("{failure:?}").contains(line), "{failure:?}");
    }
    Err(failure.message)
}

#[test]
fn a_whole_file_is_read() {
    let text = format!("\u{feff}{}\r\n", serde_json::to_string_pretty(&file()).expect("JSON"));
    let key = GoogleKey::parse(&Secret::new(text), false).unwrap_or_else(|_| unreachable!("whole"));
    assert_eq!(key.project, "my-project-123");
    assert_eq!(key.email, "reader@my-project-123.iam.gserviceaccount.com");
    assert_eq!(key.token_uri.as_str(), "https://oauth2.googleapis.com/token");
    assert!(key.encoding().is_ok());
}

#[rstest]
fn each_field_that_is_missing_empty_or_no_text_is_named(
    #[values("type", "project_id", "private_key_id", "private_key", "client_email", "token_uri")]
    field: &str,
    #[values(None, Some(json!(null)), Some(json!(" ")), Some(json!(7)), Some(json!({})))]
    value: Option<Value>,
) {
    let mut file = file();
    match value {
        Some(value) => file[field] = value,
        None => drop(file.as_object_mut().expect("fields").remove(field)),
    }
    let told = parse(&file).err().expect("refused");
    assert!(told.contains(&format!("Its field {field} is")), "{told}");
}

#[rstest]
#[case("type", json!("authorized_user"), "a person's own sign-in")]
#[case("type", json!("external_account"), "federation")]
#[case("type", json!("impersonated_service_account"), "impersonated")]
#[case("type", json!("<b>"), "something else")]
#[case("web", json!({"client_id": "1.apps.googleusercontent.com"}), "OAuth client")]
#[case("installed", json!({"client_id": "1.apps.googleusercontent.com"}), "OAuth client")]
#[case("client_email", json!("person@example.com"), "client_email")]
#[case("universe_domain", json!("universe.example"), "universe_domain")]
#[case("private_key", json!("-----BEGIN PRIVATE KEY-----\nMIIEv\n"), "private_key")]
#[case("private_key", json!("not a key"), "private_key")]
fn a_wrong_file_is_told_apart(#[case] field: &str, #[case] value: Value, #[case] told: &str) {
    let mut file = file();
    file[field] = value;
    let message = parse(&file).err().expect("refused");
    assert!(message.contains(told), "{message}");
}

#[test]
fn line_ends_that_were_escaped_twice_are_told() {
    let mut file = file();
    let pem = file["private_key"].as_str().expect("a key").replace('\n', "\\n");
    file["private_key"] = pem.into();
    assert!(parse(&file).err().expect("refused").contains("private_key"));
}

#[rstest]
#[case("https://oauth2.googleapis.com/token", true)]
#[case("https://www.googleapis.com/oauth2/v4/token", true)]
#[case("https://accounts.google.com/o/oauth2/token", true)]
#[case("http://oauth2.googleapis.com/token", false)]
#[case("https://oauth2.googleapis.com:8443/token", false)]
#[case("https://oauth2.googleapis.com@evil.example/token", false)]
#[case("https://evil.example/oauth2.googleapis.com/token", false)]
#[case("https://oauth2.googleapis.com.evil.example/token", false)]
#[case("https://evilgoogleapis.com/token", false)]
#[case("https://127.0.0.1/token", false)]
#[case("oauth2.googleapis.com/token", false)]
#[case("javascript:alert(1)", false)]
fn an_assertion_goes_only_to_google(#[case] address: &str, #[case] good: bool) {
    let mut file = file();
    file["token_uri"] = address.into();
    assert_eq!(parse(&file).is_ok(), good);
}

#[rstest]
#[case("", "not a JSON object")]
#[case("[]", "not a JSON object")]
#[case("{\"type\": \"service_account\"", "breaks off")]
#[case("-----BEGIN PRIVATE KEY-----\nMIIE\n-----END PRIVATE KEY-----", "bare private key")]
fn what_is_no_file_is_told(#[case] text: &str, #[case] told: &str) {
    let failure = GoogleKey::parse(&Secret::new(text), false).err().expect("refused");
    assert!(failure.message.contains(told), "{}", failure.message);
}
