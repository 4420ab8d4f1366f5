//! Signing in to an API: the real window, a real browser and a certified OpenID provider.

use std::time::{Duration, Instant};

use nexus_testkit::openid_provider::{DEEP_LINK, NATIVE, SECRET, SERVICE_POST};
use nexus_testkit::{Browser, Desktop, OpenIdProvider, Window};
use serde_json::json;
use thirtyfour::By;

use crate::session::{app, create_vault, open};

/// How long a person would wait for a page or a note before calling it broken.
const PATIENCE: Duration = Duration::from_secs(60);

/// Where the provider sends a browser back to: any port of this machine.
const LOOPBACK: &str = "http://127.0.0.1/callback";

/// Who signs in, and what the connection is named after.
const PERSON: &str = "ada";
const ADDRESS: &str = "ada@id.example";

#[tokio::test(flavor = "multi_thread")]
async fn a_person_signs_in_to_an_api_in_the_browser() {
    let provider = OpenIdProvider::start();
    let browser = Browser::start().await;
    let mut desktop = Desktop::start();
    let window = open(&mut desktop).await;
    create_vault(&window).await;
    import(&window, &profile(&provider)).await;
    planned(&window, &profile(&provider), "unchanged").await;
    window.click("import-done").await.expect("nothing to do");
    window.gone("import-profiles-dialog").await.expect("closed");

    connect(&window, "loopback").await;
    told_to_register(&window, LOOPBACK).await;
    assert!(desktop.opened_pages().is_empty(), "nothing opens before it is asked for");
    window.click("sign-in-start").await.expect("begun");
    window.find("sign-in-waiting").await.expect("it says what it waits for");
    let page = opened(&desktop, 1).await;
    for part in ["response_type=code", "code_challenge_method=S256", "state=", "nonce="] {
        assert!(page.contains(part), "{part} is not in {page}");
    }
    window.click("open-again").await.expect("once more");
    assert_eq!(opened(&desktop, 2).await, page, "the same page");

    consent(&browser, &page).await;
    browser.text_with("You can close this tab").await.expect("the last page");
    active(&window).await;
    verified(&window).await;

    // The second renewal needs the refresh token that the first one got: the provider takes each
    // one once.
    for _ in 0..2 {
        choose(&window, "renew").await;
        says(&window, "was renewed").await;
    }
    active(&window).await;
    verified(&window).await;

    choose(&window, "disconnect").await;
    window.click("confirm-ok").await.expect("confirmed");
    says(&window, "was revoked and wiped").await;
    window.gone("connection").await.expect("gone");
    window.find("not-connected").await.expect("the profile stays");
    window.close().await.expect("closed");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_person_refuses_in_the_browser_and_tries_again() {
    let provider = OpenIdProvider::start();
    let browser = Browser::start().await;
    let mut desktop = Desktop::start();
    let window = open(&mut desktop).await;
    create_vault(&window).await;
    import(&window, &profile(&provider)).await;
    connect(&window, "loopback").await;
    window.click("sign-in-start").await.expect("begun");
    browser.open(&opened(&desktop, 1).await).await.expect("the provider's page");
    browser.refuse().await.expect("refused");
    browser.text_with("Not signed in").await.expect("the last page");
    window.find("failure").await.expect("the window says why");
    window.click("sign-in-start").await.expect("again");
    consent(&browser, &opened(&desktop, 2).await).await;
    active(&window).await;
    window.close().await.expect("closed");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_person_confirms_a_code_in_the_browser() {
    let provider = OpenIdProvider::start();
    let browser = Browser::start().await;
    let mut desktop = Desktop::start();
    let window = open(&mut desktop).await;
    create_vault(&window).await;
    import(&window, &profile(&provider)).await;
    connect(&window, "device").await;
    let nothing = "[data-testid='connect-dialog']:not(:has([data-testid='redirect-uri']))";
    window.css(nothing).await.expect("there is nothing to register");
    window.click("sign-in-start").await.expect("begun");
    let code = window.find("user-code").await.expect("a code").text().await.expect("text");
    window.find("device-qr").await.expect("the same for a phone");
    browser.open(&opened(&desktop, 1).await).await.expect("the provider's page");
    browser.text_with(&code).await.expect("the code of the window");
    browser.click("button[autofocus]").await.expect("confirmed");
    browser.sign_in(PERSON).await.expect("signed in");
    browser.consent().await.expect("consented");
    browser.text_with("Sign-in Success").await.expect("the last page");
    active(&window).await;
    verified(&window).await;
    window.close().await.expect("closed");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_answer_comes_by_a_link_and_no_other_link_is_taken_for_it() {
    let provider = OpenIdProvider::start();
    let browser = Browser::start().await;
    let mut desktop = Desktop::start();
    // A link that nobody waits for starts the app as any start does.
    let stale = format!("{DEEP_LINK}?code=stale&state=stale");
    let window = Window::open(&mut desktop, app(), &[&stale]).await;
    create_vault(&window).await;
    import(&window, &profile(&provider)).await;
    connect(&window, "deep_link").await;
    told_to_register(&window, DEEP_LINK).await;
    window.click("sign-in-start").await.expect("begun");
    consent(&browser, &opened(&desktop, 1).await).await;
    let link = provider.next_link();
    for other in [
        stale,
        link.replace("state=", "state=x"),
        format!("{DEEP_LINK}?error=access_denied&state=guessed"),
        format!("{link}&more={}", "a".repeat(100_000)),
        "nexusvault://signin?code=a".to_owned(),
        "not a link".to_owned(),
    ] {
        hand_over(&desktop, &other).await;
    }
    window.find("sign-in-waiting").await.expect("it still waits");
    hand_over(&desktop, &link).await;
    active(&window).await;
    verified(&window).await;
    window.close().await.expect("closed");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_client_itself_is_given_a_token_and_renews_it() {
    let provider = OpenIdProvider::start();
    let mut desktop = Desktop::start();
    let window = open(&mut desktop).await;
    create_vault(&window).await;
    let service = json!({
        "name": "directory",
        "auth_type": "oauth2",
        "client_id": SERVICE_POST,
        "client_secret": SECRET,
        "issuer": provider.issuer(),
        "enable_discovery": true,
        "scopes": ["api:read"],
    });
    import(&window, &service.to_string()).await;
    connect(&window, "client_credentials").await;
    window.click("sign-in-start").await.expect("begun");
    active_as(&window, "directory").await;
    assert!(desktop.opened_pages().is_empty(), "nobody has to open anything");
    for _ in 0..2 {
        choose(&window, "renew").await;
        says(&window, "was renewed").await;
    }
    choose(&window, "disconnect").await;
    window.click("confirm-ok").await.expect("confirmed");
    says(&window, "was revoked and wiped").await;
    window.gone("connection").await.expect("gone");
    window.close().await.expect("closed");
}

/// A profile of the provider's own API, as its owner would hand it around.
fn profile(provider: &OpenIdProvider) -> String {
    let issuer = provider.issuer();
    json!({
        "name": "directory",
        "auth_type": "oauth2",
        "client_id": NATIVE,
        "issuer": issuer,
        "enable_discovery": true,
        "scopes": ["openid", "offline_access", "email"],
        "api_base_url": issuer,
        "user_info_endpoint": "/me",
        "params": { "redirect_uri": LOOPBACK, "auth_params": { "prompt": "consent" } },
    })
    .to_string()
}

/// Pastes the profile into an empty list and applies it.
async fn import(window: &Window, profile: &str) {
    window.click("nav-profiles").await.expect("the profiles");
    planned(window, profile, "create").await;
    window.click("import-apply").await.expect("applied");
    window.click("import-done").await.expect("done");
    window.find("profile-card").await.expect("it is there");
}

/// Pastes the profile and waits until the plan says what would be done with it.
async fn planned(window: &Window, profile: &str, action: &str) {
    window.click("profiles-menu").await.expect("the menu");
    window.click("menu-import").await.expect("the dialog");
    window.fill("import-text", profile).await.expect("pasted");
    window.click("import-plan").await.expect("planned");
    let planned = format!("[data-testid='planned'][data-name='directory'][data-action='{action}']");
    window.css(&planned).await.expect("what would be done");
}

/// Opens the profile's dialog to connect and chooses how the answer comes back.
async fn connect(window: &Window, way: &str) {
    // Its name is the button, laid over the whole card.
    window.click("profile-card").await.expect("the profile");
    window.click("profile-connect").await.expect("the dialog");
    window.click("toggle-advanced").await.expect("unfolded");
    let option = format!("[data-testid='field-way'] option[value='{way}']");
    window.css(&option).await.expect("the way").click().await.expect("chosen");
}

/// Waits until the dialog shows this as what is to be registered: it is asked for after a choice.
async fn told_to_register(window: &Window, uri: &str) {
    let shown = "[data-testid='connect-dialog'] [data-testid='redirect-uri']";
    let deadline = Instant::now() + PATIENCE;
    loop {
        // It may be replaced while it is read; then it is read again.
        let text = window.css(shown).await.expect("an address").text().await.unwrap_or_default();
        if text == uri {
            return;
        }
        assert!(Instant::now() < deadline, "{text} is to be registered, not {uri}");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

/// The page that was opened as the person's so-manieth, once it is.
pub(crate) async fn opened(desktop: &Desktop, count: usize) -> String {
    let deadline = Instant::now() + PATIENCE;
    loop {
        let mut pages = desktop.opened_pages();
        assert!(pages.len() <= count, "more is opened than was asked for: {pages:?}");
        if pages.len() == count {
            return pages.remove(count - 1);
        }
        assert!(Instant::now() < deadline, "page {count} is not opened");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

/// Signs in and consents, as the person does in their browser.
async fn consent(browser: &Browser, page: &str) {
    browser.open(page).await.expect("the provider's page");
    browser.sign_in(PERSON).await.expect("signed in");
    browser.consent().await.expect("consented");
}

/// What the system does with a link: it starts the app once more, which hands it to the first.
pub(crate) async fn hand_over(desktop: &Desktop, link: &str) {
    let mut command = desktop.command(app());
    command.arg(link);
    let ended = tokio::task::spawn_blocking(move || command.status()).await.expect("it ends");
    assert!(ended.expect("the app starts").success(), "the second start ends well");
}

/// Waits until the profile's connection is named after the person and signed in.
async fn active(window: &Window) {
    active_as(window, ADDRESS).await;
}

/// The same for a connection of another name.
async fn active_as(window: &Window, name: &str) {
    let row = format!("[data-testid='connection'][data-name='{name}'] [data-state='active']");
    window.css(&row).await.expect("signed in");
    window.gone("sign-in-dialog").await.expect("nothing is waited for");
}

/// Asks the API who the token is.
async fn verified(window: &Window) {
    window.click("verify-connection").await.expect("asked");
    window.css("[data-testid='reply'][data-status='200']").await.expect("answered");
    let body = window.find("reply-body").await.expect("the answer").text().await.expect("text");
    assert!(body.contains(ADDRESS), "{body}");
}

/// Chooses from the menu of the connection.
async fn choose(window: &Window, item: &str) {
    window.click("connection-menu").await.expect("its actions");
    window.click(&format!("menu-{item}")).await.expect("chosen");
}

/// Waits for a note with this in it and puts it away.
async fn says(window: &Window, part: &str) {
    let deadline = Instant::now() + PATIENCE;
    loop {
        let mut said = Vec::new();
        let notes = window.driver().find_all(By::Css("[data-testid='toast']")).await;
        for note in notes.unwrap_or_default() {
            // It may go by itself meanwhile.
            let text = note.text().await.unwrap_or_default();
            if text.contains(part) {
                let dismiss = note.find(By::Css("button")).await.expect("its button");
                dismiss.click().await.expect("put away");
                return;
            }
            said.push(text);
        }
        assert!(Instant::now() < deadline, "no note says “{part}”: {said:?}");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}
