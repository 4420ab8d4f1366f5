//! Whatever a vendor writes comes to one normal form.

use nexus_model::MachineState;
use serde_json::Value;

use super::{Case, Verdict, case};
use crate::bench::{AnyVendor, Listed, list};

pub const CASES: &[Case] = &[
    case!("every state word", states),
    case!("unknown state word", unknown_state),
    case!("facts and tags", facts),
    case!("missing fields", sparse),
    case!("hostile names", hostile),
    case!("vendor's document", documents),
];

/// Lists these resources, in their order.
async fn listed(vendor: AnyVendor, fleet: Vec<Value>) -> Listed {
    let peer = vendor.start(vec![fleet]);
    list(vendor, &peer.url()).await.whole()
}

async fn states(vendor: AnyVendor) -> Verdict {
    let states = vendor.states();
    if states.is_empty() {
        return Verdict::NotApplicable;
    }
    let fleet = states.iter().zip(1..);
    let fleet = fleet.map(|((word, _), number)| vendor.resource(number, "web", word)).collect();
    let listed = listed(vendor, fleet).await;
    assert_eq!(listed.machines().len(), states.len());
    for (machine, (word, state)) in listed.machines().iter().zip(states) {
        let normal = serde_json::to_value(machine.state).expect("a word");
        assert_eq!(normal, *state, "{word}");
        assert_eq!(machine.raw_state, *word);
    }
    Verdict::Holds
}

async fn unknown_state(vendor: AnyVendor) -> Verdict {
    if vendor.states().is_empty() {
        return Verdict::NotApplicable;
    }
    let listed = listed(vendor, vec![vendor.resource(1, "web", "dancing")]).await;
    let machine = listed.machines()[0];
    assert_eq!((machine.state, machine.raw_state.as_str()), (MachineState::Unknown, "dancing"));
    Verdict::Holds
}

async fn facts(vendor: AnyVendor) -> Verdict {
    let listed = listed(vendor, vendor.fleet(1, 1)).await;
    let (resource, _) = &listed.resources[0];
    assert!(!resource.region().is_empty());
    let Some(machine) = resource.as_machine() else { return Verdict::Holds };
    let facts = vendor.facts();
    assert_eq!((machine.vcpus, machine.memory_mib), (facts.vcpus, facts.memory_mib));
    assert_eq!(serde_json::to_value(machine.os).expect("a word"), facts.os);
    let launched_at = machine.launched_at.map(|at| at.to_string());
    assert_eq!(launched_at.as_deref(), facts.launched_at);
    let texts =
        |list: &[std::net::IpAddr]| list.iter().map(ToString::to_string).collect::<Vec<_>>();
    assert_eq!(texts(&machine.public_ips), facts.public_ips);
    assert_eq!(texts(&machine.private_ips), facts.private_ips);
    assert_eq!(machine.tags.len(), facts.tags, "{:?}", machine.tags);
    assert_eq!(machine.image.is_some(), facts.has_image);
    assert_eq!(!machine.instance_type.is_empty(), facts.has_type);
    assert_eq!(machine.cloud.as_str(), vendor.cloud());
    assert!(machine.console_url.as_deref().is_none_or(|url| url.starts_with("https://")));
    Verdict::Holds
}

async fn sparse(vendor: AnyVendor) -> Verdict {
    let listed = listed(vendor, vec![vendor.sparse(1)]).await;
    let (resource, _) = &listed.resources[0];
    assert!(!resource.id().is_empty());
    if let Some(machine) = resource.as_machine() {
        assert_eq!(machine.name, machine.id, "its id stands for a name");
        assert!(machine.public_ips.is_empty() && machine.private_ips.is_empty());
        assert_eq!(machine.state, MachineState::Unknown);
    }
    Verdict::Holds
}

async fn hostile(vendor: AnyVendor) -> Verdict {
    let long = "long ".repeat(60).trim_end().to_owned();
    let names = [
        "-oProxyCommand=touch /tmp/x",
        "$(id); a\n\tb",
        "\u{202e}\u{1f980} <b>名前</b>\"\\",
        long.as_str(),
    ];
    let state = vendor.states().first().map_or("", |(word, _)| word);
    let fleet = names.iter().zip(1..);
    let fleet = fleet.map(|(name, number)| vendor.resource(number, name, state)).collect();
    let listed = listed(vendor, fleet).await;
    for ((resource, _), name) in listed.resources.iter().zip(names) {
        if let Some(machine) = resource.as_machine() {
            assert_eq!(machine.name, name, "a name is data, and is kept");
        }
    }
    Verdict::Holds
}

async fn documents(vendor: AnyVendor) -> Verdict {
    let mut fleet = vendor.fleet(1, 3);
    fleet.push(vendor.sparse(4));
    let listed = listed(vendor, fleet.clone()).await;
    for ((_, document), told) in listed.resources.iter().zip(&fleet) {
        let document: Value = serde_json::from_str(document).expect("JSON");
        assert_eq!(document, vendor.document(told), "the document is the vendor's own");
    }
    Verdict::Holds
}
