//! Every view can be reached by keyboard and is what it says; pictures of each are kept in
//! `target/tmp/views`, and the best of them in `docs/screenshots`.

use std::fs;
use std::path::PathBuf;

use nexus_testkit::{Desktop, Moto, Window, seed};

use crate::session::{create_vault, fill_aws, open, sandbox_key, settled, shows};

async fn picture(window: &Window, name: &str) {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("views");
    fs::create_dir_all(&folder).expect("a folder");
    window.screenshot(&folder.join(format!("{name}.png"))).await.expect("a picture");
}

#[tokio::test]
async fn every_view_is_reached_from_the_sidebar_in_both_languages() {
    let moto = Moto::start();
    let seeded = seed::fleet(&moto);
    let mut desktop = Desktop::start();
    let window = open(&mut desktop).await;
    window.find("vault-create").await.expect("the first start");
    picture(&window, "create").await;
    create_vault(&window).await;
    picture(&window, "empty").await;
    fill_aws(&window, "AWS production", &sandbox_key(), &moto.url()).await;
    picture(&window, "add-provider").await;
    window.click("provider-save").await.expect("saved");
    window.gone("add-provider-dialog").await.expect("the dialog closes");
    window.click("nav-machines").await.expect("the list");
    shows(&window, seeded.total()).await;
    settled(&window).await;
    for view in ["machines", "providers", "activity", "settings"] {
        window.click(&format!("nav-{view}")).await.expect("in the sidebar");
        window.find(&format!("view-{view}")).await.expect("the view");
        picture(&window, view).await;
    }
    let english = window.find("nav-machines").await.expect("there").text().await.expect("text");
    choose(&window, "setting-language", "es").await;
    choose(&window, "setting-theme", "dark").await;
    window.css("html[lang='es'] [data-testid='window']").await.expect("the page is Spanish");
    let spanish = window.find("nav-machines").await.expect("there").text().await.expect("text");
    assert_ne!(english, spanish);
    for view in ["machines", "providers", "activity", "settings"] {
        window.click(&format!("nav-{view}")).await.expect("in the sidebar");
        window.find(&format!("view-{view}")).await.expect("the view");
        picture(&window, &format!("{view}-dark-es")).await;
    }
    window.close().await.expect("closed");
}

/// Chooses in a list that the system draws, which no driver can click into.
async fn choose(window: &Window, test_id: &str, value: &str) {
    let list = window.find(test_id).await.expect("the choices").to_json().expect("a reference");
    let script = "arguments[0].value = arguments[1]; \
                  arguments[0].dispatchEvent(new Event('change', { bubbles: true }));";
    window.driver().execute(script, vec![list, value.into()]).await.expect("chosen");
}
