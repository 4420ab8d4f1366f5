//! A cloud with machines that can be connected to: an API that lists them at addresses of this
//! computer, and an OpenSSH server that answers there.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::{Arc, Mutex, PoisonError};

use serde_json::{Value, json};
use tempfile::TempDir;

use crate::http::{Request, Response};
use crate::{Rest, SshServer};

/// A Hetzner Cloud project whose servers are all at one OpenSSH server of this computer.
pub struct Reachable {
    api: Rest,
    servers: Servers,
    ssh: SshServer,
    folder: TempDir,
}

type Servers = Arc<Mutex<Vec<Value>>>;

impl Reachable {
    /// A token that the API accepts.
    pub const TOKEN: &'static str =
        "tok3n-0123456789abcdefghijklmnopqrstuvwxyz-0123456789abcdefghijk";

    /// With running servers of these names. A log-in without a command of its own writes a line to
    /// [`Reachable::proof`].
    pub fn start(names: &[&str]) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let key = folder.path().join("id_ed25519");
        let mut make = Command::new("ssh-keygen");
        make.args(["-q", "-t", "ed25519", "-N", "", "-C", "person", "-f"]).arg(&key);
        let made = make.stdin(Stdio::null()).status().expect("ssh-keygen runs");
        assert!(made.success(), "ssh-keygen ended with {made}");
        let public = fs::read_to_string(key.with_extension("pub")).expect("its public half");
        let proof = folder.path().join("proof");
        // `SSH_ORIGINAL_COMMAND` is what was asked for (sshd(8), AUTHORIZED_KEYS FILE FORMAT).
        let forced = format!(
            r#"command="if [ -n \"$SSH_ORIGINAL_COMMAND\" ]; then exec sh -c \"$SSH_ORIGINAL_COMMAND\"; else echo session of $(id -un) >> {}; fi" "#,
            proof.display()
        );
        let ssh = SshServer::start(&[&format!("{forced}{}", public.trim())]);
        let servers = (1..).zip(names).map(|(id, name)| server(id, name)).collect();
        let servers: Servers = Arc::new(Mutex::new(servers));
        let theirs = Arc::clone(&servers);
        let api = Rest::start(move |request| {
            answer(request, &mut theirs.lock().unwrap_or_else(PoisonError::into_inner))
        });
        Self { api, servers, ssh, folder }
    }

    /// Whether a server runs, by Hetzner's word for it.
    ///
    /// # Panics
    /// When there is no server of this name.
    pub fn status(&self, name: &str) -> String {
        let servers = self.servers.lock().unwrap_or_else(PoisonError::into_inner);
        let server = servers.iter().find(|server| server["name"] == name).expect("a server");
        server["status"].as_str().unwrap_or_default().to_owned()
    }

    /// Address to give to the app as the cloud's endpoint.
    pub fn url(&self) -> String {
        self.api.url()
    }

    /// The server that all machines are.
    pub fn ssh(&self) -> &SshServer {
        &self.ssh
    }

    /// The private key that it lets in.
    pub fn identity(&self) -> PathBuf {
        self.folder.path().join("id_ed25519")
    }

    /// Gives its key a shell, where it had the one line that proves a log-in.
    pub fn give_a_shell(&self) {
        let public = fs::read_to_string(self.identity().with_extension("pub")).expect("a key");
        fs::write(self.ssh.authorized_keys(), public).expect("let in");
    }

    /// What log-ins without a command have written so far.
    pub fn proof(&self) -> String {
        let proof: &Path = &self.folder.path().join("proof");
        fs::read_to_string(proof).unwrap_or_default()
    }
}

fn server(id: u32, name: &str) -> Value {
    json!({
        "id": id, "name": name, "status": "running", "created": "2026-01-31T08:30:00+00:00",
        "public_net": {"ipv4": {"ip": "127.0.0.1"}, "ipv6": null},
        "private_net": [], "labels": {"env": "prod"},
        "server_type": {"name": "cx22", "cores": 2, "memory": 4.0},
        "datacenter": {"name": "fsn1-dc14", "location": {"name": "fsn1"}},
        "image": {"name": "debian-12", "os_flavor": "debian"}
    })
}

fn answer(request: &Request, servers: &mut [Value]) -> Response {
    let is_known = request.header("authorization") == Some(&format!("Bearer {}", Reachable::TOKEN));
    let (status, body) = match (request.method.as_str(), request.path_only(), is_known) {
        ("GET", "/v1/servers", true) => {
            let page = json!({"page": 1, "next_page": null});
            (200, json!({"servers": servers, "meta": {"pagination": page}}))
        }
        ("POST", path, true) if path.contains("/actions/") => act(path, servers),
        (_, _, false) => (401, json!({"error": {"code": "unauthorized", "message": "no"}})),
        _ => (404, json!({"error": {"code": "not_found", "message": "no such path"}})),
    };
    Response::new(status, "application/json", body.to_string())
}

/// <https://docs.hetzner.cloud/reference/cloud#server-actions>; done at once.
fn act(path: &str, servers: &mut [Value]) -> (u16, Value) {
    let path: Vec<_> = path.split('/').skip(1).collect();
    let known = match path[..] {
        ["v1", "servers", id, "actions", word] => {
            let status = ["poweron", "shutdown", "reboot"].iter().position(|it| *it == word);
            let server = servers.iter_mut().find(|server| server["id"].as_u64() == id.parse().ok());
            server.zip(status.map(|at| ["running", "off", "running"][at]))
        }
        _ => None,
    };
    let Some((server, status)) = known else {
        return (404, json!({"error": {"code": "not_found", "message": "no such action"}}));
    };
    server["status"] = status.into();
    (201, json!({"action": {"id": 1, "status": "running", "progress": 0, "error": null}}))
}
