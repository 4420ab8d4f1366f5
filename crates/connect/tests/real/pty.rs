use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use nexus_connect::Invocation;
use nexus_connect::pty::{Pty, PtyEvent, Size};
use nexus_testkit::SshServer;

use crate::here::{Here, Lent};

/// How long a busy machine may take for anything here.
const PATIENCE: Duration = Duration::from_secs(60);

struct Screen {
    pty: Pty,
    events: Receiver<PtyEvent>,
    text: String,
}

impl Screen {
    fn of(call: &Invocation) -> Self {
        let (tell, events) = channel();
        let size = Size { columns: 80, rows: 24 };
        let pty = Pty::spawn(call, size, move |event| drop(tell.send(event))).expect("started");
        Self { pty, events, text: String::new() }
    }

    /// Reads on until a text has been written.
    fn until(&mut self, text: &str) {
        let deadline = Instant::now() + PATIENCE;
        while !self.text.contains(text) {
            let left = deadline.saturating_duration_since(Instant::now());
            match self.events.recv_timeout(left) {
                Ok(PtyEvent::Output { text }) => self.text += &text,
                other => panic!("{other:?} before “{text}” in {}", self.text),
            }
        }
        self.text.clear();
    }

    fn status(&mut self) -> i32 {
        loop {
            match self.events.recv_timeout(PATIENCE).expect("an end") {
                PtyEvent::Output { text } => self.text += &text,
                PtyEvent::Ended { status } => return status,
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_in_the_app_echoes_resizes_and_tells_its_status() {
    let key = Lent::new();
    let server = SshServer::start(&[&key.public]);
    let mut here = Here::new();
    let machine = here.add("web", &server);
    let mut request = here.request(&machine, &key, "");
    request.command = vec!["exec sh".into()];
    request.terminal = true;
    let session = here.connector.connect(request).await.expect("a session");
    tokio::task::block_in_place(|| {
        let mut screen = Screen::of(session.invocation());
        screen.pty.write("PS1='ready> '; echo gr\\\u{fc}n-$((6*7))\n").expect("written");
        screen.until("grün-42");
        screen.pty.write("stty size\n").expect("written");
        screen.until("24 80");
        screen.pty.resize(Size { columns: 132, rows: 43 }).expect("resized");
        // The new size travels to the machine by itself, and arrives when it does.
        let wait = "until [ \"$(stty size)\" = '43 132' ]; do :; done; echo resized-$((6*7))\n";
        screen.pty.write(wait).expect("written");
        screen.until("resized-42");
        screen.pty.write("exit 5\n").expect("written");
        assert_eq!(screen.status(), 5);
    });
}

#[test]
fn a_program_ends_when_its_terminal_is_dropped_even_one_that_will_not() {
    let script = "trap '' HUP TERM; echo \"started\"; while :; do read -r line; done";
    let mut screen = Screen::of(&Invocation::new("/bin/sh").args(["-c", script]));
    screen.until("started");
    let Screen { pty, events, .. } = screen;
    drop(pty);
    let told = std::iter::from_fn(|| events.recv_timeout(PATIENCE).ok());
    assert!(told.into_iter().any(|event| matches!(event, PtyEvent::Ended { .. })));
}

#[test]
fn a_program_that_is_not_there_is_told() {
    let size = Size { columns: 80, rows: 24 };
    let call = Invocation::new("/nowhere/ssh");
    assert!(Pty::spawn(&call, size, |_| {}).is_err());
}
