//! Machines in moto, with an exact account of what is there.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::query::{self, texts};
use crate::{Moto, moto};

const VERSION: &str = "2016-11-15";

/// Requests to moto at the same time; Python's lock makes more of them useless.
const AT_ONCE: usize = 3;

/// What was put into a peer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Seeded {
    /// Machines by region and AWS's word for their state.
    pub counts: BTreeMap<String, BTreeMap<String, usize>>,
    /// Name and region of every machine, in no order that matters.
    pub names: Vec<(String, String)>,
}

impl Seeded {
    /// Machines in all.
    pub fn total(&self) -> usize {
        self.names.len()
    }

    /// Machines in a region.
    pub fn in_region(&self, region: &str) -> usize {
        self.counts.get(region).map_or(0, |states| states.values().sum())
    }

    /// Machines in a state, by AWS's word.
    pub fn in_state(&self, state: &str) -> usize {
        self.counts.values().filter_map(|states| states.get(state)).sum()
    }
}

/// One machine to be made.
struct Plan {
    region: &'static str,
    name: String,
    env: &'static str,
    role: &'static str,
    state: &'static str,
}

/// Region with more reservations than a page holds.
pub const BIG_REGION: &str = "us-east-1";

/// 1,300 machines in four regions, each in a reservation of its own, since moto's pages count
/// reservations: 1,040 in [`BIG_REGION`], so that a page is crossed. About one in ten is stopped
/// and one in fifty terminated.
pub fn fleet(moto: &Moto) -> Seeded {
    let regions =
        [(BIG_REGION, 1040), ("eu-west-1", 140), ("eu-central-1", 80), ("ap-southeast-1", 40)];
    seed(moto, &regions)
}

/// Twelve machines in two regions.
pub fn small(moto: &Moto) -> Seeded {
    seed(moto, &[("eu-west-1", 8), (BIG_REGION, 4)])
}

fn seed(moto: &Moto, regions: &[(&'static str, usize)]) -> Seeded {
    let plans: Vec<_> = regions
        .iter()
        .flat_map(|&(region, count)| (0..count).map(move |number| plan(region, number)))
        .collect();
    let (next, stopped, ended) = (AtomicUsize::new(0), Mutex::default(), Mutex::default());
    std::thread::scope(|scope| {
        for _ in 0..AT_ONCE {
            scope.spawn(|| {
                while let Some(plan) = plans.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let id = run(moto.address(), plan);
                    match plan.state {
                        "stopped" => push(&stopped, plan.region, id),
                        "terminated" => push(&ended, plan.region, id),
                        _ => {}
                    }
                }
            });
        }
    });
    change(moto.address(), "StopInstances", stopped);
    change(moto.address(), "TerminateInstances", ended);

    let mut seeded = Seeded::default();
    for plan in plans {
        let states = seeded.counts.entry(plan.region.to_owned()).or_default();
        *states.entry(plan.state.to_owned()).or_default() += 1;
        seeded.names.push((plan.name, plan.region.to_owned()));
    }
    seeded
}

fn plan(region: &'static str, number: usize) -> Plan {
    const ROLES: [&str; 6] = ["web", "api", "worker", "db-primary", "cache", "batch"];
    const ENVS: [&str; 3] = ["production", "staging", "dev"];
    let role = ROLES[number % ROLES.len()];
    let state = match number {
        _ if number % 50 == 7 => "terminated",
        _ if number % 10 == 3 => "stopped",
        _ => "running",
    };
    let place = region.split('-').next().unwrap_or(region);
    Plan {
        region,
        name: format!("{role}-{place}-{:04}", number + 1),
        env: ENVS[(number / ROLES.len()) % ENVS.len()],
        role,
        state,
    }
}

fn run(moto: SocketAddr, plan: &Plan) -> String {
    let instance_type = match plan.role {
        "db-primary" => "r6g.xlarge",
        "worker" | "batch" => "c6i.large",
        "cache" => "m6g.large",
        _ => "t3.micro",
    };
    let image = if plan.role == "batch" { moto::WINDOWS_IMAGE } else { moto::LINUX_IMAGE };
    let team = if plan.env == "dev" { "labs" } else { "platform" };
    let mut fields = vec![
        ("ImageId".to_owned(), image.to_owned()),
        ("InstanceType".to_owned(), instance_type.to_owned()),
        ("MinCount".to_owned(), "1".to_owned()),
        ("MaxCount".to_owned(), "1".to_owned()),
        ("TagSpecification.1.ResourceType".to_owned(), "instance".to_owned()),
    ];
    let tags =
        [("Name", plan.name.as_str()), ("env", plan.env), ("role", plan.role), ("team", team)];
    for (index, (key, value)) in tags.into_iter().enumerate() {
        let tag = format!("TagSpecification.1.Tag.{}", index + 1);
        fields.push((format!("{tag}.Key"), key.to_owned()));
        fields.push((format!("{tag}.Value"), value.to_owned()));
    }
    let reply = query::call(moto, "ec2", plan.region, VERSION, "RunInstances", &fields).text();
    texts(&reply, "instanceId").into_iter().next().expect("an instance id")
}

type ByRegion = Mutex<BTreeMap<&'static str, Vec<String>>>;

fn push(list: &ByRegion, region: &'static str, id: String) {
    list.lock().expect("no thread panicked").entry(region).or_default().push(id);
}

fn change(moto: SocketAddr, action: &str, list: ByRegion) {
    for (region, ids) in list.into_inner().expect("no thread panicked") {
        let fields: Vec<_> = ids
            .into_iter()
            .enumerate()
            .map(|(index, id)| (format!("InstanceId.{}", index + 1), id))
            .collect();
        query::call(moto, "ec2", region, VERSION, action, &fields);
    }
}
