//! `peers/vault/main.go`, built by `make peers`.

use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use super::Told;

/// Environment variable that names another program that `peers/vault` was built to.
pub const PROGRAM: &str = "NEXUS_VAULT_SERVER";

pub(super) fn run(folder: &Path, listen: SocketAddr, is_secure: bool) -> (Child, Told) {
    let log = folder.join("vault.log");
    let words = std::fs::File::create(&log).expect("a file for its words");
    let mut command = Command::new(program());
    command.args(["-directory", "-listen", &listen.to_string(), "-data"]).arg(folder);
    if is_secure {
        command.arg("-tls");
    }
    // It ends with its standard input, also when this process is killed.
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(words);
    let mut child = command.spawn().expect("Vault runs");
    let mut line = String::new();
    let out = child.stdout.take().expect("its words");
    BufReader::new(out).read_line(&mut line).expect("its words");
    let told = serde_json::from_str(&line).unwrap_or_else(|_| {
        let words = std::fs::read_to_string(&log).unwrap_or_default();
        panic!("Vault did not start: {words}")
    });
    (child, told)
}

fn program() -> PathBuf {
    let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let ours = || workspace.join("target/peers/vault/vault");
    let program = std::env::var_os(PROGRAM).map_or_else(ours, PathBuf::from);
    assert!(
        program.exists(),
        "HashiCorp Vault is not built at {}. Build it from the workspace's folder:\n  \
         make target/peers/vault/.installed\n\
         or name another in {PROGRAM}.",
        program.display()
    );
    program
}
