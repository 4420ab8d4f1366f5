use nexus_connect::route::Preference;
use nexus_connect::ssh::{NOT_CONNECTED, explain};
use nexus_model::{Machine, MachineKey};
use nexus_testkit::SshServer;

use crate::here::{Here, Lent, output, words};

/// Machines in a row, each reached through the one before it; the last one's addresses are private.
fn row(here: &mut Here, servers: &[&SshServer]) -> Vec<Machine> {
    let mut row: Vec<Machine> = Vec::new();
    for (at, server) in servers.iter().enumerate() {
        let mut machine = here.add(&format!("machine-{at}"), server);
        if let Some(before) = row.last() {
            machine.private_ips = std::mem::take(&mut machine.public_ips);
            let jump = Some(MachineKey::of(before));
            here.prefer(&machine, Preference { jump, ..here.preferences.of(&machine) });
            // It would answer from here as well, but that is not what is looked at.
            let route = Some(nexus_connect::route::Route::Jump);
            here.prefer(&machine, Preference { route, ..Preference::default() });
            here.machines.pop();
            here.machines.push(machine.clone());
        }
        let user = Some(SshServer::user());
        here.prefer(&machine, Preference { user, ..Preference::default() });
        row.push(machine);
    }
    row
}

#[rstest::rstest]
#[case(2)]
#[case(4)]
#[tokio::test]
async fn a_machine_is_reached_through_others_to_any_depth(#[case] depth: usize) {
    let key = Lent::new();
    let servers: Vec<_> = (0..depth).map(|_| SshServer::start(&[&key.public])).collect();
    let mut here = Here::new();
    let row = row(&mut here, &servers.iter().collect::<Vec<_>>());
    let last = row.last().expect("a machine");
    let said = here.run(last, &key, "echo reached; exit 3").await;
    assert_eq!(words(&said.stdout), "reached\n", "{}", words(&said.stderr));
    assert_eq!(said.status.code(), Some(3));
    for (machine, server) in row.iter().zip(&servers) {
        assert!(server.log().contains("Accepted publickey"), "{}", server.log());
        let pinned = here.connector.host_keys.pinned(machine).expect("readable");
        assert_eq!(pinned[0].fingerprint, server.fingerprint(), "pinned by its own id");
    }
}

#[tokio::test]
async fn a_jump_host_with_another_host_key_stops_the_way() {
    let key = Lent::new();
    let [jump, inner] = [SshServer::start(&[&key.public]), SshServer::start(&[&key.public])];
    let mut here = Here::new();
    let row = row(&mut here, &[&jump, &inner]);
    assert_eq!(here.run(&row[1], &key, "true").await.status.code(), Some(0));
    jump.change_host_key();
    let said = here.run(&row[1], &key, "true").await;
    assert_eq!(said.status.code(), Some(NOT_CONNECTED));
    assert!(explain(&words(&said.stderr)).message.contains("another host key"));
}

#[tokio::test]
async fn the_settings_of_a_way_are_private_and_go_with_the_session() {
    use std::os::unix::fs::PermissionsExt;
    let key = Lent::new();
    let [jump, inner] = [SshServer::start(&[&key.public]), SshServer::start(&[&key.public])];
    let mut here = Here::new();
    let row = row(&mut here, &[&jump, &inner]);
    let session = here.connect(&row[1], &key, "true").await.expect("a session");
    let arguments = &session.invocation().arguments;
    assert_eq!((arguments[0].as_str(), arguments[2].as_str()), ("-F", "--"));
    let file = std::path::PathBuf::from(&arguments[1]);
    let mode = file.metadata().expect("is there").permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    assert_eq!(output(&session).await.status.code(), Some(0));
    drop(session);
    assert!(!file.exists());
}

#[tokio::test]
async fn jump_hosts_that_lead_back_to_themselves_are_told() {
    let key = Lent::new();
    let [one, other] = [SshServer::start(&[&key.public]), SshServer::start(&[&key.public])];
    let mut here = Here::new();
    let row = row(&mut here, &[&one, &other]);
    let jump = Some(MachineKey::of(&row[1]));
    let route = Some(nexus_connect::route::Route::Jump);
    here.prefer(&row[0], Preference { jump, route, ..Preference::default() });
    let failure = here.connect(&row[1], &key, "true").await.expect_err("a circle");
    assert!(failure.message.contains("lead back"), "{failure}");
}
