use nexus_model::{Account, CloudId, ErrorCode, ProviderId, Secret};
use rstest::rstest;
use serde_json::{Value, json};

use super::{Role, home_region, schema};

const SECRET: &str = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
const ROLE: &str = "arn:aws:iam::123456789012:role/nexus";

fn account(fields: &[(&str, &str)]) -> Account {
    let fields = fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    Account {
        provider: ProviderId::random(),
        cloud: CloudId::new("aws"),
        auth: "assume_role".into(),
        endpoint: None,
        fields: fields.collect(),
        secrets: [("secret_key".to_owned(), Secret::new(SECRET))].into(),
    }
}

#[rstest]
#[case(json!({}), true)]
#[case(json!({"role_arn": "arn:aws-us-gov:iam::123456789012:role/a/path/nexus"}), true)]
#[case(json!({"external_id": "e2a0a0d8-7b1f-4d3c-9a56-2f0e6a1b7c11", "read_only": "off"}), true)]
#[case(json!({"mfa_serial": "GAHT12345678", "session_duration": "900"}), true)]
#[case(json!({"mfa_serial": "arn:aws:iam::123456789012:mfa/alice", "session_duration": "43200"}), true)]
#[case::role_missing(json!({"role_arn": null}), false)]
#[case::a_user(json!({"role_arn": "arn:aws:iam::123456789012:user/nexus"}), false)]
#[case::account_too_short(json!({"role_arn": "arn:aws:iam::12345678901:role/nexus"}), false)]
#[case::a_session(json!({"role_arn": "arn:aws:sts::123456789012:assumed-role/nexus/me"}), false)]
#[case::external_id_too_short(json!({"external_id": "x"}), false)]
#[case::external_id_with_a_space(json!({"external_id": "a b"}), false)]
#[case::too_brief(json!({"session_duration": "899"}), false)]
#[case::too_long(json!({"session_duration": "43201"}), false)]
#[case::in_words(json!({"session_duration": "1h"}), false)]
#[case::device_too_short(json!({"mfa_serial": "12345678"}), false)]
#[case::maybe(json!({"read_only": "maybe"}), false)]
#[case::name_with_a_space(json!({"session_name": "my session"}), false)]
#[case::unknown_field(json!({"mfa_code": "123456"}), false)]
fn the_schema_marks_slips(#[case] typed: Value, #[case] good: bool) {
    let mut form =
        json!({"access_key": "AKIAIOSFODNN7EXAMPLE", "secret_key": SECRET, "role_arn": ROLE});
    for (name, value) in typed.as_object().expect("fields") {
        form[name] = value.clone();
    }
    if form["role_arn"].is_null() {
        form.as_object_mut().expect("fields").remove("role_arn");
    }
    let validator = jsonschema::validator_for(&schema()).expect("a schema");
    assert_eq!(validator.is_valid(&form), good);
}

#[rstest]
#[case::by_default("", "", ROLE, Some("arn:aws:iam::aws:policy/ReadOnlyAccess"))]
#[case::on("on", "", ROLE, Some("arn:aws:iam::aws:policy/ReadOnlyAccess"))]
#[case::off("off", "", ROLE, None)]
#[case::a_role_of_its_own(
    "on",
    "arn:aws:iam::123456789012:role/ro",
    "arn:aws:iam::123456789012:role/ro",
    None
)]
#[case::not_while_off("off", "arn:aws:iam::123456789012:role/ro", ROLE, None)]
fn read_only_chooses_the_role_and_the_policy(
    #[case] read_only: &str,
    #[case] of_its_own: &str,
    #[case] arn: &str,
    #[case] policy: Option<&str>,
) {
    let fields = [("role_arn", ROLE), ("read_only", read_only), ("read_only_role_arn", of_its_own)];
    let role = Role::of(&account(&fields)).expect("a role");
    assert_eq!(role.arn, arn);
    assert_eq!(role.session_policy.as_deref(), policy);
}

#[test]
fn the_policy_and_the_region_are_of_the_roles_partition() {
    let gov = account(&[("role_arn", "arn:aws-us-gov:iam::123456789012:role/nexus")]);
    let policy = Role::of(&gov).expect("a role").session_policy;
    assert_eq!(policy.as_deref(), Some("arn:aws-us-gov:iam::aws:policy/ReadOnlyAccess"));
    assert_eq!(home_region(&gov), Some("us-gov-west-1"));
}

#[rstest]
#[case(&[], "role_arn")]
#[case(&[("role_arn", "nexus")], "role_arn")]
#[case(&[("role_arn", ROLE), ("read_only_role_arn", "ro")], "read_only_role_arn")]
#[case(&[("role_arn", ROLE), ("session_duration", "60")], "session_duration")]
#[case(&[("role_arn", ROLE), ("region", "cn-north-1")], "region")]
#[case(&[("role_arn", "arn:aws-iso-b:iam::123456789012:role/x"), ("region", "us-iso-east-1")], "region")]
fn what_does_not_go_together_is_named(#[case] fields: &[(&str, &str)], #[case] field: &str) {
    let failure = Role::of(&account(fields)).expect_err("refused");
    assert_eq!(failure.code, ErrorCode::InvalidInput);
    assert_eq!(failure.field.as_deref(), Some(field));
}

#[test]
fn a_device_needs_a_code() {
    let device = "arn:aws:iam::123456789012:mfa/alice";
    let mut account = account(&[("role_arn", ROLE), ("mfa_serial", device)]);
    let role = Role::of(&account).expect("a role");
    let failure = role.second_factor(&account).expect_err("no code");
    assert_eq!(failure.code, ErrorCode::MfaRequired);
    assert_eq!(failure.field.as_deref(), Some("mfa_code"));
    assert!(failure.message.contains(device) && failure.message.contains(ROLE));
    account.secrets.insert("mfa_code".into(), Secret::new("123456"));
    let (serial, code) = role.second_factor(&account).expect("a code").expect("a device");
    assert_eq!((serial.as_str(), code.expose()), (device, "123456"));
}
