//! Signing in to a cloud in the browser, and choosing what of it becomes providers.

use nexus_testkit::vendors::{self, SignedIn, Vendor};
use nexus_testkit::{Browser, Desktop, Window};
use thirtyfour::By;

use crate::session::{create_vault, fill_endpoint, open, settled, shows};
use crate::signin::opened;

/// Instances of the project that is chosen.
const MACHINES: usize = 3;

#[tokio::test(flavor = "multi_thread")]
async fn of_several_projects_the_chosen_ones_become_providers() {
    let google = google();
    let SignedIn { typed, choices, .. } = google.signed_in().expect("people sign in to it");
    let [chosen, other] = choices else { unreachable!("two projects: {choices:?}") };
    let peer = vendors::start(google, vec![google.fleet(1, MACHINES)]);
    let browser = Browser::start().await;
    let mut desktop = Desktop::start();
    let window = open(&mut desktop).await;
    create_vault(&window).await;

    window.click("nav-providers").await.expect("the providers");
    window.click("add-provider").await.expect("the dialog");
    window.click("cloud-gcp").await.expect("Google in the grid");
    window.click(&format!("auth-{}", typed.auth)).await.expect("the way to sign in");
    for (field, text) in typed.fields.iter().chain(&typed.secrets) {
        window.fill(&format!("field-{field}"), text).await.expect(field);
    }
    fill_endpoint(&window, &peer.url()).await;
    window.click("sign-in-start").await.expect("begun");
    browser.open(&opened(&desktop, 1).await).await.expect("Google's page, which consents");
    browser.text_with("You can close this tab").await.expect("the last page");

    for project in [chosen, other] {
        let row = format!("[data-testid='choice'][data-choice='{project}']");
        window.css(&row).await.expect("it can be chosen");
    }
    window.click(&format!("choice-{other}")).await.expect("left out");
    window.gone(&format!("choice-name-{other}")).await.expect("it needs no name");
    window.fill(&format!("choice-name-{chosen}"), "Shop").await.expect("a name of one's own");
    window.click("set-up-start").await.expect("added");
    is_listed(&window, chosen).await;
    let results = window.driver().find_all(By::Css("[data-testid='set-up-result']"));
    assert_eq!(results.await.expect("a list").len(), 1, "the other was left out");
    window.click("set-up-done").await.expect("done");
    window.gone("set-up-dialog").await.expect("closed");

    window.css("[data-testid='provider-card'][data-name='Shop']").await.expect("its card");
    window.click("nav-machines").await.expect("the list");
    shows(&window, MACHINES).await;
    settled(&window).await;
    window.close().await.expect("closed");
}

fn google() -> &'static dyn Vendor {
    let mut all = vendors::all().into_iter();
    all.find(|vendor| vendor.cloud() == "gcp").expect("Google is played")
}

/// Waits until the project is told to have become a provider.
async fn is_listed(window: &Window, project: &str) {
    let result = format!(
        "[data-testid='set-up-result'][data-choice='{project}']:not(:has([data-testid='failure']))"
    );
    window.css(&result).await.expect("it became a provider");
}
