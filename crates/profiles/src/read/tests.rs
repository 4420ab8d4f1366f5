use rstest::rstest;
use serde_json::{Value, json};

use super::{curl, read};
use crate::{AuthType, Encoding};

/// The registration commands of a gateway's guide, as they are printed there.
const GUIDE: &str = include_str!("guide.txt");

fn commands() -> impl Iterator<Item = &'static str> {
    GUIDE.split("\n\n").map(str::trim).filter(|command| !command.is_empty())
}

#[test]
fn every_body_of_the_guide_is_read_bare_and_as_the_whole_command() {
    let mut kinds = Vec::new();
    for command in commands() {
        let body = curl::bodies(command).expect("a command").expect("a body").remove(0);
        let bare = read(&body).unwrap_or_else(|why| panic!("{why}:\n{body}")).remove(0);
        let pasted = read(command).unwrap_or_else(|why| panic!("{why}:\n{command}")).remove(0);
        assert_eq!(bare.profile, pasted.profile);
        assert_eq!(bare.secrets.len(), usize::from(body.contains("client_secret")));
        let written =
            crate::export(std::slice::from_ref(&bare.profile), crate::ProfileFormat::Json)
                .expect("JSON");
        let written: Value = serde_json::from_str(&written).expect("JSON");
        let mut given: Value = serde_json::from_str(&body).expect("JSON");
        given.as_object_mut().expect("an object").remove("client_secret");
        assert_eq!(written, given, "nothing of the body is lost or added");
        kinds.push(bare.profile.auth_type);
    }
    kinds.sort();
    kinds.dedup();
    assert_eq!(kinds, AuthType::ALL, "the guide has one of each");
}

#[test]
fn the_whole_guide_pasted_at_once_is_read_too() {
    let all = read(GUIDE).expect("all commands");
    assert_eq!(all.len(), commands().count());
}

#[rstest]
#[case(r#"curl --data-raw '{"name":"a","auth_type":"api_key"}' https://x"#)]
#[case(r#"curl https://x --json='{"name":"a","auth_type":"api_key"}'"#)]
#[case(r#"curl -d'{"name":"a","auth_type":"api_key"}' https://x"#)]
#[case(r#"$ curl -d "{\"name\":\"a\",\"auth_type\":\"api_key\"}" https://x"#)]
#[case("curl https://x \\\r\n  --data '{\"name\":\"a\",\"auth_type\":\"api_key\"}'")]
#[case("name: a\nauth_type: api_key\n")]
#[case("- name: a\n  auth_type: api_key\n")]
#[case("---\nname: a\nauth_type: api_key\n---\n")]
#[case(r#"[{"name":"a","auth_type":"api_key"}]"#)]
fn a_profile_is_read_however_it_is_written(#[case] text: &str) {
    let read = read(text).unwrap_or_else(|why| panic!("{why}"));
    assert_eq!((read.len(), read[0].profile.name.as_str()), (1, "a"));
}

#[test]
fn several_documents_are_several_profiles() {
    let yaml = "name: a\nauth_type: api_key\n---\nname: b\nauth_type: basic_auth\n";
    let json = r#"{"name":"a","auth_type":"api_key"} {"name":"b","auth_type":"basic_auth"}"#;
    for text in [yaml, json] {
        let names: Vec<_> =
            read(text).expect("two").into_iter().map(|one| one.profile.name).collect();
        assert_eq!(names, ["a", "b"]);
    }
}

#[test]
fn a_quirk_beside_params_is_taken_into_them() {
    let text = json!({"name": "x", "auth_type": "oauth2", "client_id": "c", "auth_url": "https://x.com/a",
        "token_url": "https://x.com/t", "auth_header": "client_secret_basic"});
    let read = read(&text.to_string()).expect("a profile").remove(0);
    assert_eq!(read.profile.params.auth_header, Some(crate::ClientAuth::ClientSecretBasic));
}

#[test]
fn a_client_that_asks_for_itself_needs_nothing_but_the_token_endpoint() {
    let read = |auth_url: Option<&str>| {
        let text = json!({"name": "x", "auth_type": "oauth2", "client_id": "c",
            "auth_url": auth_url, "token_url": "https://x.com/t"});
        read(&text.to_string()).expect("a profile").remove(0).profile
    };
    assert!(read(None).is_for_client_only());
    assert!(!read(Some("https://x.com/a")).is_for_client_only());
}

#[test]
fn params_have_their_words() {
    let text = "name: h\nauth_type: hmac_payload\nparams: {header_name: X-Signature, algo: sha256, encoding: base64}\n";
    let read = read(text).expect("a profile").remove(0);
    assert_eq!(read.profile.params.encoding, Some(Encoding::Base64));
}

