use nexus_model::{Account, CloudId, Endpoint, ErrorCode, ProviderId, Secret};
use rstest::rstest;
use serde_json::{Value, json};

use super::{application_credential_schema, auth_url, body, password_schema, regions};

fn account(auth: &str, fields: &[(&str, &str)], secrets: &[(&str, &str)]) -> Account {
    Account {
        provider: ProviderId::random(),
        cloud: CloudId::new("openstack"),
        auth: auth.into(),
        endpoint: Endpoint::parse("https://keystone.example:5000").ok(),
        fields: fields.iter().map(|(name, text)| ((*name).into(), (*text).into())).collect(),
        secrets: secrets.iter().map(|(name, text)| ((*name).into(), Secret::new(*text))).collect(),
    }
}

const PROJECT_ID: &str = "a6944d763bf64ee6a275f1263fae0352";

#[rstest]
#[case::names(
    &[("username", "ada"), ("project", "demo")],
    json!({"name": "ada", "domain": {"name": "Default"}, "password": "pw"}),
    json!({"name": "demo", "domain": {"name": "Default"}})
)]
#[case::ids(
    &[("username", "ee4dfb6e5540447cb3741905149d9b6e"), ("project", PROJECT_ID), ("domain", "default")],
    json!({"id": "ee4dfb6e5540447cb3741905149d9b6e", "password": "pw"}),
    json!({"id": PROJECT_ID})
)]
#[case::two_domains(
    &[("username", "ada"), ("project", "demo"), ("domain", "staff"), ("project_domain", "default")],
    json!({"name": "ada", "domain": {"name": "staff"}, "password": "pw"}),
    json!({"name": "demo", "domain": {"id": "default"}})
)]
fn a_password_is_sent_with_its_scope(
    #[case] fields: &[(&str, &str)],
    #[case] user: Value,
    #[case] project: Value,
) {
    let account = account("password", fields, &[("password", "pw")]);
    let expected = json!({"auth": {
        "identity": {"methods": ["password"], "password": {"user": user}},
        "scope": {"project": project}
    }});
    assert_eq!(body(&account).expect("complete"), expected);
}

#[test]
fn a_one_time_code_is_a_second_method() {
    let fields = [("username", "ada"), ("project", "demo")];
    let account = account("password", &fields, &[("password", "pw"), ("mfa_code", "123456")]);
    let body = body(&account).expect("complete");
    assert_eq!(body["auth"]["identity"]["methods"], json!(["password", "totp"]));
    assert_eq!(body["auth"]["identity"]["totp"]["user"]["passcode"], "123456");
}

#[test]
fn an_application_credential_has_no_scope() {
    let fields = [("application_credential_id", "58d61ff8e6e34accb35874016d1dba8b")];
    let secrets = [("application_credential_secret", "rEaqvJka48mpv")];
    let account = account("application_credential", &fields, &secrets);
    let expected = json!({"auth": {"identity": {
        "methods": ["application_credential"],
        "application_credential": {"id": "58d61ff8e6e34accb35874016d1dba8b", "secret": "rEaqvJka48mpv"}
    }}});
    assert_eq!(body(&account).expect("complete"), expected);
}

#[rstest]
#[case("password", &[("username", "ada")], &[("password", "pw")], "project")]
#[case("password", &[("project", "demo")], &[("password", "pw")], "username")]
#[case("password", &[("username", "ada"), ("project", "demo")], &[], "password")]
#[case("application_credential", &[], &[("application_credential_secret", "s")], "application_credential_id")]
#[case("application_credential", &[("application_credential_id", "i")], &[], "application_credential_secret")]
fn what_is_missing_is_named(
    #[case] auth: &str,
    #[case] fields: &[(&str, &str)],
    #[case] secrets: &[(&str, &str)],
    #[case] field: &str,
) {
    let failure = body(&account(auth, fields, secrets)).expect_err("incomplete");
    assert_eq!((failure.code, failure.field.as_deref()), (ErrorCode::InvalidInput, Some(field)));
}

#[rstest]
#[case("https://keystone.example:5000", "https://keystone.example:5000/v3")]
#[case("https://keystone.example:5000/v3/", "https://keystone.example:5000/v3")]
#[case("https://cloud.example/identity", "https://cloud.example/identity/v3")]
#[case("https://cloud.example/identity/v2.0/", "https://cloud.example/identity/v3")]
fn the_auth_url_is_that_of_version_3(#[case] typed: &str, #[case] asked: &str) {
    let mut account = account("password", &[], &[]);
    account.endpoint = Endpoint::parse(typed).ok();
    assert_eq!(auth_url(&account).expect("an address").as_str(), asked);
    account.endpoint = None;
    assert_eq!(auth_url(&account).expect_err("none").field.as_deref(), Some("endpoint"));
}

#[test]
fn regions_are_separated_by_commas() {
    let named = account("password", &[("region", " DFW, ORD ,")], &[]);
    assert_eq!(regions(&named), ["DFW", "ORD"]);
    assert!(regions(&account("password", &[], &[])).is_empty());
}

#[rstest]
#[case::password(password_schema(), json!({"username": "ada", "password": "pw", "project": "demo"}), true)]
#[case::no_project(password_schema(), json!({"username": "ada", "password": "pw"}), false)]
#[case::unknown(password_schema(), json!({"username": "ada", "password": "pw", "project": "demo", "x": "1"}), false)]
#[case::credential(application_credential_schema(), json!({"application_credential_id": "58d6", "application_credential_secret": "s"}), true)]
#[case::a_name(application_credential_schema(), json!({"application_credential_id": "my key", "application_credential_secret": "s"}), false)]
fn the_schema_marks_slips(#[case] schema: Value, #[case] typed: Value, #[case] good: bool) {
    let validator = jsonschema::validator_for(&schema).expect("a schema");
    assert_eq!(validator.is_valid(&typed), good);
}
