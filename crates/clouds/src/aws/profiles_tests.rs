use nexus_model::{ErrorCode, Secret};
use rstest::rstest;

use super::{Files, candidates};
use crate::Candidate;

const CREDENTIALS: &str = "
# Keys only; [profile x] is for the other file.
[default]
aws_access_key_id = AKIADEFAULTEXAMPLE00 ; the usual one
aws_secret_access_key = default/secret+of#EXAMPLE
[temporary]
AWS_ACCESS_KEY_ID=ASIATEMPORARYEXAMPLE
aws_secret_access_key=temporary-secret-EXAMPLE
aws_session_token=temporary-token-EXAMPLE==
[half]
aws_access_key_id = AKIAHALFEXAMPLE00000
";

const CONFIG: &str = "
[default]
region = eu-west-1
aws_access_key_id = AKIAOVERRULEDEXAMPLE
s3 =
  max_concurrent_requests = 20
[profile settings-only]
region = eu-west-3
[ignored-without-its-prefix]
aws_access_key_id = AKIAIGNOREDEXAMPLE00
[profile role]
role_arn = arn:aws:iam::123456789012:role/nexus
source_profile = default
external_id = Some-Id
mfa_serial = arn:aws:iam::210987654321:mfa/alice
duration_seconds = 7200
role_session_name = alice
region = us-gov-west-1
[profile own-key]
role_arn = arn:aws:iam::123456789012:role/own
source_profile = own-key
aws_access_key_id = AKIAOWNEXAMPLE000000
aws_secret_access_key = own-secret-EXAMPLE
[profile key-before-role]
role_arn = arn:aws:iam::123456789012:role/last
source_profile = own-key
[profile chain]
role_arn = arn:aws:iam::123456789012:role/last
source_profile = role
[profile round]
role_arn = arn:aws:iam::123456789012:role/a
source_profile = about
[profile about]
role_arn = arn:aws:iam::123456789012:role/b
source_profile = round
[profile itself]
role_arn = arn:aws:iam::123456789012:role/a
source_profile = itself
[profile orphan]
role_arn = arn:aws:iam::123456789012:role/a
source_profile = nowhere
[profile sourceless]
role_arn = arn:aws:iam::123456789012:role/a
[profile both]
role_arn = arn:aws:iam::123456789012:role/a
source_profile = default
credential_source = Environment
[profile machine]
role_arn = arn:aws:iam::123456789012:role/a
credential_source = Ec2InstanceMetadata
[profile single-sign-on]
sso_session = company
sso_account_id = 123456789012
sso_role_name = Reader
[sso-session company]
sso_start_url = https://company.awsapps.com/start
sso_region = eu-west-1
[profile old-single-sign-on]
sso_start_url = https://company.awsapps.com/start
[profile lost-single-sign-on]
sso_session = nowhere
[profile first-single-sign-on]
sso_start_url = https://first.awsapps.com/start
sso_region = us-gov-west-1
sso_account_id = 123456789012
sso_role_name = Admin
region = us-gov-east-1
[profile through-single-sign-on]
role_arn = arn:aws:iam::123456789012:role/a
source_profile = single-sign-on
[profile program]
credential_process = /usr/bin/keys --json
[profile web]
role_arn = arn:aws:iam::123456789012:role/a
web_identity_token_file = /tmp/token
";

fn files(config: &str, credentials: &str) -> Files {
    [("config", config), ("credentials", credentials)]
        .map(|(id, text)| (id.to_owned(), Secret::new(text)))
        .into()
}

fn all() -> Vec<Candidate> {
    candidates(&files(CONFIG, CREDENTIALS)).expect("good files")
}

fn named(name: &str) -> Candidate {
    let found = all().into_iter().find(|candidate| candidate.name == name);
    found.unwrap_or_else(|| unreachable!("no {name}"))
}

fn shown(candidate: &Candidate) -> Vec<(&str, &str)> {
    candidate.fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect()
}

fn secrets(candidate: &Candidate) -> Vec<(&str, &str)> {
    candidate.secrets.iter().map(|(name, value)| (name.as_str(), value.expose())).collect()
}

#[test]
fn profiles_with_a_credential_are_found_in_order() {
    let names: Vec<String> = all().into_iter().map(|candidate| candidate.name).collect();
    assert!(names.is_sorted());
    assert_eq!(names.len(), 21, "{names:?}");
    for name in ["settings-only", "ignored-without-its-prefix", "company"] {
        assert!(!names.iter().any(|found| found == name), "{name}");
    }
}

