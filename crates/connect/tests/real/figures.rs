use std::time::{Duration, Instant};

use nexus_connect::pty::{Pty, Size};
use nexus_testkit::SshServer;

use crate::here::{Here, Lent};

/// What a person does not notice as waiting.
const GOAL: Duration = Duration::from_millis(150);
const TIMES: usize = 21;

#[tokio::test(flavor = "multi_thread")]
async fn a_click_has_started_openssh_before_one_would_notice() {
    let key = Lent::new();
    let server = SshServer::start(&[&key.public]);
    let mut here = Here::new();
    let machine = here.add("web", &server);
    let mut taken = Vec::new();
    for _ in 0..TIMES {
        let started = Instant::now();
        let session = here.connect(&machine, &key, "true").await.expect("a session");
        let size = Size { columns: 80, rows: 24 };
        let pty = Pty::spawn(session.invocation(), size, |_| {}).expect("started");
        assert!(pty.process().is_some());
        taken.push(started.elapsed());
    }
    taken.sort_unstable();
    let median = taken[TIMES / 2];
    println!("connect() to ssh process started: median {median:?}, worst {:?}", taken[TIMES - 1]);
    assert!(median < GOAL, "{median:?} is noticed");
}
