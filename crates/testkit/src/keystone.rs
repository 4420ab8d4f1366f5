//! Keystone, OpenStack's Identity service, on SQLite in a folder of its own.
//! <https://docs.openstack.org/keystone/latest/install/keystone-install-ubuntu.html>

use std::io::{BufRead, BufReader};
use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use serde_json::{Value, json};
use tempfile::TempDir;

use crate::http;

/// Environment variable that names another virtual environment with Keystone.
pub const FOLDER: &str = "NEXUS_KEYSTONE";

const SERVER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/peers/keystone_server.py");

/// The user that Keystone is set up with; its project has the same name.
pub const ADMIN: &str = "admin";
/// The password of [`ADMIN`].
pub const PASSWORD: &str = "s3cret-of-the-admin";

/// A running Keystone, killed when dropped.
pub struct Keystone {
    child: Child,
    address: SocketAddr,
    token: String,
    user: String,
    compute: String,
    // Last, so that it is removed after the server has ended.
    _folder: TempDir,
}

impl Keystone {
    /// Sets one up and starts it, with a service of type `compute` that has no endpoint yet.
    ///
    /// # Panics
    /// When it is not installed, saying how to install it, or does not start.
    pub fn start() -> Self {
        let installed = installed();
        let folder = tempfile::tempdir().expect("a folder");
        let at = |name: &str| folder.path().join(name);
        let conf = format!(
            "[DEFAULT]\nlog_file = {}\n[database]\nconnection = sqlite:///{}\n[fernet_tokens]\nkey_repository = {}\n",
            at("keystone.log").display(),
            at("keystone.db").display(),
            at("fernet").display()
        );
        std::fs::write(at("keystone.conf"), conf).expect("its configuration");
        std::fs::create_dir(at("fernet")).expect("a folder for its keys");
        let manage = |arguments: &[&str]| {
            let mut command = Command::new(installed.join("keystone-manage"));
            command.arg("--config-file").arg(at("keystone.conf")).args(arguments);
            run(command)
        };
        manage(&["db_sync"]);
        let (user, group) = (id("-un"), id("-gn"));
        manage(&["fernet_setup", "--keystone-user", &user, "--keystone-group", &group]);
        // The endpoint of Keystone itself is asked for by nobody here.
        let own = "http://127.0.0.1:5000/v3";
        manage(&["bootstrap", "--bootstrap-password", PASSWORD, "--bootstrap-public-url", own]);

        let log = std::fs::File::create(at("server.log")).expect("a file for its words");
        let mut command = Command::new(installed.join("python"));
        command.arg(SERVER).env("OS_KEYSTONE_CONFIG_FILES", at("keystone.conf"));
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(log);
        let mut child = command.spawn().expect("Python runs");
        let mut port = String::new();
        let told = child.stdout.take().expect("its port");
        BufReader::new(told).read_line(&mut port).expect("its port");
        let words = || std::fs::read_to_string(at("server.log")).unwrap_or_default();
        let port = port.trim().parse().unwrap_or_else(|_| panic!("no port: {}", words()));
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
        let (token, user, compute) = Default::default();
        let mut keystone = Self { child, address, token, user, compute, _folder: folder };
        keystone.sign_in();
        let service = json!({"service": {"type": "compute", "name": "nova"}});
        keystone.compute = text(&keystone.create("/v3/services", &service), "/service/id");
        keystone
    }

    /// Address to give to a client as its endpoint.
    pub fn url(&self) -> String {
        format!("http://{}/v3", self.address)
    }

    /// Gives the catalogue a region with a public compute endpoint. `$(project_id)s` in the
    /// address stands for the project's id.
    pub fn add_region(&self, region: &str, compute: &str) {
        self.create("/v3/regions", &json!({"region": {"id": region}}));
        let endpoint = json!({"endpoint": {"interface": "public", "region_id": region,
            "service_id": self.compute, "url": compute}});
        self.create("/v3/endpoints", &endpoint);
    }

