use nexus_connect::Tools;
use nexus_connect::terminal::Terminal;
use nexus_model::Secret;
use nexus_testkit::{Desktop, SshServer};

use crate::here::{Here, Lent};

#[tokio::test(flavor = "multi_thread")]
async fn xterm_opens_a_session_and_its_end_is_seen() {
    let desktop = tokio::task::block_in_place(Desktop::start);
    let display = desktop.command("x").get_envs().find_map(|(name, value)| {
        (name == "DISPLAY").then(|| value.expect("set").to_string_lossy().into_owned())
    });
    let key = Lent::new();
    let server = SshServer::start(&[&key.public]);
    let mut here = Here::new();
    let machine = here.add("web", &server);
    let seen = here.home.path().join("seen");
    // Whether it has a terminal, and of which size, is what tells xterm from a mere process.
    let command = format!("stty size > {} < /dev/tty", seen.display());
    let mut request = here.request(&machine, &key, &command);
    request.environment.insert("DISPLAY".into(), Secret::new(display.expect("a screen")));
    request.terminal = true;
    let session = here.connector.connect(request).await.expect("a session");
    let xterm = Terminal::find(&Tools::system(), Some("xterm")).expect("xterm is installed");
    assert_eq!(xterm.id(), "xterm", "Install it: apt-get install xterm");
    let opened = session.open(&xterm, "$(id); -e \u{202e}web\n").expect("opened");
    assert!(opened.process.is_some());
    tokio::time::timeout(std::time::Duration::from_secs(60), opened.ended())
        .await
        .expect("xterm ends with its session");
    assert_eq!(std::fs::read_to_string(&seen).expect("the command has run").trim(), "24 80");
}
