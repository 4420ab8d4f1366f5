//! `nexus ssh`: a session in this terminal, with the command's own exit status.

use nexus_testkit::{Reachable, SshServer};
use serde_json::json;

use crate::bench::{Bench, Ran};

struct Cloud {
    bench: Bench,
    machines: Reachable,
}

impl Cloud {
    fn with(names: &[&str]) -> Self {
        let (bench, machines) = (Bench::with_vault(), Reachable::start(names));
        let add = [
            "providers",
            "add",
            "hetzner",
            "--name",
            "Hetzner",
            "--endpoint",
            &machines.url(),
            "--secrets-stdin",
            "--json",
        ];
        bench.run_with(&add, &json!({ "token": Reachable::TOKEN }).to_string()).ends(0);
        bench.run(&["machines", "--json"]).ends(0);
        Self { bench, machines }
    }

    fn ssh(&self, name: &[&str], command: &[&str]) -> Ran {
        let port = self.machines.ssh().address().port().to_string();
        let identity = self.machines.identity();
        let user = SshServer::user();
        let identity = identity.to_str().expect("text");
        let mut arguments = vec!["ssh", "--user", &user, "--port", &port, "--identity", identity];
        arguments.extend(name);
        arguments.push("--");
        arguments.extend(command);
        self.bench.run(&arguments)
    }
}

#[test]
fn the_commands_output_and_status_are_its_own() {
    let cloud = Cloud::with(&["web-1", "web-2"]);
    let ran = cloud.ssh(&["web-1"], &["echo", "from the machine;", "exit", "7"]).ends(7);
    assert_eq!(ran.out, "from the machine\n");
    // Its host key is pinned from now on, and another is not taken.
    cloud.ssh(&["web-1"], &["true"]).ends(0);
    cloud.machines.ssh().change_host_key();
    let ran = cloud.ssh(&["web-1"], &["true"]).ends(255);
    assert!(ran.err.contains("REMOTE HOST IDENTIFICATION HAS CHANGED"), "{ran:?}");
    let activity = cloud.bench.run(&["vault", "verify", "--json"]).ends(0);
    assert!(!activity.out.contains("web-1"));
}

#[test]
fn a_name_that_means_no_machine_or_several_is_told() {
    let cloud = Cloud::with(&["twin", "twin", "Web"]);
    let ran = cloud.ssh(&["twin"], &["true"]).ends(2);
    assert!(ran.err.contains("2 machines are called “twin”"), "{ran:?}");
    let ran = cloud.ssh(&["nobody"], &["true"]).ends(2);
    assert!(ran.err.contains("no machine “nobody”"), "{ran:?}");
    cloud.ssh(&["web"], &["true"]).ends(0);
    cloud.ssh(&["--provider", "hetzner", "1"], &["true"]).ends(0);
}

#[test]
fn a_hostile_name_runs_nothing() {
    let owned = tempfile::tempdir().expect("a folder");
    let mark = owned.path().join("owned");
    let option = format!("-oProxyCommand=touch {}", mark.display());
    let shell = format!("$(touch {})", mark.display());
    let cloud = Cloud::with(&[&option, &shell]);
    for id in ["1", "2"] {
        let ran = cloud.ssh(&[id], &["echo", "reached"]).ends(0);
        assert_eq!(ran.out, "reached\n");
    }
    let asked = cloud.bench.run(&["ssh", "--user", "-oProxyCommand=x", "1"]);
    assert_eq!(asked.status, 2, "{asked:?}");
    assert!(!mark.exists());
}
