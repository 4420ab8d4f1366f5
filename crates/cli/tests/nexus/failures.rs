//! Each way a cloud can fail has its own code, remedy and exit status.

use std::collections::BTreeMap;

use nexus_testkit::{Effect, Gateway, Key, Keys, Match, Moto, aws_error, seed};
use serde_json::{Value, json};

use crate::bench::{Bench, PASSWORD, SECRET};

const TOKEN: &str = "IQoJb3JpZ2luX2VjEJr//////////wEaCXVzLXRlc3Qtc2Vzc2lvbg";

/// Lists a provider's machines, of which there are none; gives its failures.
fn failures(bench: &Bench, name: &str) -> Vec<Value> {
    let ran = bench.run(&["machines", "--json", "--provider", name]).ends(5);
    assert_eq!(ran.err, "");
    let listing = ran.json();
    assert_eq!((&listing["machines"], &listing["complete"]), (&json!([]), &json!(false)));
    let failures = listing["failures"].as_array().expect("a list").clone();
    for failure in &failures {
        assert_eq!(failure["provider"], name);
        for part in ["code", "message", "remedy"] {
            assert!(failure[part].as_str().is_some_and(|text| !text.is_empty()), "{failure}");
        }
        assert!(failure.get("region").is_some(), "{failure}");
    }
    failures
}

/// What a refused provider says of itself.
fn health(card: &Value) -> (&str, &str) {
    let health = &card["provider"]["health"];
    let code = health["failure"]["code"].as_str().unwrap_or_default();
    (health["status"].as_str().unwrap_or_default(), code)
}

#[test]
fn each_failure_has_its_code_its_remedy_and_its_exit_status() {
    let moto = Moto::start_with_auth();
    let seeded = seed::small(&moto);
    let keys = Keys::create(&moto);
    let mut gateway = Gateway::start(moto.address());
    let bench = Bench::with_vault();
    let add = |name: &str, key: &Key| {
        bench.add_key(name, &moto.url(), &key.id, &json!({ "secret_key": key.secret }))
    };
    let mut remedies = BTreeMap::new();
    let mut keep = |failure: &Value| {
        let code = failure["code"].as_str().expect("a word").to_owned();
        remedies.insert(code, failure["remedy"].as_str().expect("a text").to_owned());
    };

    add("Good", &keys.good).ends(0);
    let listing = bench.run(&["machines", "--json"]).ends(0).json();
    assert_eq!(listing["machines"].as_array().map(Vec::len), Some(seeded.total()));

    for (name, key) in [("Unknown", &keys.unknown), ("Wrong", &keys.wrong_secret)] {
        let card = add(name, key).ends(5).json();
        assert_eq!(health(&card), ("reconnect", "invalid_credentials"), "it is kept");
        let told = failures(&bench, name);
        assert_eq!((told.len(), &told[0]["code"]), (1, &json!("invalid_credentials")));
        keep(&told[0]);
        let people = bench.run(&["providers", "check", name]).ends(5);
        assert!(people.err.contains("invalid_credentials"), "{people:?}");
    }

    add("Denied", &keys.denied).ends(0);
    let told = failures(&bench, "Denied");
    assert!(told.len() > 10, "every region");
    for failure in &told {
        assert_eq!(failure["code"], "permission_denied");
        assert!(failure["region"].is_string(), "{failure}");
        let remedy = failure["remedy"].as_str().expect("a text");
        assert!(remedy.contains("AmazonEC2ReadOnlyAccess"), "{remedy}");
    }
    keep(&told[0]);

    let sts = Effect::Answer(aws_error::expired_token_sts());
    gateway.rule(Match::any().service("sts"), sts);
    gateway.rule(Match::any().service("ec2"), Effect::Answer(aws_error::expired_token_ec2()));
    let temporary = json!({ "secret_key": SECRET, "session_token": TOKEN });
    let card = bench.add_key("Expired", &gateway.url(), "ASIAIOSFODNN7EXAMPLE", &temporary);
    assert_eq!(health(&card.ends(5).json()), ("reconnect", "expired"));
    let told = failures(&bench, "Expired");
    assert_eq!((told.len(), &told[0]["code"]), (1, &json!("expired")));
    keep(&told[0]);

    gateway.stop();
    let card = bench.add("Dead", &gateway.url()).ends(5).json();
    assert_eq!(health(&card), ("failing", "unreachable_refused"));
    let told = failures(&bench, "Dead");
    assert_eq!((told.len(), &told[0]["code"]), (1, &json!("unreachable_refused")));
    keep(&told[0]);
    let people = bench.run(&["machines", "--provider", "Dead"]).ends(5);
    assert!(people.err.contains("Dead: unreachable_refused"), "{people:?}");

    let distinct: std::collections::BTreeSet<_> = remedies.values().collect();
    assert_eq!((remedies.len(), distinct.len()), (4, 4), "{remedies:#?}");

    // One account of several that fails leaves the others' machines.
    let mixed = bench.run(&["machines", "--json", "--provider", "Good", "--provider", "Dead"]);
    let mixed = mixed.ends(4).json();
    assert_eq!(mixed["machines"].as_array().map(Vec::len), Some(seeded.total()));
    assert_eq!(mixed["failures"][0]["provider"], "Dead");
    bench.run(&["vault", "verify"]).ends(0);
    let Keys { good, denied, unknown, .. } = &keys;
    let secrets = [&good.secret, &denied.secret, &unknown.secret].map(String::as_str);
    bench.assert_no_trace_of(&secrets);
    bench.assert_no_trace_of(&[SECRET, TOKEN, PASSWORD]);
}