#[test]
fn keys_come_from_both_files_and_the_credentials_file_wins() {
    let default = named("default");
    assert!(default.problem.is_none(), "{:?}", default.problem);
    assert_eq!(default.auth, "access_key");
    assert_eq!(shown(&default), [("access_key", "AKIADEFAULTEXAMPLE00"), ("region", "eu-west-1")]);
    assert_eq!(secrets(&default), [("secret_key", "default/secret+of#EXAMPLE")]);
    let temporary = named("temporary");
    assert_eq!(shown(&temporary), [("access_key", "ASIATEMPORARYEXAMPLE")]);
    assert_eq!(
        secrets(&temporary),
        [
            ("secret_key", "temporary-secret-EXAMPLE"),
            ("session_token", "temporary-token-EXAMPLE==")
        ]
    );
}

#[test]
fn a_role_comes_with_the_key_of_its_source() {
    let role = named("role");
    assert!(role.problem.is_none(), "{:?}", role.problem);
    assert_eq!(role.auth, "assume_role");
    assert_eq!(
        shown(&role),
        [
            ("access_key", "AKIADEFAULTEXAMPLE00"),
            ("external_id", "Some-Id"),
            ("mfa_serial", "arn:aws:iam::210987654321:mfa/alice"),
            ("region", "us-gov-west-1"),
            ("role_arn", "arn:aws:iam::123456789012:role/nexus"),
            ("session_duration", "7200"),
            ("session_name", "alice"),
        ]
    );
    assert_eq!(secrets(&role), [("secret_key", "default/secret+of#EXAMPLE")]);
    for name in ["own-key", "key-before-role"] {
        let found = named(name);
        assert!(found.problem.is_none(), "{:?}", found.problem);
        assert_eq!(found.fields["access_key"], "AKIAOWNEXAMPLE000000");
    }
}

#[test]
fn a_sign_in_is_taken_over_without_a_secret() {
    let of_section = named("single-sign-on");
    assert_eq!(of_section.auth, "identity_center");
    assert!(of_section.problem.is_none(), "{:?}", of_section.problem);
    assert_eq!(
        shown(&of_section),
        [
            ("account_id", "123456789012"),
            ("role_name", "Reader"),
            ("sso_region", "eu-west-1"),
            ("start_url", "https://company.awsapps.com/start"),
        ]
    );
    let of_profile = named("first-single-sign-on");
    assert_eq!(of_profile.fields["sso_region"], "us-gov-west-1");
    assert!(of_profile.problem.is_none() && of_profile.secrets.is_empty());
}

#[rstest]
#[case("half", "aws_secret_access_key")]
#[case("chain", "another role, that of the profile role")]
#[case("round", "round → about → round")]
#[case("about", "about → round → about")]
#[case("itself", "itself → itself")]
#[case("orphan", "nowhere")]
#[case("sourceless", "no source_profile")]
#[case("both", "both a source_profile and a credential_source")]
#[case("machine", "Ec2InstanceMetadata")]
#[case("old-single-sign-on", "no sso_region")]
#[case("lost-single-sign-on", "sso_session nowhere")]
#[case("through-single-sign-on", "IAM Identity Center")]
#[case("program", "credential_process")]
#[case("web", "web identity")]
fn what_cannot_be_imported_says_why(#[case] name: &str, #[case] why: &str) {
    let problem = named(name).problem.expect("a problem");
    assert_eq!(problem.code, ErrorCode::InvalidInput);
    assert!(problem.message.contains(why), "{}", problem.message);
    assert!(!problem.remedy.is_empty());
}

#[rstest]
#[case("[default\nregion = x", "", "config", "line 1")]
#[case("", "[default]\naws_access_key_id AKIASECRETEXAMPLE", "credentials", "line 2")]
#[case("", "aws_secret_access_key = hunter2", "credentials", "line 1")]
fn a_file_that_is_none_is_named_with_its_line_and_without_its_text(
    #[case] config: &str,
    #[case] credentials: &str,
    #[case] file: &str,
    #[case] line: &str,
) {
    let failure = candidates(&files(config, credentials)).expect_err("unreadable");
    assert_eq!(failure.field.as_deref(), Some(file));
    assert!(failure.message.contains(line), "{}", failure.message);
    let all = format!("{failure:?}");
    assert!(!all.contains("hunter2") && !all.contains("AKIASECRETEXAMPLE"), "{all}");
}

#[test]
fn files_written_on_windows_are_read_alike() {
    let written = |text: &str| format!("\u{feff}{}", text.trim_start().replace('\n', "\r\n"));
    let found = candidates(&files(&written(CONFIG), &written(CREDENTIALS))).expect("good files");
    let usual = all();
    assert_eq!(found.len(), usual.len());
    for (found, usual) in found.iter().zip(&usual) {
        assert_eq!((shown(found), secrets(found)), (shown(usual), secrets(usual)));
    }
}

#[test]
fn no_files_hold_no_profiles() {
    assert!(candidates(&Files::new()).expect("nothing").is_empty());
}
