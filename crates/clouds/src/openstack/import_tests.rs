use nexus_model::Secret;
use rstest::rstest;

use super::{Candidate, Files, candidates};

fn files(files: &[(&str, &str)]) -> Files {
    files.iter().map(|(id, text)| ((*id).to_owned(), Secret::new(*text))).collect()
}

fn only(clouds: &str) -> Candidate {
    let found = candidates(&files(&[("clouds", clouds)])).expect("a file with clouds");
    found.into_iter().next().expect("one")
}

fn problem(clouds: &str) -> String {
    only(clouds).problem.expect("a problem").message
}

#[test]
fn a_password_comes_with_its_project_and_domains() {
    let found = only(
        "clouds:\n  example:\n    auth:\n      auth_url: https://example.com/identity\n      username: admin\n      password: 'p:w # 1'\n      project_name: demo\n      user_domain_name: staff\n      project_domain_id: default\n    region_name: RegionOne\n",
    );
    assert!(found.problem.is_none(), "{:?}", found.problem);
    assert_eq!((found.name.as_str(), found.auth.as_str()), ("example", "password"));
    assert_eq!(
        found.endpoint.map(|at| at.to_string()).as_deref(),
        Some("https://example.com/identity")
    );
    let fields: Vec<_> = found.fields.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
    let expected = [
        ("domain", "staff"),
        ("project", "demo"),
        ("project_domain", "default"),
        ("region", "RegionOne"),
        ("username", "admin"),
    ];
    assert_eq!(fields, expected);
    assert_eq!(found.secrets["password"].expose(), "p:w # 1");
}

#[test]
fn an_application_credential_is_known_by_its_type() {
    let found = only(
        "clouds:\n  app:\n    auth_type: v3applicationcredential\n    auth:\n      auth_url: https://example.com/identity\n      application_credential_id: 9da0a8da3d394d09bf49dfc27014d254\n      application_credential_secret: pKfD\n    regions: [DFW, {name: ORD, values: {}}]\n",
    );
    assert!(found.problem.is_none(), "{:?}", found.problem);
    assert_eq!(found.auth, "application_credential");
    assert_eq!(found.fields["application_credential_id"], "9da0a8da3d394d09bf49dfc27014d254");
    assert_eq!(found.fields["region"], "DFW, ORD");
    assert_eq!(found.secrets["application_credential_secret"].expose(), "pKfD");
}

#[test]
fn the_files_lie_over_each_other() {
    let all = files(&[
        (
            "clouds",
            "clouds:\n  vexx:\n    profile: corp\n    region_name: two\n    auth:\n      username: ada\n      project_name: demo\n",
        ),
        ("secure", "clouds:\n  vexx:\n    auth:\n      password: from-secure\n"),
        (
            "clouds-public",
            "public-clouds:\n  corp:\n    auth:\n      auth_url: https://corp.example:5000/v3\n    region_name: one\n",
        ),
    ]);
    let found = candidates(&all).expect("clouds").remove(0);
    assert!(found.problem.is_none(), "{:?}", found.problem);
    assert_eq!(
        found.endpoint.map(|at| at.to_string()).as_deref(),
        Some("https://corp.example:5000/v3")
    );
    assert_eq!(found.fields["region"], "two");
    assert_eq!(found.secrets["password"].expose(), "from-secure");
}

const AUTH: &str = "auth_url: https://example.com, username: ada, password: pw";

#[rstest]
#[case(&format!("clouds: {{a: {{auth: {{{AUTH}}}}}}}"), "project_name")]
#[case(&format!("clouds: {{a: {{auth: {{{AUTH}, project_id: 610275}}}}}}"), "form of Keystone")]
#[case(&format!("clouds: {{a: {{auth_type: v3oidcpassword, auth: {{{AUTH}}}}}}}"), "auth_type")]
#[case("clouds: {a: {auth: {auth_url: 'http://example.com', username: ada}}}", "https")]
#[case("clouds: {a: {profile: rackspace, auth: {username: ada, password: pw}}}", "auth_url")]
#[case(
    "clouds: {a: {auth: {auth_url: 'https://example.com', application_credential_secret: s}}}",
    "application_credential_id"
)]
#[case("clouds: {a: null}", "auth_url")]
fn what_cannot_be_imported_says_why(#[case] clouds: &str, #[case] why: &str) {
    let problem = problem(clouds);
    assert!(problem.contains(why), "{problem}");
}

#[rstest]
#[case("clouds: {a: [", "not YAML")]
#[case("just: text", "no cloud")]
#[case("clouds: {a: {auth: {password: hunter2: x}}}", "not YAML")]
// Each line doubles the one before: it must not fill the memory.
#[case(
    "a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b]\nd: &d [*c,*c,*c,*c,*c,*c,*c,*c,*c]\ne: &e [*d,*d,*d,*d,*d,*d,*d,*d,*d]\nf: &f [*e,*e,*e,*e,*e,*e,*e,*e,*e]\ng: &g [*f,*f,*f,*f,*f,*f,*f,*f,*f]\nclouds: *g\n",
    "not YAML"
)]
fn a_file_that_is_none_is_refused_without_a_quote(#[case] text: &str, #[case] why: &str) {
    let failure = candidates(&files(&[("clouds", text)])).expect_err("no clouds");
    assert!(failure.message.contains(why), "{failure:?}");
    assert!(!format!("{failure:?}").contains("hunter2"), "{failure:?}");
}
