//! `nexus machines`: the shape of its JSON, and the whole fleet in it.

use std::collections::BTreeSet;

use nexus_testkit::{Effect, Fleet, Gateway, Match, Moto, seed};
use serde_json::{Value, json};

use crate::bench::{Bench, SECRET};

const DEAD: &str = "eu-central-1";

/// Machines of another account.
const OTHERS: usize = 40;

fn list<'a>(listing: &'a Value, key: &str) -> &'a Vec<Value> {
    listing[key].as_array().unwrap_or_else(|| panic!("no list of {key}"))
}

/// Names and regions of the machines.
fn names(listing: &Value) -> BTreeSet<(String, String)> {
    let text = |value: &Value| value.as_str().expect("a text").to_owned();
    let machines = list(listing, "machines").iter();
    machines.map(|machine| (text(&machine["name"]), text(&machine["region"]))).collect()
}

/// Every key that scripts rely on, with its type.
fn assert_is_machine(machine: &Value, provider: &str) {
    for key in ["id", "name", "state", "region", "type", "os", "launched_at", "zone"] {
        assert!(machine[key].as_str().is_some_and(|text| !text.is_empty()), "{key}: {machine}");
    }
    assert_eq!((&machine["provider"], &machine["cloud"]), (&json!(provider), &json!("aws")));
    assert!(matches!(machine["state"].as_str(), Some("running" | "stopped" | "terminated")));
    assert!(matches!(machine["os"].as_str(), Some("linux" | "windows" | "unknown")), "{machine}");
    for key in ["public_ips", "private_ips"] {
        for address in list(machine, key) {
            let address = address.as_str().and_then(|text| text.parse::<std::net::IpAddr>().ok());
            assert!(address.is_some(), "{key}: {machine}");
        }
    }
    assert_eq!(machine["tags"]["Name"], machine["name"]);
    assert!(machine["tags"]["env"].is_string(), "{machine}");
    let launched = machine["launched_at"].as_str().unwrap_or_default();
    assert!(launched.ends_with('Z') && launched.contains('T'), "{machine}");
}

#[test]
fn the_whole_fleet_is_listed_and_kept() {
    let moto = Moto::start();
    let seeded = seed::fleet(&moto);
    let mut gateway = Gateway::start(moto.address());
    let bench = Bench::with_vault();
    bench.add("Production", &gateway.url()).ends(0);
    let mut other = Fleet::start(OTHERS);
    bench.add("Staging", &other.url()).ends(0);
    let of_one = ["machines", "--json", "--provider", "production"];
    let whole = bench.run(&of_one).ends(0);
    assert_eq!(whole.err, "");
    let whole = whole.json();
    assert_eq!((&whole["complete"], &whole["failures"]), (&json!(true), &json!([])));
    assert_eq!(list(&whole, "machines").len(), 1300);
    assert_eq!(names(&whole), seeded.names.iter().cloned().collect());
    for machine in list(&whole, "machines") {
        assert_is_machine(machine, "Production");
    }
    for state in ["running", "stopped", "terminated"] {
        let here = list(&whole, "machines").iter().filter(|machine| machine["state"] == state);
        assert_eq!(here.count(), seeded.in_state(state), "{state}");
    }

    // A region dies: its machines stay as they were, beside those of the other account.
    gateway.rule(Match::any().region(DEAD), Effect::Drop);
    let both = bench.run(&["machines", "--json"]).ends(4).json();
    assert_eq!(list(&both, "failures").len(), 1);
    assert!(names(&both).is_superset(&names(&whole)));
    assert_eq!(list(&both, "machines").len(), 1300 + OTHERS);
    let staging = list(&both, "machines").iter().filter(|machine| machine["provider"] == "Staging");
    assert_eq!(staging.count(), OTHERS);
    let table = bench.run(&["machines", "--cached", "--provider", "Production"]).ends(4);
    assert_eq!(table.out.lines().count(), 1301, "a header and a line each");
    assert!(table.err.contains("1300 machines") && !table.out.contains('\u{1b}'));
    let nobody = bench.run(&["machines", "--json", "--provider", "Nobody"]).ends(5);
    assert_eq!(nobody.code(), "not_found");

    // With every peer gone the last snapshot is still there; asking says what is wrong.
    drop(moto);
    gateway.stop();
    other.stop();
    let cached = bench.run(&["machines", "--json", "--cached"]).ends(4).json();
    assert_eq!(cached["machines"], both["machines"]);
    let complete = bench.run(&["machines", "--json", "--cached", "--provider", "Staging"]).ends(0);
    assert_eq!(complete.json()["complete"], true);
    let dead = bench.run(&["machines", "--json"]).ends(5).json();
    assert_eq!(dead["machines"], both["machines"]);
    assert_eq!(dead["failures"][0]["code"], "unreachable_refused");
    assert_eq!(dead["failures"][1]["code"], "unreachable_refused");
    bench.run(&["vault", "verify"]).ends(0);
    bench.assert_no_trace_of(&[SECRET]);
    bench.assert_sealed(&["Production", "worker-us-0003", "127.0.0.1"]);
}

#[test]
fn a_region_that_was_never_heard_of_is_named_beside_the_others() {
    let fleet = Fleet::start(OTHERS);
    let gateway = Gateway::start(fleet.address());
    let bench = Bench::with_vault();
    bench.add("Production", &gateway.url()).ends(0);
    let never = bench.run(&["machines", "--json", "--cached"]).ends(5).json();
    assert_eq!(never, json!({ "machines": [], "failures": [], "complete": false }));

    gateway.rule(Match::any().region(DEAD), Effect::Drop);
    let partial = bench.run(&["machines", "--json"]).ends(4);
    assert_eq!(partial.err, "");
    let partial = partial.json();
    assert_eq!(partial["complete"], false);
    assert_eq!(list(&partial, "machines").len(), OTHERS / 8 * 7);
    let [failure] = &list(&partial, "failures")[..] else { panic!("{}", partial["failures"]) };
    assert_eq!((&failure["provider"], &failure["region"]), (&json!("Production"), &json!(DEAD)));
    assert_eq!(failure["code"], "unreachable_refused");
    assert!(failure["message"].is_string() && failure["remedy"].is_string(), "{failure}");
    let cached = bench.run(&["machines", "--json", "--cached"]).ends(4).json();
    assert_eq!(cached, partial, "what is known now, and what is not");
    let people = bench.run(&["machines"]).ends(4);
    assert!(people.err.contains(&format!("unreachable_refused [{DEAD}]")), "{people:?}");
}
