//! One provider of each cloud, added by the dialog, against its own vendor.

use nexus_testkit::vendors::{self, Vendor};
use nexus_testkit::{Desktop, Moto, Rest, Window, seed};
use thirtyfour::By;

use crate::session::{
    add_aws, create_vault, fill_endpoint, open, paste, picture, sandbox_key, settled, shows,
};

/// Machines, or buckets, of each vendor.
const EACH: usize = 3;

#[tokio::test]
async fn one_provider_of_each_cloud_is_added_and_all_machines_are_in_one_table() {
    let peers: Vec<(&dyn Vendor, Rest)> = vendors::all()
        .into_iter()
        // AWS has a peer that is more than played.
        .filter(|vendor| vendor.cloud() != "aws")
        .map(|vendor| (vendor, vendors::start(vendor, vec![vendor.fleet(1, EACH)])))
        .collect();
    let moto = Moto::start();
    let of_aws = seed::small(&moto).total();
    let mut desktop = Desktop::start();
    let window = open(&mut desktop).await;
    create_vault(&window).await;
    add_aws(&window, "My aws", &sandbox_key(), &moto.url()).await;
    for (vendor, peer) in &peers {
        add(&window, *vendor, &peer.url()).await;
    }
    let of_machines = peers.iter().filter(|(vendor, _)| !vendor.states().is_empty()).count();
    window.click("nav-machines").await.expect("the list");
    shows(&window, of_aws + of_machines * EACH).await;
    settled(&window).await;
    picture(&window, "machines.png").await;
    if of_machines < peers.len() {
        window.click("nav-buckets").await.expect("the buckets");
        let buckets = ((peers.len() - of_machines) * EACH).to_string();
        let all = |shown: &str| shown == buckets;
        window.attribute_when("bucket-count", "data-shown", all).await.expect("all of them");
        picture(&window, "buckets.png").await;
    }
    window.click("nav-providers").await.expect("the providers");
    let healthy = window
        .driver()
        .find_all(By::Css("[data-testid='provider-health'][data-status='healthy']"))
        .await;
    assert_eq!(healthy.expect("the cards").len(), peers.len() + 1, "each card is healthy");
    picture(&window, "providers.png").await;
    window.close().await.expect("closed");
}

/// Types a vendor's credential into the dialog, as its form asks for it.
async fn add(window: &Window, vendor: &dyn Vendor, url: &str) {
    let cloud = vendor.cloud();
    window.click("nav-providers").await.expect("the providers");
    window.click("add-provider").await.expect("the dialog");
    window.click(&format!("cloud-{cloud}")).await.expect("the cloud in the grid");
    let credential = vendor.credential();
    let kind = format!("[data-testid='auth-{}']", credential.auth);
    for kind in window.driver().find_all(By::Css(&kind)).await.expect("the ways to sign in") {
        kind.click().await.expect("chosen");
    }
    window.fill("field-name", &format!("My {cloud}")).await.expect("the name");
    for (field, text) in credential.fields.iter().chain(&credential.secrets) {
        type_into(window, field, text).await;
    }
    fill_endpoint(window, url).await;
    picture(window, &format!("add-{cloud}.png")).await;
    window.click("provider-save").await.expect("saved");
    window.gone("add-provider-dialog").await.expect("the dialog closes");
}

async fn type_into(window: &Window, field: &str, text: &str) {
    let id = format!("field-{field}");
    let element = window.find(&id).await.expect(field);
    match element.tag_name().await.expect("a tag").as_str() {
        "select" => {
            let option = format!("[data-testid='{id}'] option[value='{text}']");
            let option = window.css(&option).await.expect("the choice");
            option.click().await.expect("chosen");
        }
        "textarea" => paste(window, &id, text).await,
        _ => window.fill(&id, text).await.expect("typed"),
    }
}
