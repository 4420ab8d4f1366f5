//! `nexus providers …`

use nexus_testkit::{Fleet, Gateway, Match};
use serde_json::{Value, json};

use crate::bench::{ACCESS_KEY, Bench, SECRET};

fn names(bench: &Bench) -> Vec<String> {
    let listed = bench.run(&["providers", "--json"]).ends(0).json();
    let providers = listed["providers"].as_array().expect("a list").iter();
    providers.map(|card| card["provider"]["name"].as_str().expect("a name").to_owned()).collect()
}

#[test]
fn providers_are_added_listed_checked_and_removed() {
    let fleet = Fleet::start(80);
    let bench = Bench::with_vault();
    assert!(bench.run(&["providers"]).ends(0).err.contains("providers add"));
    let card = bench.add("Production", &fleet.url()).ends(0).json();
    assert_eq!(card["provider"]["name"], "Production");
    assert_eq!(card["provider"]["cloud"], "aws");
    assert_eq!(card["provider"]["endpoint"], fleet.url());
    assert_eq!(card["provider"]["health"]["status"], "healthy");
    assert_eq!(card["provider"]["identity"]["account"], "123456789012");
    bench.add("Staging", &fleet.url()).ends(0);
    assert_eq!(names(&bench), ["Staging", "Production"], "newest first");

    // The password's line comes first on a standard input that both are read from.
    let access_key = format!("access_key={ACCESS_KEY}");
    let arguments = [
        "--password-stdin",
        "providers",
        "add",
        "aws",
        "--name",
        "Third",
        "--endpoint",
        &fleet.url(),
        "--field",
        &access_key,
        "--secrets-stdin",
    ];
    let input = format!("{}\n{}", crate::bench::PASSWORD, json!({ "secret_key": SECRET }));
    let added = bench.ran(&mut bench.command(&arguments), &input).ends(0);
    assert!(added.out.contains("healthy"), "{added:?}");

    let checked = bench.run(&["providers", "check", " production ", "--json"]).ends(0).json();
    assert_eq!(checked["provider"]["health"]["status"], "healthy");
    let removed = bench.run(&["providers", "remove", "STAGING", "--json"]).ends(0).json();
    assert_eq!(removed, json!({ "removed": "Staging" }));
    assert!(bench.run(&["providers", "remove", "Third"]).ends(0).out.contains("Third"));
    assert_eq!(names(&bench), ["Production"]);
    let gone = bench.run(&["providers", "remove", "Staging", "--json"]).ends(5);
    assert_eq!(gone.code(), "not_found");
    assert_eq!(bench.run(&["providers", "check", "Nobody", "--json"]).ends(5).code(), "not_found");
    let table = bench.run(&["providers"]).ends(0).out;
    assert!(table.contains("Production") && !table.contains('\u{1b}'), "no colours: {table}");
    bench.assert_no_trace_of(&[SECRET]);
}

#[test]
fn what_cannot_be_used_is_refused_before_anything_is_sent() {
    let fleet = Fleet::start(8);
    let gateway = Gateway::start(fleet.address());
    let url = gateway.url();
    let bench = Bench::with_vault();
    bench.add("Production", &url).ends(0);
    gateway.reset();

    let key = format!("access_key={ACCESS_KEY}");
    let in_argv = format!("secret_key={SECRET}");
    let good = json!({ "secret_key": SECRET }).to_string();
    let add = |rest: &[&str], input: &str| {
        let arguments = ["providers", "add", "--json", "--secrets-stdin", "--name", "New"];
        bench.run_with(&[&arguments, rest].concat(), input).ends(2).error()
    };
    let refused: Vec<(&str, Value)> = vec![
        ("secret_key", add(&["aws", "--field", &key, "--field", &in_argv], "{}")),
        ("cloud", add(&["skynet", "--field", &key], &good)),
        ("auth", add(&["aws", "--auth", "smile", "--field", &key], &good)),
        ("colour", add(&["aws", "--field", &key, "--field", "colour=red"], &good)),
        ("access_key", add(&["aws", "--field", "access_key=hello"], &good)),
        ("access_key", add(&["aws"], &good)),
        ("secret_key", add(&["aws", "--field", &key], "{}")),
        ("endpoint", add(&["aws", "--field", &key, "--endpoint", "http://ec2.example.com"], &good)),
    ];
    for (field, error) in refused {
        assert_eq!((&error["code"], &error["field"]), (&json!("invalid_input"), &json!(field)));
    }
    for input in [SECRET, "", "[]", r#"{"secret_key":7}"#] {
        let error = add(&["aws", "--field", &key], input);
        assert_eq!(error["code"], "invalid_input", "{error}");
    }
    add(&["aws", "--field", &key, "--field", &key], &good);
    add(&["aws", "--field", SECRET], &good);
    let taken = bench.add(" PRODUCTION ", &url).ends(2);
    assert_eq!(taken.code(), "name_taken");

    // Secrets in the wrong place, and words that are none, as clap finds them.
    let misplaced = [
        vec!["providers", "add", "aws", SECRET],
        vec!["providers", "add", "aws", "--name", "New", "--secret-key", SECRET],
        vec!["machines", SECRET],
        vec!["providers", SECRET],
        vec!["vault", SECRET],
        vec![SECRET],
        vec!["machines", "--json=wJalrXUtnFEMI/K7MDENG/bPxRfiCYCLISECRET+"],
        vec!["machines", "--secret=wJalrXUtnFEMI/K7MDENG/bPxRfiCYCLISECRET+"],
        vec!["providers", "add"],
        vec![],
    ];
    for arguments in misplaced {
        let ran = bench.run(&arguments).ends(2);
        assert!(ran.out.is_empty() && !ran.err.is_empty(), "{arguments:?}: {ran:?}");
    }
    assert!(bench.run(&["--help"]).ends(0).out.contains("Exit status"));
    assert!(bench.run(&["--version"]).ends(0).out.starts_with("nexus "));
    assert_eq!(gateway.count(&Match::any()), 0, "nothing was sent");
    assert_eq!(names(&bench), ["Production"], "nothing was kept");
    bench.assert_no_trace_of(&[SECRET]);
}
