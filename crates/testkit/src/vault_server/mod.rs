//! HashiCorp Vault, built from its own packages by `make peers`, and OpenBao, as it is published.

mod hashicorp;
mod logins;
mod openbao;

use std::net::SocketAddr;
use std::process::Child;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::http;
use crate::server::free_port;

pub use hashicorp::PROGRAM;

/// A running server with KV version 1 at `kv1/`, version 2 at `secret/`, and the logins AppRole,
/// userpass, LDAP, JWT, OIDC and Kubernetes at their usual paths; ended when dropped. Its data are
/// files of its own, so that it has them after a [`VaultServer::restart`].
pub struct VaultServer {
    child: Option<Child>,
    told: Told,
    product: Product,
    /// What is asked by a test is asked there.
    namespace: Option<String>,
    // Last, so that it is removed after the server has ended.
    folder: TempDir,
}

#[derive(Clone, Copy)]
enum Product {
    HashiCorp {
        /// Speak TLS by an authority of its own.
        is_secure: bool,
    },
    OpenBao,
}

/// What a test needs to use the server.
#[derive(Serialize, Deserialize)]
struct Told {
    address: SocketAddr,
    root_token: String,
    unseal_key: String,
    #[serde(default)]
    ca_certificate: String,
    #[serde(default)]
    directory: String,
}

impl VaultServer {
    /// Starts HashiCorp Vault over plain HTTP.
    ///
    /// # Panics
    /// When it is not installed, saying how to install it, or does not start.
    pub fn start() -> Self {
        Self::start_with(Product::HashiCorp { is_secure: false })
    }

    /// Starts it over TLS, by [`VaultServer::ca_certificate`].
    ///
    /// # Panics
    /// As [`VaultServer::start`].
    pub fn start_secure() -> Self {
        Self::start_with(Product::HashiCorp { is_secure: true })
    }

    /// Starts OpenBao over plain HTTP.
    ///
    /// # Panics
    /// As [`VaultServer::start`].
    pub fn start_openbao() -> Self {
        let server = Self::start_with(Product::OpenBao);
        server.mount();
        server
    }

    fn start_with(product: Product) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let listen = match product {
            Product::HashiCorp { .. } => SocketAddr::from(([127, 0, 0, 1], 0)),
            // It cannot be told to pick a port and say which.
            Product::OpenBao => SocketAddr::from(([127, 0, 0, 1], free_port())),
        };
        let (child, told) = product.run(&folder, listen);
        Self { child: Some(child), told, product, namespace: None, folder }
    }

    /// The same server, asked in a new namespace with engines and logins of its own. OpenBao only.
    #[must_use]
    pub fn in_namespace(mut self, namespace: &str) -> Self {
        for name in namespace.split('/') {
            self.ask("POST", &format!("sys/namespaces/{name}"), &json!({}));
            let outer = self.namespace.take();
            self.namespace = Some(outer.map_or(name.into(), |outer| format!("{outer}/{name}")));
        }
        self.mount();
        self
    }

    /// The namespace that it is asked in.
    pub fn namespace(&self) -> Option<&str> {
        self.namespace.as_deref()
    }

    /// Mounts what HashiCorp's has from the start, but for the logins that tests use there only.
    fn mount(&self) {
        for (path, version) in [("kv1", "1"), ("secret", "2")] {
            let engine = json!({"type": "kv", "options": {"version": version}});
            self.ask("POST", &format!("sys/mounts/{path}"), &engine);
        }
        for login in ["approle", "userpass", "oidc"] {
            self.ask("POST", &format!("sys/auth/{login}"), &json!({"type": login}));
        }
    }

    /// Address to give to a client.
    pub fn url(&self) -> String {
        let is_secure = matches!(self.product, Product::HashiCorp { is_secure: true });
        let scheme = if is_secure { "https" } else { "http" };
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
        let (child, told) = self.product.run(&self.folder, self.told.address);
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
        let mut headers = vec![("x-vault-token", token), ("content-type", "application/json")];
        // What only the server as a whole has is in no namespace.
        let is_of_root = ["/v1/sys/seal", "/v1/sys/unseal"].contains(&path.as_str());
        let namespace = self.namespace.iter().filter(|_| !is_of_root);
        headers.extend(namespace.map(|namespace| ("x-vault-namespace", namespace.as_str())));
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
}

impl Drop for VaultServer {
    fn drop(&mut self) {
        self.stop();
    }
}

impl Product {
    /// Starts it over a folder, unsealed.
    fn run(self, folder: &TempDir, listen: SocketAddr) -> (Child, Told) {
        match self {
            Self::HashiCorp { is_secure } => hashicorp::run(folder.path(), listen, is_secure),
            Self::OpenBao => openbao::run(folder.path(), listen),
        }
    }
}

fn text(of: &Value, pointer: &str) -> String {
    of.pointer(pointer).and_then(Value::as_str).expect("what Vault documents").to_owned()
}
