//! The tray, clicked over D-Bus, and the sessions it opens.

use std::sync::Arc;
use std::time::{Duration, Instant};

use nexus_app::{App, MarkEdit, NewProvider, NewVaultRequest, OsKeychain, Preferences, Registry};
use nexus_model::{CloudId, Machine, MachineKey, ProviderId, Secret};
use nexus_testkit::{Desktop, Fleet, Reachable, SshServer, TrayHost, TrayItem};
use serde_json::json;
use thirtyfour::Key;

use crate::keys::invoke;
use crate::session::{self, PASSWORD, SANDBOX_KEY, SANDBOX_SECRET};

/// The longest that a session may take to open on a busy machine.
pub const PATIENCE: Duration = Duration::from_secs(60);

/// The app on the desktop's vault, without a window.
pub async fn with_vault(desktop: &Desktop) -> App {
    let vault = desktop.vault();
    let folder = vault.parent().expect("its folder");
    std::fs::create_dir_all(folder).expect("the vault's folder");
    std::fs::set_permissions(folder, std::os::unix::fs::PermissionsExt::from_mode(0o700))
        .expect("for its owner");
    let app = App::new(vault, Registry::standard(), Arc::new(OsKeychain));
    let password = Some(Secret::new(PASSWORD));
    app.create_vault(NewVaultRequest { password, keyring: false }).await.expect("a vault");
    app
}

pub async fn add(
    app: &App,
    cloud: &str,
    auth: &str,
    endpoint: &str,
    secret: (&str, &str),
) -> ProviderId {
    let new = NewProvider {
        cloud: CloudId::new(cloud),
        auth: auth.into(),
        name: format!("Sandbox {cloud}"),
        endpoint: Some(endpoint.into()),
        fields: match cloud {
            "aws" => [("access_key".to_owned(), SANDBOX_KEY.to_owned())].into(),
            _ => [].into(),
        },
        secrets: [(secret.0.to_owned(), Secret::new(secret.1))].into(),
    };
    let id = app.add_provider(new).await.expect("kept").provider.id;
    let outcome = app.refresh(id).await.expect("listed");
    assert!(outcome.failures.is_empty(), "{outcome:?}");
    id
}

/// Connects to every machine of a provider as the loopback server wants it.
pub async fn prefer(app: &App, provider: ProviderId, cloud: &Reachable) {
    let prefer = json!({
        "user": SshServer::user(),
        "port": cloud.ssh().address().port(),
        "identity": cloud.identity(),
    });
    let scope = json!({"of": "provider", "id": provider});
    let preferences: Preferences =
        serde_json::from_value(json!([{"scope": scope, "prefer": prefer}])).expect("a rule");
    app.set_connect_preferences(&preferences).await.expect("kept");
}

async fn machine(app: &App, name: &str) -> Machine {
    app.machine_named(name, None).await.expect("listed")
}

pub(crate) async fn until(what: &str, is_so: impl Fn() -> bool) {
    let deadline = Instant::now() + PATIENCE;
    while !is_so() {
        assert!(Instant::now() < deadline, "{what} did not come about");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

fn has(label: &'static str) -> impl Fn(&TrayItem) -> bool {
    move |menu| menu.find(label).is_some()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_click_in_the_tray_opens_a_session() {
    let cloud = Reachable::start(&["web-1", "-oProxyCommand=touch owned", "db-1"]);
    let mut desktop = Desktop::start();
    let app = with_vault(&desktop).await;
    let provider = add(&app, "hetzner", "token", &cloud.url(), ("token", Reachable::TOKEN)).await;
    prefer(&app, provider, &cloud).await;
    let favourite = MachineKey::of(&machine(&app, "db-1").await);
    let edit = MarkEdit { favourite: Some(true), ..MarkEdit::default() };
    app.mark_machine(&favourite, edit).await.expect("marked");
    app.lock_vault("the window takes over").await.expect("locked");

    let tray = TrayHost::start(&desktop).await;
    let window = session::open(&mut desktop).await;
    let locked = tray.menu_when(has("Unlock…")).await;
    assert_eq!(locked.labels(), ["Unlock…", "Quit"], "nothing of the vault is shown");

    session::unlock(&window).await;
    let menu = tray.menu_when(has("Favourites")).await;
    assert!(menu.find("db-1 · fsn1").is_some(), "{:#?}", menu.labels());
    let running = menu.find("Sandbox hetzner (3)").expect("the provider's machines");
    assert_eq!(
        running.labels()[1..],
        ["-oProxyCommand=touch owned · fsn1", "db-1 · fsn1", "web-1 · fsn1"]
    );

    tray.click(running.find("web-1 · fsn1").expect("the machine")).await;
    let opened = format!("session of {}", SshServer::user());
    until("the session", || cloud.proof().contains(&opened)).await;
    assert!(cloud.ssh().log().contains("Accepted publickey"));
    let menu = tray.menu_when(has("Recent")).await;
    let recent = menu.items.iter().skip_while(|item| item.label != "Recent").nth(1);
    assert_eq!(recent.map(|item| item.label.as_str()), Some("web-1 · fsn1"));

    tray.click(menu.find("Search…").expect("an item")).await;
    window.find("palette-input").await.expect("the palette comes up");
    window.fill("palette-input", "db-1").await.expect("typed");
    window.find("palette-row").await.expect("it is found");
    window.press(Key::Enter).await.expect("pressed");
    until("the second session", || cloud.proof().matches(&opened).count() == 2).await;

    let menu = tray.menu().await;
    tray.click(menu.find("Lock").expect("an item")).await;
    window.find("unlock-secret").await.expect("the window is locked too");
    let locked = tray.menu_when(has("Unlock…")).await;
    assert_eq!(locked.labels(), ["Unlock…", "Quit"]);
    window.close().await.expect("closed");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_thousand_running_machines_fit_the_tray() {
    let fleet = Fleet::start(1000);
    let mut desktop = Desktop::start();
    let app = with_vault(&desktop).await;
    add(&app, "aws", "access_key", &fleet.url(), ("secret_key", SANDBOX_SECRET)).await;
    let running = app.quick_menu().await.expect("a menu").running[0].machines.len();
    let key = MachineKey::of(&app.machines(None).await.expect("listed")[0]);
    app.lock_vault("the window takes over").await.expect("locked");

    let tray = TrayHost::start(&desktop).await;
    let window = session::open(&mut desktop).await;
    window.fill("unlock-secret", PASSWORD).await.expect("typed");
    let before = Instant::now();
    window.click("unlock-submit").await.expect("unlocked");
    let provider = format!("Sandbox aws ({running})");
    let menu = tray.menu_when(|menu| menu.find(&provider).is_some()).await;
    assert_eq!(menu.find(&provider).expect("found").items.len(), running);
    println!("tray: {running} running machines shown {:?} after the unlock", before.elapsed());

    // A favourite in another process is not told; one in the window is.
    let marked = json!({ "machine": key, "edit": {"favourite": true, "note": null, "tags": null} });
    let before = Instant::now();
    invoke(&window, "machines_mark", marked).await;
    tray.menu_when(has("Favourites")).await;
    println!("tray: a favourite shown after {:?}", before.elapsed());
    window.close().await.expect("closed");
}
