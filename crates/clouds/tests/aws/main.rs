//! The AWS cloud against real peers, through the trait everyone uses.
//!
//! Each test runs in a process of its own, so each starts what it needs once and goes through a
//! list of scenes.
#![allow(
    clippy::expect_used,
    clippy::print_stderr,
    reason = "a test ends where something is not as it must be, and tells how long it took"
)]

mod listing;
mod refusals;
mod replies;
mod roles;

use std::collections::BTreeMap;
use std::time::Duration;

use nexus_clouds::aws::Aws;
use nexus_clouds::{Cloud, Listing, ListingSink, Tools};
use nexus_http::Patience;
use nexus_model::{
    Account, CloudId, Endpoint, ErrorCode, Failure, Machine, ProviderId, Resource, Secret,
};
use tokio::sync::mpsc;

const SECRET: &str = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYTOPSECRET";

/// Short enough for a test, long enough for a busy machine.
const PATIENCE: Patience = Patience {
    connect: Duration::from_secs(2),
    attempt: Duration::from_millis(1500),
    call: Duration::from_secs(4),
    pause: Duration::from_millis(50),
    attempts: 3,
};

/// AWS, asked as patiently as by the app.
fn aws() -> Aws {
    Aws::new(&Tools::new(Patience::default()))
}

/// AWS, asked by someone in a hurry.
fn hasty() -> Aws {
    Aws::new(&Tools::new(PATIENCE))
}

fn account(endpoint: &str, key: &str, secret: &str) -> Account {
    Account {
        provider: ProviderId::random(),
        cloud: CloudId::new("aws"),
        auth: "access_key".into(),
        endpoint: Some(Endpoint::parse(endpoint).expect("an endpoint")),
        fields: [("access_key".to_owned(), key.to_owned())].into(),
        secrets: [("secret_key".to_owned(), Secret::new(secret))].into(),
    }
}

fn any_key(endpoint: &str) -> Account {
    account(endpoint, "AKIAIOSFODNN7EXAMPLE", SECRET)
}

/// All that a listing told.
#[derive(Debug, Default)]
struct Told {
    regions: Vec<String>,
    pages: BTreeMap<String, usize>,
    machines: Vec<(Machine, String)>,
    done: Vec<String>,
    failed: BTreeMap<String, Failure>,
}

async fn list(cloud: &Aws, account: &Account) -> Result<Told, Failure> {
    let (sink, mut pieces) = mpsc::channel(4);
    let mut told = Told::default();
    // The sink goes with the listing, and with it the end of the reading.
    let listing = async move { cloud.list(account, &ListingSink::new(sink)).await };
    let reading = async {
        while let Some(piece) = pieces.recv().await {
            match piece {
                Listing::Regions(regions) => {
                    assert!(
                        told.regions.is_empty() && told.pages.is_empty(),
                        "told once and first"
                    );
                    told.regions = regions;
                }
                Listing::Page { region, resources } => {
                    *told.pages.entry(region).or_default() += 1;
                    let machine = |resource| match resource {
                        Resource::Machine(machine) => machine,
                        other => unreachable!("{other:?}"),
                    };
                    let machines = resources.into_iter();
                    told.machines.extend(machines.map(|(one, json)| (machine(one), json)));
                }
                Listing::RegionDone { region } => told.done.push(region),
                Listing::RegionFailed { region, failure } => {
                    told.failed.insert(region, failure);
                }
            }
        }
    };
    let (result, ()) = tokio::join!(listing, reading);
    result.map(|()| told)
}

/// Nothing a failure carries may hold a secret.
fn assert_discreet(failure: &Failure, account: &Account) {
    let all = format!("{failure:?} {failure} {}", serde_json::to_string(failure).expect("JSON"));
    for secret in account.secrets.values() {
        assert!(!all.contains(secret.expose()), "a secret shows in {failure:?}");
    }
    assert!(!failure.message.is_empty() && !failure.remedy.is_empty());
    assert!(!failure.operation.is_empty());
}

async fn check_fails(account: &Account, code: ErrorCode) -> Failure {
    let failure = hasty().check(account).await.expect_err("it must fail");
    assert_eq!(failure.code, code, "{failure:?}");
    assert_discreet(&failure, account);
    failure
}
