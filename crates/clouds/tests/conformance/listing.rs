use nexus_clouds::GLOBAL;
use nexus_model::{MachineState, OsFamily};
use nexus_testkit::Rest;
use rstest::rstest;

use crate::vendor::{reply, vendor};
use crate::{account, cloud, list};

#[rstest]
#[tokio::test]
async fn every_page_is_listed(
    #[values("digitalocean", "hetzner", "linode", "vultr")] id: &'static str,
    #[values((0, 0), (0, 1), (1, 0), (1, 1), (3, 0))] size: (usize, usize),
) {
    let vendor = vendor(id);
    let count = size.0 * vendor.page + size.1;
    let fleet = vendor.fleet(count);
    let peer = Rest::start(move |request| vendor.answer(request, &fleet));
    let (machines, pages) = list(id, &peer.url()).await.expect("listed");
    assert_eq!(machines.len(), count);
    assert_eq!(pages, count.div_ceil(vendor.page).max(1));
    assert_eq!(peer.asked().len(), pages, "each page is asked for once");
    let mut ids: Vec<_> = machines.iter().map(|(machine, _)| &machine.id).collect();
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), count);
}

#[rstest]
#[tokio::test]
async fn a_machine_is_brought_into_the_normal_form(
    #[values("digitalocean", "hetzner", "linode", "vultr")] id: &'static str,
) {
    const HOSTILE: &str = "-oProxyCommand=touch /tmp/x;\u{202e}\u{1f980} <b>名前</b>\"\\";
    let vendor = vendor(id);
    let mut fleet: Vec<_> = vendor
        .states
        .iter()
        .zip(1..)
        .map(|((word, _), number)| vendor.machine(number, "web", word))
        .collect();
    fleet.push(vendor.machine(101, HOSTILE, "dancing"));
    fleet.push((vendor.sparse)(102));
    let told = fleet.clone();
    let peer = Rest::start(move |request| vendor.answer(request, &fleet));
    let (machines, _) = list(id, &peer.url()).await.expect("listed");
    assert_eq!(machines.len(), told.len());
    for ((machine, document), told) in machines.iter().zip(&told) {
        let document: serde_json::Value = serde_json::from_str(document).expect("JSON");
        assert_eq!(document, *told, "the document is the vendor's own");
        assert_eq!(machine.cloud.as_str(), id);
    }
    for ((machine, _), (word, state)) in machines.iter().zip(vendor.states) {
        let normal = serde_json::to_value(machine.state).expect("a word");
        assert_eq!(normal, *state, "{word}");
        assert_eq!(machine.raw_state, *word);
    }
    let (first, _) = &machines[0];
    assert_eq!((first.vcpus, first.memory_mib), (Some(2), Some(4096)));
    assert_eq!(first.os, OsFamily::Linux);
    assert_eq!(first.launched_at.map(|at| at.to_string()).as_deref(), Some("2026-01-31T08:30:00Z"));
    let public: Vec<_> = first.public_ips.iter().map(ToString::to_string).collect();
    assert_eq!(public, ["203.0.113.7", "2001:db8:1::1"]);
    assert_eq!(first.private_ips.len(), 1);
    assert_eq!(first.tags.len(), 2);
    assert!(first.region != GLOBAL && !first.region.is_empty() && first.image.is_some());
    assert!(!first.instance_type.is_empty());

    let (hostile, _) = &machines[vendor.states.len()];
    assert_eq!(hostile.name, HOSTILE, "a name is data, and is kept");
    assert_eq!((hostile.state, hostile.raw_state.as_str()), (MachineState::Unknown, "dancing"));
    let (sparse, _) = &machines[vendor.states.len() + 1];
    assert_eq!(sparse.name, sparse.id);
    assert!(sparse.public_ips.is_empty() && sparse.private_ips.is_empty());
    assert_eq!(sparse.state, MachineState::Unknown);
}

#[rstest]
#[tokio::test]
async fn a_credential_is_somebody(
    #[values("digitalocean", "hetzner", "linode", "vultr")] id: &'static str,
) {
    let vendor = vendor(id);
    let peer = Rest::start(move |request| vendor.answer(request, &[]));
    let identity = cloud(id).check(&account(id, &peer.url())).await.expect("a good token");
    assert!(!identity.account.is_empty() && !identity.principal.is_empty());
    assert_eq!(peer.asked()[0].path_only(), vendor.check.0);
}

#[rstest]
#[tokio::test]
async fn a_page_that_announces_itself_ends_the_listing(
    #[values("digitalocean", "hetzner", "linode", "vultr")] id: &'static str,
) {
    let vendor = vendor(id);
    let peer = Rest::start(move |_| reply(200, &vendor.looping()));
    let failure = list(id, &peer.url()).await.expect_err("a loop");
    assert!(failure.message.contains("read before"), "{}", failure.message);
    assert!(peer.asked().len() <= 3);
}
