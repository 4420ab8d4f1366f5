//! Replies that AWS documents but no peer sends, and replies that are broken.

use nexus_model::{ErrorCode, Failure, Machine, MachineState, OsFamily, Timestamp};
use nexus_testkit::http::Response;
use nexus_testkit::{Effect, Fleet, Gateway, Match};
use proptest::prelude::{Strategy, any};
use proptest::test_runner::{Config, TestRunner};

use crate::{Told, any_key, list};

const USUAL: &str = include_str!("../../src/aws/fixtures/describe_instances.xml");
const EMPTY: &str = include_str!("../../src/aws/fixtures/describe_instances_empty.xml");
const SAME_TOKEN: &str = include_str!("../../src/aws/fixtures/describe_instances_same_token.xml");

/// An endpoint whose eu-west-1 replies what it is given; the other regions are empty.
struct Replies {
    gateway: Gateway,
    _fleet: Fleet,
}

impl Replies {
    fn start() -> Self {
        let fleet = Fleet::start(0);
        Self { gateway: Gateway::start(fleet.address()), _fleet: fleet }
    }

    async fn list(&self, reply: Response) -> Told {
        self.gateway.reset();
        let instances = Match::any().action("DescribeInstances").region("eu-west-1");
        self.gateway.rule(instances, Effect::Answer(reply));
        let account = any_key(&self.gateway.url());
        list(&crate::hasty(), &account).await.expect("regions")
    }

    async fn failure(&self, reply: Response, code: ErrorCode) -> Failure {
        let told = self.list(reply).await;
        assert_eq!(told.done.len(), told.regions.len() - 1);
        let failure = told.failed["eu-west-1"].clone();
        assert_eq!(failure.code, code, "{failure:?}");
        failure
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn usual_and_broken_replies() {
    let replies = Replies::start();

    let told = replies.list(Response::xml(200, USUAL)).await;
    assert!(told.failed.is_empty(), "{:?}", told.failed);
    let machines: Vec<Machine> = told.machines.iter().map(|(one, _)| one.clone()).collect();
    assert_eq!(machines.len(), 4);
    a_full_instance(&machines[0], &told.machines[0].1);
    sparse_instances(&machines);

    let told = replies.list(Response::xml(200, EMPTY)).await;
    assert!(told.failed.is_empty() && told.machines.is_empty());

    // Wherever a proxy cuts the reply: never a shorter list that looks whole.
    let whole = USUAL.trim_end();
    for cut in [whole.len() - 1, whole.len() / 2, whole.len() / 3, 400, 60, 1, 0] {
        let reply = Response::xml(200, &whole.as_bytes()[..cut]);
        let failure = replies.failure(reply, ErrorCode::BadResponse).await;
        assert!(failure.remedy.contains("proxy"), "{}", failure.remedy);
    }

    let page = "<html><body><h1>502 Bad Gateway</h1></body></html>";
    let failure =
        replies.failure(Response::new(502, "text/html", page), ErrorCode::ProviderError).await;
    assert_eq!(failure.http_status, Some(502));
    replies.failure(Response::new(200, "text/html", page), ErrorCode::BadResponse).await;
    replies.failure(Response::new(403, "text/html", page), ErrorCode::BadResponse).await;
    replies.failure(Response::new(200, "application/json", "{}"), ErrorCode::BadResponse).await;

    let told = replies.list(Response::xml(200, SAME_TOKEN)).await;
    assert_eq!(told.failed["eu-west-1"].code, ErrorCode::BadResponse);
    assert_eq!(told.pages["eu-west-1"], 2, "read once more, then given up");
}

fn a_full_instance(machine: &Machine, raw: &str) {
    assert_eq!(machine.name, "<img src=x onerror=alert(1)> \"quoted\" ü 服务器 \u{202e}");
    assert_eq!(machine.tags["empty"], "");
    assert_eq!(machine.state, MachineState::Running);
    assert_eq!(machine.vcpus, Some(4));
    assert_eq!(machine.os, OsFamily::Linux);
    assert_eq!(machine.zone.as_deref(), Some("eu-west-1c"));
    assert_eq!(machine.launched_at, Timestamp::parse("2026-05-08T16:46:19Z"));
    let texts = |ips: &[std::net::IpAddr]| ips.iter().map(ToString::to_string).collect::<Vec<_>>();
    assert_eq!(
        texts(&machine.public_ips),
        ["54.194.252.215", "54.194.252.216", "2001:db8:1234:1a2b::123"]
    );
    assert_eq!(texts(&machine.private_ips), ["192.168.1.88", "192.168.1.89", "fd12:3456:789a::1"]);
    let raw: serde_json::Value = serde_json::from_str(raw).expect("JSON");
    assert_eq!(raw["somethingNewFromNextYear"]["answer"], "42", "nothing AWS says is lost");
}

fn sparse_instances(machines: &[Machine]) {
    assert_eq!(machines[1].name, "i-1234567890abcdef1", "a blank name is none");
    assert_eq!(machines[1].os, OsFamily::Windows);
    assert_eq!(machines[1].state, MachineState::Stopping);
    assert_eq!(machines[2].state, MachineState::Unknown);
    assert_eq!(machines[2].raw_state, "migrating-to-mars");
    assert_eq!(machines[2].instance_type, "x99.gigantic");
    assert_eq!(machines[2].os, OsFamily::Unknown);
    assert_eq!(machines[3].id, "i-1234567890abcdef3");
    assert_eq!(machines[3].raw_state, "");
    assert!(machines[3].public_ips.is_empty() && machines[3].launched_at.is_none());
}

/// Whatever bytes are changed, the listing ends, and what it tells holds together.
#[test]
fn mutilated_replies_never_panic() {
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    let replies = Replies::start();
    let spots = proptest::collection::vec((0..USUAL.len(), any::<u8>()), 1..8);
    let mutilated = (spots, 0..USUAL.len() * 2).prop_map(|(spots, end)| {
        let mut bytes = USUAL.as_bytes().to_vec();
        for (place, byte) in spots {
            bytes[place] = byte;
        }
        bytes.truncate(end.max(1));
        bytes
    });
    let mut runner = TestRunner::new(Config { cases: 150, ..Config::default() });
    runner
        .run(&mutilated, |bytes| {
            let told = runtime.block_on(replies.list(Response::xml(200, bytes)));
            for (machine, raw) in &told.machines {
                assert!(!machine.id.is_empty());
                assert!(serde_json::from_str::<serde_json::Value>(raw).is_ok());
            }
            assert!(told.failed.values().all(|failure| failure.code == ErrorCode::BadResponse));
            assert_eq!(told.failed.len() + told.done.len(), told.regions.len());
            Ok(())
        })
        .expect("every mutilated reply is borne");
}
