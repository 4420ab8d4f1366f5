use nexus_model::Secret;

use super::{PlanAction, ProfileDifference, ProfileFile, plan};
use crate::Definition;

const KEY: &str = "name: airtable\nauth_type: api_key\napi_base_url: https://api.airtable.com\n";
const OAUTH: &str = "name: github\nauth_type: oauth2\nclient_id: id\nclient_secret: one\nauth_url: https://github.com/a\ntoken_url: https://github.com/t\nscopes: [repo]\n";

fn file(name: &str, text: &str) -> ProfileFile {
    ProfileFile { name: name.into(), text: Secret::new(text) }
}

fn kept(files: &[ProfileFile]) -> Vec<Definition> {
    plan(&[], files).into_iter().filter_map(|planned| planned.definition).collect()
}

#[test]
fn applying_twice_changes_nothing_the_second_time() {
    let files = [file("a.yaml", KEY), file("b.yaml", OAUTH)];
    let first = plan(&[], &files);
    assert!(first.iter().all(|planned| planned.change.action == PlanAction::Create));
    let second = plan(&kept(&files), &files);
    assert!(second.iter().all(|planned| planned.change.action == PlanAction::Unchanged));
    assert!(second.iter().all(|planned| planned.change.differences.is_empty()));
}

#[test]
fn a_difference_is_told_field_by_field_and_a_secret_only_as_dots() {
    let now = kept(&[file("b.yaml", OAUTH)]);
    let text = OAUTH.replace("one", "two").replace("[repo]", "[repo, gist]")
        + "params: {skip_scope_on_auth: true}\n";
    let planned = plan(&now, &[file("b.yaml", &text)]).remove(0).change;
    assert_eq!(planned.action, PlanAction::Change);
    let told = |field: &str, before: Option<&str>, after: Option<&str>| ProfileDifference {
        field: field.into(),
        before: before.map(str::to_owned),
        after: after.map(str::to_owned),
    };
    assert_eq!(
        planned.differences,
        [
            told("params.skip_scope_on_auth", None, Some("true")),
            told("scopes", Some(r#"["repo"]"#), Some(r#"["repo","gist"]"#)),
            told("client_secret", Some("••••"), Some("••••")),
        ]
    );
}

#[test]
fn a_secret_that_a_file_does_not_give_stays() {
    let now = kept(&[file("b.yaml", OAUTH)]);
    let planned = plan(&now, &[file("b.yaml", &OAUTH.replace("client_secret: one\n", ""))]);
    assert_eq!(planned[0].change.action, PlanAction::Unchanged);
}

#[test]
fn a_file_that_cannot_be_applied_says_why_and_the_others_go_on() {
    let bad = KEY.replace("api_base_url: https", "api_base_url: http").replace("airtable\n", "x\n");
    let files = [file("bad.yaml", &bad), file("a.yaml", KEY), file("again.yaml", KEY)];
    let planned = plan(&[], &files);
    let failure = planned[0].change.failure.as_ref().expect("refused");
    assert_eq!(failure.field.as_deref(), Some("api_base_url"));
    assert!(planned[1].change.failure.is_none());
    let failure = planned[2].change.failure.as_ref().expect("twice");
    assert!(failure.message.contains("a.yaml"), "{failure}");
    assert!(planned[2].definition.is_none());
}