    /// A user who has no role anywhere, and the password.
    pub fn add_stranger(&self, name: &str, password: &str) {
        let user = json!({"user": {"name": name, "domain_id": "default", "password": password}});
        self.create("/v3/users", &user);
    }

    /// Creates an application credential of the admin's project: its id and secret.
    pub fn application_credential(&self, name: &str) -> (String, String) {
        let path = format!("/v3/users/{}/application_credentials", self.user);
        let made = self.create(&path, &json!({"application_credential": {"name": name}}));
        let of = |field: &str| text(&made, &format!("/application_credential/{field}"));
        (of("id"), of("secret"))
    }

    /// Deletes an application credential, and with it the tokens it was exchanged for.
    pub fn delete_application_credential(&self, id: &str) {
        let path = format!("/v3/users/{}/application_credentials/{id}", self.user);
        let (status, _) = self.ask("DELETE", &path, &[], b"");
        assert_eq!(status, 204, "the application credential is not deleted");
    }

    /// Whether a token is good, asked as the other services ask.
    pub fn accepts(&self, token: &str) -> bool {
        self.ask("GET", "/v3/auth/tokens", &[("x-subject-token", token)], b"").0 == 200
    }

    /// Revokes a token.
    pub fn revoke(&self, token: &str) {
        let (status, _) = self.ask("DELETE", "/v3/auth/tokens", &[("x-subject-token", token)], b"");
        assert_eq!(status, 204, "the token is not revoked");
    }

    fn sign_in(&mut self) {
        let domain = json!({"id": "default"});
        let user = json!({"name": ADMIN, "domain": domain, "password": PASSWORD});
        let body = json!({"auth": {
            "identity": {"methods": ["password"], "password": {"user": user}},
            "scope": {"project": {"name": ADMIN, "domain": domain}}
        }})
        .to_string();
        let headers = [("content-type", "application/json")];
        let reply = http::send(self.address, "POST", "/v3/auth/tokens", &headers, body.as_bytes());
        let reply = reply.expect("Keystone answers");
        assert_eq!(reply.status, 201, "{}", reply.text());
        let token = reply.headers.iter().find(|(name, _)| name == "x-subject-token");
        self.token = token.map(|(_, token)| token.clone()).expect("a token");
        let issued = serde_json::from_slice(&reply.body).expect("JSON");
        self.user = text(&issued, "/token/user/id");
    }

    fn create(&self, path: &str, body: &Value) -> Value {
        let body = body.to_string();
        let json = [("content-type", "application/json")];
        let (status, reply) = self.ask("POST", path, &json, body.as_bytes());
        assert_eq!(status, 201, "{path}: {reply}");
        serde_json::from_str(&reply).expect("JSON")
    }

    fn ask(&self, method: &str, path: &str, more: &[(&str, &str)], body: &[u8]) -> (u16, String) {
        let mut headers = vec![("x-auth-token", self.token.as_str())];
        headers.extend(more);
        let reply = http::send(self.address, method, path, &headers, body);
        let reply = reply.expect("Keystone answers");
        (reply.status, reply.text())
    }
}

impl Drop for Keystone {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The folder with Keystone's programs.
fn installed() -> PathBuf {
    let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let ours = || workspace.join("target/peers/keystone");
    let programs = std::env::var_os(FOLDER).map_or_else(ours, PathBuf::from).join("bin");
    assert!(
        programs.join("keystone-manage").exists(),
        "Keystone is not installed in {}. Install it from the workspace's folder:\n  \
         make target/peers/keystone/.installed\n\
         or name another virtual environment with it in {FOLDER}.",
        programs.display()
    );
    programs
}

fn run(mut command: Command) {
    let output = command.stdin(Stdio::null()).output().expect("keystone-manage runs");
    let words = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "keystone-manage ended with {}: {words}", output.status);
}

/// The name of this process's user or group.
fn id(option: &str) -> String {
    let output = Command::new("id").arg(option).output().expect("the id program");
    String::from_utf8_lossy(&output.stdout).trim().to_owned()
}

fn text(of: &Value, pointer: &str) -> String {
    of.pointer(pointer).and_then(Value::as_str).expect("what Keystone documents").to_owned()
}
