use rstest::rstest;
use serde_json::json;

use super::{ProfileFormat, export};
use crate::{Definition, Profile, read};

fn full() -> Definition {
    let text = json!({
        "name": "salesforce-eu", "auth_type": "oauth2", "client_id": "id", "client_secret": "s3cret",
        "auth_url": "https://eu.example.com/authorize", "token_url": "https://eu.example.com/token",
        "revocation_url": "https://eu.example.com/revoke", "api_base_url": "https://eu.example.com/api",
        "user_info_endpoint": "/me", "scopes": ["api", "no: yes"],
        "params": {
            "skip_scope_on_auth": true, "skip_scope_on_exchange": true,
            "auth_header": "client_secret_basic", "prefix": "Bearer ",
            "headers": {"X-Version": "2022-06-28", "X-Client": "${client_id}"},
            "auth_params": {"prompt": "consent"}, "redirect_uri": "http://localhost:8000/back"
        }
    });
    read(&text.to_string()).expect("a profile").remove(0)
}

#[rstest]
#[case(ProfileFormat::Json)]
#[case(ProfileFormat::Yaml)]
fn an_export_reads_back_to_the_same_and_has_no_secret(#[case] format: ProfileFormat) {
    let definition = full();
    let text = export(std::slice::from_ref(&definition.profile), format).expect("exported");
    assert!(!text.contains("s3cret") && !text.contains("client_secret:"), "{text}");
    let back = read(&text).expect(&text);
    assert_eq!(back[0].profile, definition.profile);
    assert!(back[0].secrets.is_empty());
    let other = Profile { name: "other".into(), ..definition.profile.clone() };
    let text = export(&[definition.profile.clone(), other.clone()], format).expect("exported");
    let back: Vec<_> = read(&text).expect(&text).into_iter().map(|one| one.profile).collect();
    assert_eq!(back, [definition.profile, other]);
}

#[test]
fn a_patch_changes_one_field_and_leaves_the_rest() {
    let profile = full().profile;
    let patched = profile.patched(json!({"client_secret": "rotated"})).expect("patched");
    assert_eq!(patched.profile, profile);
    assert_eq!(patched.secrets["client_secret"].expose(), "rotated");
    let patched = profile
        .patched(json!({"revocation_url": null, "params": {"headers": {"X-Version": "2"}}}))
        .expect("patched");
    assert_eq!(patched.profile.revocation_url, None);
    assert_eq!(patched.profile.params.headers["X-Version"], "2");
    assert_eq!(patched.profile.params.headers["X-Client"], "${client_id}");
    assert!(patched.profile.params.skip_scope_on_auth);
    let failure = profile.patched(json!({"scope": []})).expect_err("unknown");
    assert_eq!(failure.field.as_deref(), Some("scope"));
}
