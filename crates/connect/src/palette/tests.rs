use std::sync::Arc;

use nexus_model::{Machine, MachineKey, Timestamp};
use proptest::prelude::*;

use super::{Entry, Index, Palette, Usage};
use crate::tests::machine;

fn now() -> Timestamp {
    Timestamp::from_unix(1_800_000_000).expect("in range")
}

fn days_ago(days: i64) -> Timestamp {
    Timestamp::from_unix(now().unix() - days * 24 * 3600).expect("in range")
}

fn named(names: &[&str]) -> Vec<Machine> {
    let machine = |name: &&str| {
        let mut machine = machine(&format!("id-{name}"));
        machine.name = (*name).to_owned();
        (machine.public_ips, machine.private_ips) = (Vec::new(), Vec::new());
        machine
    };
    names.iter().map(machine).collect()
}

fn palette(machines: &[Machine], usage: &Usage) -> Palette {
    let entry = |machine| Entry { machine, provider: "Acme production", own_tags: &[] };
    Palette::new(Arc::new(Index::new(machines.iter().map(entry), usage, now())))
}

fn found(palette: &mut Palette, query: &str) -> Vec<String> {
    palette.search(query, 10).into_iter().map(|hit| hit.key.id).collect()
}

#[test]
fn letters_of_the_name_in_order_are_enough() {
    let machines = named(&["payments-api-1", "web-1", "Grüße"]);
    let mut palette = palette(&machines, &Usage::default());
    assert_eq!(found(&mut palette, "pa1"), ["id-payments-api-1"]);
    assert_eq!(found(&mut palette, "grusse"), Vec::<String>::new());
    assert_eq!(found(&mut palette, "GRU"), ["id-Grüße"]);
    let hit = &palette.search("pa1", 1)[0];
    assert_eq!(hit.matched.last(), Some(&13));
}

#[test]
fn address_tag_provider_and_id_are_found_too() {
    let mut machines = named(&["one", "two"]);
    machines[1].public_ips = vec!["198.51.100.23".parse().expect("an address")];
    machines[1].tags.insert("env".into(), "staging".into());
    machines[1].region = "us-east-1".into();
    let mut palette = palette(&machines, &Usage::default());
    for query in ["100.23", "env=stag", "Staging", "id-two", "us-east", "acme 198"] {
        assert_eq!(found(&mut palette, query), ["id-two"], "{query}");
    }
    assert_eq!(found(&mut palette, "production").len(), 2);
}

#[test]
fn every_word_must_be_found_in_any_order() {
    let machines = named(&["web-blue", "web-green", "db-blue"]);
    let mut palette = palette(&machines, &Usage::default());
    assert_eq!(found(&mut palette, "blue web"), ["id-web-blue"]);
}

#[test]
fn without_a_query_favourites_come_first_then_those_in_use() {
    let machines = named(&["a", "b", "c", "d", "e"]);
    let mut usage = Usage::default();
    let key = |at: usize| MachineKey::of(&machines[at]);
    usage.favourites.insert(key(4));
    usage.visit(key(1), days_ago(60));
    for _ in 0..3 {
        usage.visit(key(3), days_ago(1));
    }
    let first = found(&mut palette(&machines, &usage), "");
    assert_eq!(first, ["id-e", "id-d", "id-a", "id-b", "id-c"], "what was long ago is forgotten");
    assert_eq!(usage.recent(now())[0], key(3));
}

#[test]
fn of_two_that_match_as_well_the_one_in_use_comes_first() {
    let machines = named(&["web-1", "web-2"]);
    let mut usage = Usage::default();
    usage.visit(MachineKey::of(&machines[1]), days_ago(2));
    assert_eq!(found(&mut palette(&machines, &usage), "web"), ["id-web-2", "id-web-1"]);
}

proptest! {
    /// Typing a query letter by letter finds what typing it at once does.
    #[test]
    fn narrowing_loses_nothing(names: Vec<String>, query in "[a-z0-9 ÄäÖß.-]{1,6}") {
        let names: Vec<_> = names.iter().map(String::as_str).collect();
        let machines = named(&names);
        let mut typed = palette(&machines, &Usage::default());
        let mut last = Vec::new();
        for end in 1..=query.chars().count() {
            last = typed.search(&query.chars().take(end).collect::<String>(), 1000);
        }
        let at_once = palette(&machines, &Usage::default()).search(&query, 1000);
        prop_assert_eq!(last, at_once);
    }
}
