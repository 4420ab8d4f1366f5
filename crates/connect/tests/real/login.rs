use std::net::{IpAddr, Ipv6Addr};
use std::num::NonZeroU16;
use std::os::unix::fs::PermissionsExt;
use std::process::Command;
use std::sync::atomic::Ordering;

use nexus_connect::ssh::{NOT_CONNECTED, explain};
use nexus_model::ErrorCode;
use nexus_testkit::SshServer;

use crate::here::{Here, Lent, output, words};

#[rstest::rstest]
#[case(&["-t", "ed25519"])]
#[case(&["-t", "rsa", "-b", "2048"])]
#[case(&["-t", "rsa", "-b", "2048", "-m", "PEM"])]
#[tokio::test]
async fn a_key_of_the_vault_logs_in_and_the_command_s_status_is_its_own(#[case] kind: &[&str]) {
    let key = Lent::made(kind);
    let server = SshServer::start(&[&key.public]);
    let mut here = Here::new();
    let machine = here.add("web", &server);
    let said = here.run(&machine, &key, "printf 'hello there'; exit 7").await;
    assert_eq!(words(&said.stdout), "hello there", "{}", words(&said.stderr));
    assert_eq!(said.status.code(), Some(7));
    assert_eq!(key.asked.load(Ordering::SeqCst), 1, "asked once");
    let pinned = here.connector.host_keys.pinned(&machine).expect("readable");
    assert_eq!(pinned.len(), 1);
    assert_eq!(pinned[0].fingerprint, server.fingerprint());
    assert_eq!(pinned[0].algorithm, "ssh-ed25519");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_agent_is_private_offers_one_key_signs_only_log_ins_and_ends_with_the_session() {
    let key = Lent::new();
    let server = SshServer::start(&[&key.public]);
    let mut here = Here::new();
    let machine = here.add("web", &server);
    let session = here.connect(&machine, &key, "true").await.expect("a session");
    let arguments = &session.invocation().arguments;
    let socket = arguments.iter().find_map(|word| word.strip_prefix("IdentityAgent="));
    let socket = std::path::PathBuf::from(socket.expect("an agent"));
    let mode = |path: &std::path::Path| path.metadata().expect("is there").permissions().mode();
    let folder = socket.parent().expect("a folder").to_owned();
    assert_eq!((mode(&socket) & 0o777, mode(&folder) & 0o777), (0o600, 0o700));
    let files = std::fs::read_dir(&folder).expect("a folder").count();
    assert_eq!(files, 1, "nothing but the socket: the key is on no disk");

    let ask = |program: &str, arguments: &[&str]| {
        let mut command = Command::new(program);
        command.args(arguments).env("SSH_AUTH_SOCK", &socket).output().expect("runs")
    };
    let listed = tokio::task::block_in_place(|| ask("ssh-add", &["-L"]));
    let public: Vec<_> = key.public.split(' ').take(2).collect();
    assert_eq!(words(&listed.stdout), format!("{} nexus\n", public.join(" ")));

    // Signing a file with the agent's key, which would be worth something elsewhere.
    let public_file = here.home.path().join("key.pub");
    std::fs::write(&public_file, &key.public).expect("written");
    let file = here.home.path().join("file");
    std::fs::write(&file, "data").expect("written");
    let [public_file, file] = [public_file, file].map(|path| path.display().to_string());
    let signing = ["-Y", "sign", "-n", "file", "-f", &public_file, &file];
    let signed = tokio::task::block_in_place(|| ask("ssh-keygen", &signing));
    assert!(!signed.status.success(), "the agent has signed a file");
    assert_eq!(key.asked.load(Ordering::SeqCst), 0);

    assert_eq!(output(&session).await.status.code(), Some(0));
    assert_eq!(*session.agent().expect("an agent").signed().borrow(), 1);
    drop(session);
    assert!(!folder.exists());
}

#[tokio::test]
async fn a_refused_use_of_the_key_is_told() {
    let key = Lent::new().refused();
    let server = SshServer::start(&[&key.public]);
    let mut here = Here::new();
    let machine = here.add("web", &server);
    let said = here.run(&machine, &key, "true").await;
    assert_eq!(said.status.code(), Some(NOT_CONNECTED));
    assert_eq!(explain(&words(&said.stderr)).code, ErrorCode::Cancelled);
    assert_eq!(key.asked.load(Ordering::SeqCst), 1);
}

#[tokio::test]
async fn a_changed_host_key_stops_until_it_is_forgotten() {
    let key = Lent::new();
    let server = SshServer::start(&[&key.public]);
    let mut here = Here::new();
    let machine = here.add("web", &server);
    assert_eq!(here.run(&machine, &key, "true").await.status.code(), Some(0));
    let asked = key.asked.load(Ordering::SeqCst);

    server.change_host_key();
    let said = here.run(&machine, &key, "echo reached").await;
    assert_eq!(said.status.code(), Some(NOT_CONNECTED));
    assert!(said.stdout.is_empty());
    let failure = explain(&words(&said.stderr));
    assert!(failure.message.contains("another host key"), "{failure}");
    assert_eq!(key.asked.load(Ordering::SeqCst), asked, "the key was not even asked for");

    here.connector.host_keys.forget(&machine).expect("forgotten");
    assert_eq!(here.connector.host_keys.pinned(&machine).expect("readable"), []);
    assert_eq!(here.run(&machine, &key, "true").await.status.code(), Some(0));
    let pinned = here.connector.host_keys.pinned(&machine).expect("readable");
    assert_eq!(pinned[0].fingerprint, server.fingerprint());
}

#[tokio::test]
async fn a_host_key_is_the_machine_s_and_not_the_address_s() {
    let key = Lent::new();
    let [one, other] = [SshServer::start(&[&key.public]), SshServer::start(&[&key.public])];
    let mut here = Here::new();
    let before = here.add("before", &one);
    assert_eq!(here.run(&before, &key, "true").await.status.code(), Some(0));
    // The machine has moved to another address, and another has its own now.
    here.preferences.0.clear();
    let moved = here.add("before", &other);
    let said = here.run(&moved, &key, "true").await;
    assert_eq!(said.status.code(), Some(NOT_CONNECTED), "another machine answers for it");
    let new = here.add("new", &one);
    assert_eq!(here.run(&new, &key, "true").await.status.code(), Some(0));
}

#[tokio::test]
async fn a_wrong_key_is_told() {
    let key = Lent::new();
    let server = SshServer::start(&[&Lent::new().public]);
    let mut here = Here::new();
    let machine = here.add("web", &server);
    let said = here.run(&machine, &key, "true").await;
    assert_eq!(said.status.code(), Some(NOT_CONNECTED));
    assert_eq!(explain(&words(&said.stderr)).code, ErrorCode::InvalidCredentials);
    assert_eq!(key.asked.load(Ordering::SeqCst), 0, "a key that the machine does not want");
}

#[tokio::test]
async fn a_refused_port_is_told() {
    let key = Lent::new();
    let mut here = Here::new();
    let machine = here.add("web", &SshServer::start(&[&key.public]));
    let said = here.run(&machine, &key, "true").await;
    assert_eq!(said.status.code(), Some(NOT_CONNECTED));
    assert_eq!(explain(&words(&said.stderr)).code, ErrorCode::UnreachableRefused);
}

#[tokio::test]
async fn ipv6_is_a_way_like_any_other() {
    let key = Lent::new();
    let server = SshServer::on(IpAddr::from(Ipv6Addr::LOCALHOST), &[&key.public]);
    let mut here = Here::new();
    let machine = here.add("web", &server);
    let said = here.run(&machine, &key, "echo \"$SSH_CONNECTION\"").await;
    assert!(words(&said.stdout).starts_with("::1 "), "{}", words(&said.stderr));
}

#[tokio::test]
async fn a_key_file_is_the_only_key_that_is_offered() {
    let key = Lent::new();
    let server = SshServer::start(&[&key.public]);
    let mut here = Here::new();
    let machine = here.add("web", &server);
    let file = here.home.path().join("a key, 100% “mine”");
    key.write(&file);
    let mut request = here.request(&machine, &key, "true");
    request.key = nexus_connect::KeyChoice::File(file);
    let session = here.connector.connect(request).await.expect("a session");
    let said = output(&session).await;
    assert_eq!(said.status.code(), Some(0), "{}", words(&said.stderr));
    assert!(session.agent().is_none());
}

#[tokio::test]
async fn what_is_asked_for_goes_before_what_is_preferred_and_that_before_what_is_guessed() {
    let key = Lent::new();
    let server = SshServer::start(&[&key.public]);
    let mut here = Here::new();
    let machine = here.add("web", &server);
    let mut request = here.request(&machine, &key, "true");
    request.user = None;
    let session = here.connector.connect(request).await.expect("a session");
    assert_eq!(session.user().as_str(), "root", "the usual user of this cloud");
    assert_eq!(session.port().get(), server.address().port());
    let mut request = here.request(&machine, &key, "true");
    request.user = Some("jane".parse().expect("a user"));
    request.port = NonZeroU16::new(2222);
    let session = here.connector.connect(request).await.expect("a session");
    assert_eq!((session.user().as_str(), session.port().get()), ("jane", 2222));
    assert_eq!(session.route().reason, "It has the public address 127.0.0.1.");
}
