//! `nexus rdp` and `nexus password`: a played EC2, a real RDP server, FreeRDP's real client.

use std::path::Path;
use std::process::Command;

use nexus_testkit::ssh_server::make_program;
use nexus_testkit::windows::{self, Instance, KeyPair};
use nexus_testkit::{Moto, RdpServer, Rest, SshServer, seed};
use serde_json::json;

use crate::bench::{Bench, Ran, SECRET};

const PASSWORD: &str = "s3cret;$(id)-of-win-1";

struct Office {
    bench: Bench,
    pair: KeyPair,
    _ec2: Rest,
}

impl Office {
    fn open() -> Self {
        let pair = KeyPair::make();
        let data = pair.encrypted(PASSWORD);
        let instance =
            Instance { number: 1, name: "win-1", key_pair: Some("Work"), password_data: &data };
        let ec2 = windows::start(&[instance]);
        let bench = Bench::with_vault();
        let credential = windows::aws().credential();
        let (key, secret) = (&credential.fields[0], &credential.secrets[0]);
        let field = format!("{}={}", key.0, key.1);
        let url = ec2.url();
        let add = ["providers", "add", "aws", "--name", "Production", "--endpoint", &url];
        let add = [&add[..], &["--field", &field, "--secrets-stdin"]].concat();
        bench.run_with(&add, &json!({ secret.0: secret.1 }).to_string()).ends(0);
        bench.run(&["machines"]).ends(0);
        Self { bench, pair, _ec2: ec2 }
    }

    /// A command that finds these programs before the system's.
    fn run(&self, tools: &Path, arguments: &[&str]) -> Ran {
        with_tools(&self.bench, tools, arguments)
    }
}

fn with_tools(bench: &Bench, tools: &Path, arguments: &[&str]) -> Ran {
    let mut command = bench.unlocked(arguments);
    command.env("PATH", format!("{}:/usr/bin:/bin", tools.display()));
    bench.ran(&mut command, "")
}

#[test]
fn a_password_is_printed_for_who_has_its_key() {
    let office = Office::open();
    let unasked = office.bench.run(&["password", "win-1", "--json"]).ends(2);
    assert_eq!(unasked.error()["field"], "key");
    assert!(unasked.err.contains("“Work”"), "{unasked:?}");
    let file = office.pair.file();
    let file = file.to_str().expect("text");
    let by_file = office.bench.run(&["password", "win-1", "--identity", file]).ends(0);
    assert_eq!(by_file.out, format!("{PASSWORD}\n"));
    office.bench.run(&["keys", "add", "ec2", "--file", file]).ends(0);
    let by_key = office.bench.run(&["password", "win-1", "--key", "ec2", "--json"]).ends(0);
    assert_eq!(by_key.json(), json!({ "user": "Administrator", "password": PASSWORD }));
    let other = KeyPair::make();
    let other = other.file();
    let other = ["password", "win-1", "--identity", other.to_str().expect("text"), "--json"];
    assert_eq!(office.bench.run(&other).ends(5).code(), "invalid_credentials");
}

#[test]
fn a_desktop_is_opened_with_the_password_that_the_cloud_keeps() {
    let office = Office::open();
    let server = RdpServer::start("Administrator", PASSWORD);
    let tools = tempfile::tempdir().expect("a folder");
    let noted = server.put_client(tools.path());
    let port = server.address().port().to_string();
    let file = office.pair.file();
    let file = file.to_str().expect("text");
    let rdp = ["rdp", "win-1", "--port", &port, "--with-password", "--identity", file];
    office.run(tools.path(), &rdp).ends(0);
    let arguments = std::fs::read_to_string(noted).expect("it ran");
    assert!(arguments.contains(&format!("/v:127.0.0.1:{port}\n/u:Administrator\n")), "{arguments}");
    assert!(!arguments.contains(PASSWORD), "{arguments}");

    let as_other = [&rdp[..], &["--user", "somebody"]].concat();
    assert_ne!(office.run(tools.path(), &as_other).status, 0, "the server lets nobody else in");
    let nothing = tempfile::tempdir().expect("a folder");
    let mut without = office.bench.unlocked(&["rdp", "win-1"]);
    let missing = office.bench.ran(without.env("PATH", nothing.path()), "").ends(5);
    assert!(missing.err.contains("Install FreeRDP or Remmina."), "{missing:?}");
}

#[test]
fn the_aws_cli_is_lent_a_session_of_the_provider() {
    let moto = Moto::start();
    seed::small(&moto);
    let bench = Bench::with_vault();
    bench.add("Production", &moto.url()).ends(0);
    bench.run(&["machines"]).ends(0);
    let tools = tempfile::tempdir().expect("a folder");
    let at = |name: &str| tools.path().join(name);
    let mut make = Command::new("ssh-keygen");
    make.args(["-q", "-t", "ed25519", "-N", "", "-f"]).arg(at("key"));
    assert!(make.status().expect("ssh-keygen runs").success());
    let public = std::fs::read_to_string(at("key.pub")).expect("a key");
    let machine = SshServer::start(&[public.trim()]);
    make_program(&at("session-manager-plugin"), "#!/bin/sh\n");
    // What a real one would do: it acts for whom its environment names, at that endpoint.
    let script = format!(
        "#!/bin/bash\nenv | grep ^AWS_ | sed 's/=.*//' | sort > {0}/names\n\
         printf %s \"$AWS_SECRET_ACCESS_KEY\" | sha256sum > {0}/given\n\
         exec 3<>/dev/tcp/127.0.0.1/{1}\ncat <&3 & cat >&3\n",
        tools.path().display(),
        machine.address().port()
    );
    make_program(&at("aws"), &script);
    let identity = at("key");
    let user = SshServer::user();
    let ssh = ["ssh", "web-eu-0001", "--route", "session_manager", "--user", &user, "--identity"];
    let ssh = [&ssh[..], &[identity.to_str().expect("text"), "--", "env"]].concat();
    let ran = with_tools(&bench, tools.path(), &ssh).ends(0);
    assert!(!ran.out.contains("AWS_"), "none of it is sent to the machine: {ran:?}");
    let names = std::fs::read_to_string(at("names")).expect("the tool ran");
    let expected = [
        "AWS_ACCESS_KEY_ID",
        "AWS_ENDPOINT_URL",
        "AWS_REGION",
        "AWS_SECRET_ACCESS_KEY",
        "AWS_SESSION_TOKEN",
    ];
    assert_eq!(names.lines().collect::<Vec<_>>(), expected);
    let digest = |text: &str| {
        let mut hash = Command::new("sh");
        hash.arg("-c").arg(format!("printf %s '{text}' | sha256sum"));
        hash.output().expect("a digest").stdout
    };
    let given = std::fs::read(at("given")).expect("a secret");
    assert!(given != digest(SECRET), "it was given the key itself");
    assert!(given != digest(""), "it was given nothing");
}