#[rstest]
#[case(json!({"auth_type": "api_key"}), "name")]
#[case(json!({"name": "Not A Slug", "auth_type": "api_key"}), "name")]
#[case(json!({"name": "-a", "auth_type": "api_key"}), "name")]
#[case(json!({"name": "a".repeat(65), "auth_type": "api_key"}), "name")]
#[case(json!({"name": "a"}), "auth_type")]
#[case(json!({"name": "a", "auth_type": "apikey"}), "auth_type")]
#[case(json!({"name": "a", "auth_type": "api_key", "scope": []}), "scope")]
#[case(json!({"name": "a", "auth_type": "api_key", "scopes": "openid"}), "scopes")]
#[case(json!({"name": "a", "auth_type": "api_key", "client_id": 12}), "client_id")]
#[case(json!({"name": "a", "auth_type": "api_key", "api_base_url": "http://a.example"}), "api_base_url")]
#[case(json!({"name": "a", "auth_type": "api_key", "user_info_endpoint": "/me"}), "api_base_url")]
#[case(json!({"name": "a", "auth_type": "api_key", "params": {"header": "X"}}), "params.header")]
#[case(json!({"name": "a", "auth_type": "api_key", "params": {"header_name": "X Y"}}), "params.header_name")]
#[case(json!({"name": "a", "auth_type": "api_key", "params": {"header_name": "Host"}}), "params.header_name")]
#[case(json!({"name": "a", "auth_type": "api_key", "params": {"prefix": "a\r\nb"}}), "params.prefix")]
#[case(json!({"name": "a", "auth_type": "api_key", "params": {"headers": {"X-A": "${app_key}"}}}), "params.headers.X-A")]
#[case(json!({"name": "a", "auth_type": "oauth2", "client_id": "c", "enable_discovery": true}), "issuer")]
#[case(json!({"name": "a", "auth_type": "oauth2", "client_id": "c", "auth_url": "https://a/a"}), "token_url")]
#[case(json!({"name": "a", "auth_type": "oauth2", "auth_url": "https://a/a", "token_url": "https://a/t"}), "client_id")]
#[case(json!({"name": "a", "auth_type": "aws_sigv4", "params": {"service": "s3"}}), "params.region")]
#[case(json!({"name": "a", "auth_type": "hmac_payload"}), "params.header_name")]
#[case(json!({"name": "a", "auth_type": "hmac_payload", "params": {"algo": "md5"}}), "params.algo")]
#[case(json!({"name": "a", "auth_type": "hmac_payload", "params": {"header_name": "X", "payload": "${bodi}"}}), "params.payload")]
#[case(json!({"name": "a", "auth_type": "api_key", "params": {"credential_schema": {"type": "array"}}}), "params.credential_schema.type")]
#[case(json!({"name": "a", "auth_type": "api_key", "params": {"credential_schema": {"properties": {"a": {"type": "object"}}}}}), "params.credential_schema.properties.a")]
#[case(json!({"name": "a", "auth_type": "api_key", "params": {"credential_schema": {"properties": {"a": {"$ref": "https://evil.example"}}}}}), "params.credential_schema.properties.a.$ref")]
#[case(json!({"name": "a", "auth_type": "api_key", "params": {"credential_schema": {"required": ["b"], "properties": {"a": {}}}}}), "params.credential_schema.required")]
#[case(json!({"name": "a", "auth_type": "api_key", "params": {"credential_schema": {"properties": {"a": {"pattern": "("}}}}}), "params.credential_schema")]
fn a_field_that_is_wrong_is_named(#[case] document: Value, #[case] field: &str) {
    let failure = read(&document.to_string()).expect_err("refused");
    assert_eq!(failure.field.as_deref(), Some(field), "{failure}");
    assert!(!failure.remedy.is_empty());
}

#[rstest]
#[case("client_secert", "client_secret")]
#[case("auth_uri", "auth_url")]
fn an_unknown_field_names_the_nearest_known_one(#[case] typed: &str, #[case] known: &str) {
    let text = json!({"name": "a", "auth_type": "api_key", typed: "hunter2"}).to_string();
    let failure = read(&text).expect_err("unknown");
    assert!(failure.remedy.contains(known), "{failure}");
    assert!(!failure.to_string().contains("hunter2"), "{failure}");
}

#[rstest]
#[case("")]
#[case("---\n")]
#[case("[]")]
#[case("just words")]
#[case("{\"name\": ")]
#[case("a: 1\na: 2\n")]
#[case("curl https://x")]
#[case("curl -d @file.json https://x")]
#[case("curl -d '{")]
#[case("a: &a [1]\nb: !!python/object:os.system [*a]\n")]
fn what_is_no_profile_is_refused(#[case] text: &str) {
    assert!(read(text).is_err(), "{text}");
}

#[test]
fn aliases_that_grow_without_end_are_refused() {
    let mut text = String::from("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for level in 1..10 {
        let under = vec![format!("*a{}", level - 1); 10].join(", ");
        text.push_str(&format!("a{level}: &a{level} [{under}]\n"));
    }
    assert!(read(&text).is_err());
}

proptest::proptest! {
    #[test]
    fn no_text_brings_the_reader_down(text in "\\PC{0,200}") {
        let _ = read(&text);
    }

    #[test]
    fn no_yaml_and_no_command_brings_the_reader_down(
        words in proptest::collection::vec("(curl|-d|'|\"|\\{|\\}|name|: |auth_type|api_key|\n|\\\\|- |\\*a|&a|,|\\[|\\]|---\n)", 0..40)
    ) {
        let _ = read(&words.concat());
        let _ = read(&format!("curl {}", words.join(" ")));
    }
}
