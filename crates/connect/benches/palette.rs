//! How long a keystroke in the palette takes with 100,000 machines. The goal is 16 ms, one frame,
//! at the 99th percentile.
#![allow(clippy::print_stdout, reason = "the figures are its result")]

use std::collections::BTreeMap;
use std::hint::black_box;
use std::net::Ipv4Addr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use nexus_connect::palette::{Entry, Index, Palette, Usage};
use nexus_model::{CloudId, Machine, MachineState, OsFamily, ProviderId, Timestamp};
use uuid::Uuid;

const MACHINES: u32 = 100_000;
const ROUNDS: usize = 20;
const TEAMS: [&str; 8] =
    ["payments", "search", "billing", "media", "identity", "ledger", "edge", "analytics"];
const ROLES: [&str; 6] = ["api", "worker", "db", "cache", "web", "batch"];
const PROVIDERS: [&str; 4] = ["AWS production", "AWS staging", "Hetzner", "Azure EU"];
/// What people type: names, numbers, addresses, tags, ids, words apart, and what is not there.
const QUERIES: [&str; 10] = [
    "payments-api-4711",
    "payapi",
    "db prod eu",
    "10.1.134",
    "env=staging web",
    "i-00000a",
    "aws ledger cache 77",
    "edge worker 9",
    "zzzz",
    "e",
];

fn main() {
    // `cargo bench` says so; a test runner that asks for its tests gets none.
    if !std::env::args().any(|argument| argument == "--bench") {
        return;
    }
    let machines: Vec<_> = (0..MACHINES).map(machine).collect();
    let entry = |machine| Entry { machine, provider: provider(machine), own_tags: &[] };
    let started = Instant::now();
    let entries = machines.iter().map(entry);
    let index = Arc::new(Index::new(entries, &Usage::default(), Timestamp::now()));
    println!("index of {MACHINES} machines: {:?}", started.elapsed());

    let mut palette = Palette::new(index);
    let mut keys: Vec<Duration> = Vec::new();
    for _ in 0..ROUNDS {
        for query in QUERIES {
            let ends = 1..=query.len();
            // Typed, and then taken back a little, as one does after a wrong key.
            for end in ends.clone().chain(ends.rev().skip(1).take(2)) {
                let started = Instant::now();
                black_box(palette.search(&query[..end], 50));
                keys.push(started.elapsed());
            }
            palette.search("", 50);
        }
    }
    keys.sort_unstable();
    let at = |percent: usize| keys[(keys.len() - 1) * percent / 100];
    println!("{} keystrokes: p50 {:?}, p99 {:?}, worst {:?}", keys.len(), at(50), at(99), at(100));
}

fn provider(machine: &Machine) -> &'static str {
    PROVIDERS[machine.provider.0.as_u128() as usize % PROVIDERS.len()]
}

fn machine(n: u32) -> Machine {
    let (team, role) = (TEAMS[n as usize % 8], ROLES[n as usize / 8 % 6]);
    let env = if n.is_multiple_of(3) { "prod" } else { "staging" };
    Machine {
        id: format!("i-{n:017x}"),
        provider: ProviderId(Uuid::from_u128((n % 4).into())),
        cloud: CloudId::new("aws"),
        name: format!("{team}-{role}-{n}"),
        state: MachineState::Running,
        raw_state: "running".into(),
        region: "eu-west-1".into(),
        zone: None,
        instance_type: "t3.micro".into(),
        vcpus: None,
        memory_mib: None,
        public_ips: vec![Ipv4Addr::from_bits(0xcb00_7100 + n).into()],
        private_ips: vec![Ipv4Addr::from_bits(0x0a00_0000 + n).into()],
        private_dns: None,
        image: None,
        os: OsFamily::Linux,
        launched_at: None,
        tags: BTreeMap::from([("env".into(), env.into()), ("team".into(), team.into())]),
        console_url: None,
    }
}
