//! What a sign-in of one cloud does and no other's: Google's set-up of a project, AWS's portal, and what each
//! vendor's authorization server refuses.
#![allow(clippy::expect_used, reason = "a test ends where something is not as it must be")]

mod aws;
mod google;
mod servers;

use std::sync::Arc;
use std::time::Duration;

use nexus_clouds::{Cloud, Registry};
use nexus_http::Patience;
use nexus_model::{ACCESS_TOKEN, Account, CloudId, Endpoint, ProviderId, Secret};
use nexus_testkit::vendors::{self, Vendor};

const PATIENCE: Patience = Patience {
    connect: Duration::from_secs(4),
    attempt: Duration::from_secs(5),
    call: Duration::from_secs(12),
    pause: Duration::from_millis(1),
    attempts: 3,
};

fn vendor(cloud: &str) -> &'static dyn Vendor {
    vendors::all().into_iter().find(|vendor| vendor.cloud() == cloud).expect("a vendor")
}

fn cloud(cloud: &str) -> Arc<dyn Cloud> {
    Registry::new(PATIENCE).get(&CloudId::new(cloud)).expect("a cloud")
}

/// The account of a person who signed in and chose.
fn account(cloud: &str, url: &str) -> Account {
    let person = vendor(cloud).signed_in().expect("a sign-in");
    let fields = person.typed.fields.into_iter().chain(person.chosen);
    let secrets = person.typed.secrets.into_iter().chain([(ACCESS_TOKEN, person.token.into())]);
    Account {
        provider: ProviderId::random(),
        cloud: CloudId::new(cloud),
        auth: person.typed.auth.into(),
        endpoint: Some(Endpoint::parse(url).expect("an endpoint")),
        fields: fields.map(|(name, text)| (name.to_owned(), text)).collect(),
        secrets: secrets.map(|(name, text)| (name.to_owned(), Secret::new(text))).collect(),
    }
}
