//! What the tests of several rooms need.

use std::collections::BTreeMap;

use nexus_model::{CloudId, Machine, MachineState, OsFamily, ProviderId};
use uuid::Uuid;

/// A running machine of AWS with a public and a private address.
pub(crate) fn machine(id: &str) -> Machine {
    Machine {
        id: id.to_owned(),
        provider: ProviderId(Uuid::from_u128(7)),
        cloud: CloudId::new("aws"),
        name: format!("name of {id}"),
        state: MachineState::Running,
        raw_state: "running".into(),
        region: "eu-west-1".into(),
        zone: Some("eu-west-1a".into()),
        instance_type: "t3.micro".into(),
        vcpus: None,
        memory_mib: None,
        public_ips: vec!["203.0.113.7".parse().expect("an address")],
        private_ips: vec!["10.0.0.7".parse().expect("an address")],
        private_dns: None,
        image: None,
        os: OsFamily::Linux,
        launched_at: None,
        tags: BTreeMap::new(),
        console_url: None,
    }
}
