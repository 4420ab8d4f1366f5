use std::path::Path;

use nexus_connect::Tools;
use nexus_connect::terminal::Terminal;
use nexus_testkit::ssh_server::make_program;
use nexus_testkit::{Desktop, SshServer};

use crate::here::{Here, Lent};

#[tokio::test(flavor = "multi_thread")]
async fn xterm_opens_a_session_and_its_end_is_seen() {
    let desktop = tokio::task::block_in_place(Desktop::start);
    let key = Lent::new();
    let server = SshServer::start(&[&key.public]);
    let mut here = Here::new();
    let machine = here.add("web", &server);
    let seen = here.home.path().join("seen");
    // Whether it has a terminal, and of which size, is what tells xterm from a mere process.
    let command = format!("stty size > {} < /dev/tty", seen.display());
    let mut request = here.request(&machine, &key, &command);
    request.terminal = true;
    let session = here.connector.connect(request).await.expect("a session");
    let xterm = Terminal::find(&on(&desktop, here.home.path()), None).expect("a terminal");
    assert_eq!(xterm.id(), "xterm");
    let opened = session.open(&xterm, "$(id); -e \u{202e}web\n").expect("opened");
    assert!(opened.process.is_some());
    tokio::time::timeout(std::time::Duration::from_secs(60), opened.ended())
        .await
        .expect("xterm ends with its session");
    assert_eq!(std::fs::read_to_string(&seen).expect("the command has run").trim(), "24 80");
}

/// A computer with xterm as its only terminal, which opens on that desktop.
fn on(desktop: &Desktop, home: &Path) -> Tools {
    const XTERM: &str = "/usr/bin/xterm";
    assert!(Path::new(XTERM).exists(), "Install xterm: apt-get install xterm");
    let command = desktop.command(XTERM);
    let mut variables = command.get_envs().filter(|(name, _)| *name == "DISPLAY");
    let (_, display) = variables.next().expect("a screen");
    let display = display.expect("a screen").to_string_lossy();
    let script = format!("#!/bin/sh\nDISPLAY={display} exec {XTERM} \"$@\"\n");
    make_program(&home.join("xterm"), &script);
    Tools::on(&home.as_os_str().to_owned())
}
