//! `nexus keys`: private keys in the vault, lent to a session and never on a disk.

use std::fs;
use std::process::Command;

use nexus_testkit::{Reachable, SshServer};
use serde_json::json;

use crate::bench::Bench;

#[test]
fn a_kept_key_opens_a_session_and_is_gone_once_removed() {
    let (bench, machines) = (Bench::with_vault(), Reachable::start(&["web-1"]));
    let url = machines.url();
    let add = ["providers", "add", "hetzner", "--name", "H", "--endpoint", &url, "--secrets-stdin"];
    bench.run_with(&add, &json!({ "token": Reachable::TOKEN }).to_string()).ends(0);
    bench.run(&["machines"]).ends(0);

    let file = machines.identity();
    let locked = Command::new("ssh-keygen")
        .args(["-q", "-p", "-P", "", "-N", "correct horse", "-f"])
        .arg(&file)
        .status()
        .expect("ssh-keygen runs");
    assert!(locked.success());
    let path = file.to_str().expect("text");
    let add = ["keys", "add", "Work", "--file", path];
    let refused = bench.run(&add).ends(2);
    assert!(refused.err.contains("has a passphrase"), "{refused:?}");
    let with_passphrase = ["keys", "add", "Work", "--file", path, "--passphrase-stdin", "--json"];
    let kept = bench.run_with(&with_passphrase, "correct horse\n").ends(0);
    assert!(kept.out.contains("SHA256:") && !kept.out.contains("PRIVATE"), "{kept:?}");
    let text = fs::read_to_string(&file).expect("the key");
    fs::remove_file(&file).expect("its file is not needed any more");

    let port = machines.ssh().address().port().to_string();
    let user = SshServer::user();
    let ssh =
        ["ssh", "--user", &user, "--port", &port, "--key", "work", "web-1", "--", "echo", "in"];
    assert_eq!(bench.run(&ssh).ends(0).out, "in\n");
    assert!(bench.run(&["keys"]).ends(0).out.contains("Work"));
    bench.run(&["vault", "verify"]).ends(0);

    bench.run(&["keys", "remove", "work"]).ends(0);
    let gone = bench.run(&ssh);
    assert_ne!(gone.status, 0);
    assert!(gone.err.contains("no SSH key “work”"), "{gone:?}");

    // Pasted, with its passphrase on the line after it.
    let add = ["keys", "add", "Pasted", "--passphrase-stdin", "--json"];
    let kept = bench.run_with(&add, &format!("{text}correct horse\n")).ends(0);
    assert!(kept.out.contains("Ed25519") && !kept.out.contains("PRIVATE"), "{kept:?}");
    bench.run(&["keys", "rename", "pasted", "work"]).ends(0);
    assert_eq!(bench.run(&ssh).ends(0).out, "in\n");
    let public = bench.run_with(&["keys", "add", "Wrong"], "ssh-ed25519 AAAA person\n").ends(2);
    assert!(public.err.contains("public half") && public.err.contains(".pub"), "{public:?}");
}
