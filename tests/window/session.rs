//! What a person does in the window, in the words of its `data-testid`s.

use std::path::Path;

use nexus_testkit::{Desktop, Key, Window};
use thirtyfour::By;

/// Password of every vault made here.
pub const PASSWORD: &str = "window-test-MASTER-password";

/// Key that a sandbox accepts, as it accepts any.
pub const SANDBOX_KEY: &str = "AKIAIOSFODNN7EXAMPLE";

/// Secret part of that key.
pub const SANDBOX_SECRET: &str = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";

/// The app under test, built with these tests.
pub fn app() -> &'static Path {
    Path::new(env!("CARGO_BIN_EXE_nexus-access-vault"))
}

/// Starts the app on its own vault, where its user would have it.
pub async fn open(desktop: &mut Desktop) -> Window {
    Window::open(desktop, app(), &[]).await
}

/// Opens the vault by its password.
pub async fn unlock(window: &Window) {
    window.fill("unlock-secret", PASSWORD).await.expect("typed");
    window.click("unlock-submit").await.expect("unlocked");
}

/// Creates the vault with keyring and password and returns the recovery key.
pub async fn create_vault(window: &Window) -> String {
    window.find("vault-create").await.expect("a first start offers to create the vault");
    // The keyring is chosen already, since this desktop has one.
    window.click("create-password").await.expect("a password as well");
    window.fill("new-password", PASSWORD).await.expect("typed");
    window.fill("repeat-password", PASSWORD).await.expect("typed again");
    window.click("create-submit").await.expect("created");
    let shown = window.find("recovery-key").await.expect("the recovery key is shown");
    let recovery_key = shown.text().await.expect("as text");
    let last_group = recovery_key.rsplit('-').next().expect("groups").trim().to_owned();
    window.fill("recovery-confirm", &last_group).await.expect("typed from the paper");
    window.click("recovery-done").await.expect("confirmed");
    window.find("view-machines").await.expect("the machines come first");
    recovery_key
}

/// Fills in the add-provider dialog for AWS, up to its buttons.
pub async fn fill_aws(window: &Window, name: &str, key: &Key, endpoint: &str) {
    window.click("nav-providers").await.expect("the providers");
    window.click("add-provider").await.expect("the dialog");
    window.click("cloud-aws").await.expect("AWS in the grid");
    window.fill("field-name", name).await.expect("the name");
    window.fill("field-access_key", &key.id).await.expect("the access key");
    window.fill("field-secret_key", &key.secret).await.expect("the secret key");
    fill_endpoint(window, endpoint).await;
}

/// Fills a field as if the text were pasted: typed a key at a time, a long one takes a minute.
pub async fn paste(window: &Window, field: &str, text: &str) {
    let element = window.find(field).await.expect("the field");
    let set = "arguments[0].value = arguments[1]; \
               arguments[0].dispatchEvent(new Event('input', { bubbles: true }));";
    let arguments = vec![element.to_json().expect("an element"), text.into()];
    window.driver().execute(set, arguments).await.expect("pasted");
}

/// Fills in the endpoint, which is folded away where the cloud has one of its own.
pub async fn fill_endpoint(window: &Window, endpoint: &str) {
    let folds = window.driver().find_all(By::Css("[data-testid='toggle-advanced']")).await;
    for fold in folds.expect("the form") {
        // A long form has it below what is in sight, and this driver does not scroll to it.
        fold.scroll_into_view().await.expect("in sight");
        fold.click().await.expect("unfolded");
    }
    window.fill("field-endpoint", endpoint).await.expect("the endpoint");
}

/// Adds an AWS provider by the dialog; its machines start to arrive.
pub async fn add_aws(window: &Window, name: &str, key: &Key, endpoint: &str) {
    fill_aws(window, name, key, endpoint).await;
    window.click("provider-save").await.expect("saved");
    window.gone("add-provider-dialog").await.expect("the dialog closes");
}

/// The key that a sandbox accepts.
pub fn sandbox_key() -> Key {
    Key { id: SANDBOX_KEY.to_owned(), secret: SANDBOX_SECRET.to_owned() }
}

/// Waits until the machine list says that it shows so many.
pub async fn shows(window: &Window, machines: usize) {
    let wanted = machines.to_string();
    window
        .attribute_when("machine-count", "data-shown", |shown| shown == wanted)
        .await
        .expect("the count is there");
}

/// Waits until nothing is being listed any more.
pub async fn settled(window: &Window) {
    window.find("freshness").await.expect("the listing ends");
}

/// Keeps what the window shows for the documentation, if `NEXUS_PICTURES` names a folder.
pub async fn picture(window: &Window, name: &str) {
    if let Some(folder) = std::env::var_os("NEXUS_PICTURES") {
        window.screenshot(&Path::new(&folder).join(name)).await.expect("a picture");
    }
}
