//! HashiCorp Vault, built from its own packages by `make peers`: `peers/vault/main.go`.

use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use data_encoding::{BASE64, HEXLOWER};
use serde::Deserialize;
use serde_json::{Value, json};
use tempfile::TempDir;
use time::OffsetDateTime;

use crate::http;
use crate::signing_key::SigningKey;

/// Environment variable that names another program that `peers/vault` was built to.
pub const PROGRAM: &str = "NEXUS_VAULT_SERVER";

/// A running server with KV version 1 at `kv1/`, version 2 at `secret/`, and the logins AppRole,
/// userpass and JWT at their usual paths; ended when dropped. Its data are files of its own, so
/// that it has them after a [`VaultServer::restart`].
pub struct VaultServer {
    child: Option<Child>,
    told: Told,
    is_secure: bool,
    // Last, so that it is removed after the server has ended.
    folder: TempDir,
}

/// The line that the server writes when it is ready.
#[derive(Deserialize)]
struct Told {
    address: SocketAddr,
    root_token: String,
    unseal_key: String,
    ca_certificate: String,
}

impl VaultServer {
    /// Starts one over plain HTTP.
    ///
    /// # Panics
    /// When it is not installed, saying how to install it, or does not start.
    pub fn start() -> Self {
        Self::start_with(false)
    }

    /// Starts one over TLS, by [`VaultServer::ca_certificate`].
    ///
    /// # Panics
    /// As [`VaultServer::start`].
    pub fn start_secure() -> Self {
        Self::start_with(true)
    }

    fn start_with(is_secure: bool) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let (child, told) = run(folder.path(), "127.0.0.1:0", is_secure);
        Self { child: Some(child), told, is_secure, folder }
    }

    /// Address to give to a client.
    pub fn url(&self) -> String {
        let scheme = if self.is_secure { "https" } else { "http" };
        format!("{scheme}://{}", self.told.address)
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.told.address
    }

    /// The token that may do everything.
    pub fn root_token(&self) -> &str {
        &self.told.root_token
    }

    /// The authority that signed its certificate, in PEM.
    pub fn ca_certificate(&self) -> &str {
        &self.told.ca_certificate
    }

    /// Ends it as a crash would. Its data stay.
    pub fn stop(&mut self) {
        if let Some(mut child) = self.child.take() {
            let _ = child.kill();
            let _ = child.wait();
        }
    }

    /// Ends it if it runs, and starts it again at the same address with the same data, unsealed.
    ///
    /// # Panics
    /// As [`VaultServer::start`].
    pub fn restart(&mut self) {
        self.stop();
        let address = self.told.address.to_string();
        let (child, told) = run(self.folder.path(), &address, self.is_secure);
        self.child = Some(child);
        self.told = told;
    }

    /// Seals it: it answers and gives nothing.
    pub fn seal(&self) {
        self.ask("PUT", "sys/seal", &json!({}));
    }

    /// Opens it again.
    pub fn unseal(&self) {
        self.ask("PUT", "sys/unseal", &json!({"key": self.told.unseal_key}));
    }

    /// Asks as root and returns the reply.
    ///
    /// # Panics
    /// When it refuses.
    pub fn ask(&self, method: &str, path: &str, body: &Value) -> Value {
        let (status, reply) = self.ask_with(self.root_token(), method, path, body);
        assert!((200..300).contains(&status), "{method} {path}: {status} {reply}");
        reply
    }

    /// Asks with a token; the status and the reply.
    pub fn ask_with(&self, token: &str, method: &str, path: &str, body: &Value) -> (u16, Value) {
        let (path, body) = (format!("/v1/{path}"), body.to_string());
        let headers = [("x-vault-token", token), ("content-type", "application/json")];
        let body = if method == "GET" { b"".as_slice() } else { body.as_bytes() };
        let reply = http::send(self.told.address, method, &path, &headers, body);
        let reply = reply.expect("Vault answers");
        (reply.status, serde_json::from_slice(&reply.body).unwrap_or_default())
    }

    /// Writes a policy: paths with what may be done there.
    pub fn policy(&self, name: &str, rules: &[(&str, &[&str])]) {
        let rule =
            |(path, may): &(&str, &[&str])| ((*path).to_owned(), json!({"capabilities": may}));
        let paths: serde_json::Map<_, _> = rules.iter().map(rule).collect();
        let policy = json!({"path": paths}).to_string();
        self.ask("PUT", &format!("sys/policies/acl/{name}"), &json!({"policy": policy}));
    }

    /// A token with these fields of
    /// <https://developer.hashicorp.com/vault/api-docs/auth/token#create-token>.
    pub fn token(&self, fields: &Value) -> String {
        text(&self.ask("POST", "auth/token/create", fields), "/auth/client_token")
    }

    /// Whether it knows a token, which is so until it has ended.
    pub fn knows(&self, token: &str) -> bool {
        let body = json!({"token": token});
        self.ask_with(self.root_token(), "POST", "auth/token/lookup", &body).0 == 200
    }

    /// An AppRole with these fields of
    /// <https://developer.hashicorp.com/vault/api-docs/auth/approle#create-update-approle>: its
    /// role ID and a secret ID.
    pub fn approle(&self, name: &str, fields: &Value) -> (String, String) {
        let path = format!("auth/approle/role/{name}");
        self.ask("POST", &path, fields);
        let role = self.ask("GET", &format!("{path}/role-id"), &json!({}));
        let secret = self.ask("POST", &format!("{path}/secret-id"), &json!({}));
        (text(&role, "/data/role_id"), text(&secret, "/data/secret_id"))
    }

    /// A token as a pod has one, and a role of the JWT login with this policy for it. That login
    /// takes what the Kubernetes login takes, and needs no cluster.
    pub fn service_account(&self, role: &str, policy: &str) -> String {
        let key = SigningKey::generate();
        // SubjectPublicKeyInfo of a point on P-256: RFC 5480, section 2.
        let head = "3059301306072a8648ce3d020106082a8648ce3d03010703420004";
        let mut public = HEXLOWER.decode(head.as_bytes()).expect("bytes");
        public.extend_from_slice(key.point());
        let public = BASE64.encode(&public);
        let public = format!("-----BEGIN PUBLIC KEY-----\n{public}\n-----END PUBLIC KEY-----\n");
        self.ask("POST", "auth/jwt/config", &json!({"jwt_validation_pubkeys": [public]}));
        let fields = json!({"role_type": "jwt", "user_claim": "sub", "bound_audiences": ["vault"],
            "token_policies": policy});
        self.ask("POST", &format!("auth/jwt/role/{role}"), &fields);
        let now = OffsetDateTime::now_utc().unix_timestamp();
        let sub = "system:serviceaccount:apps:nexus";
        key.sign(&json!({"sub": sub, "aud": "vault", "iat": now, "exp": now + 3600}))
    }
}

impl Drop for VaultServer {
    fn drop(&mut self) {
        self.stop();
    }
}

fn run(folder: &Path, listen: &str, is_secure: bool) -> (Child, Told) {
    let log = folder.join("vault.log");
    let words = std::fs::File::create(&log).expect("a file for its words");
    let mut command = Command::new(program());
    command.args(["-listen", listen, "-data"]).arg(folder);
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

fn text(of: &Value, pointer: &str) -> String {
    of.pointer(pointer).and_then(Value::as_str).expect("what Vault documents").to_owned()
}
