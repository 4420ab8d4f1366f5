use std::net::SocketAddr;

use nexus_secrets::{BackendConfig, SecretKey};
use nexus_testkit::VaultServer;
use serde_json::json;

use super::{Peer, Who, config};

const PREFIX: &str = "team/nexus";

/// An engine of the server, and what its paths have before the prefix.
#[derive(Clone, Copy)]
pub struct Engine {
    mount: &'static str,
    data: &'static str,
    metadata: &'static str,
}

pub const ONE: Engine = Engine { mount: "kv1", data: "kv1", metadata: "kv1" };
pub const TWO: Engine =
    Engine { mount: "secret", data: "secret/data", metadata: "secret/metadata" };

/// A real HashiCorp Vault or OpenBao, used through one of its engines.
pub struct Vault {
    server: VaultServer,
    engine: Engine,
    /// Role ID and secret ID.
    writer: (String, String),
    reader: String,
}

impl Vault {
    pub fn of(server: VaultServer, engine: Engine) -> Self {
        let data = format!("{}/{PREFIX}/*", engine.data);
        let metadata = format!("{}/{PREFIX}/*", engine.metadata);
        let all: &[&str] = &["create", "update", "read", "delete", "list"];
        server.policy("writer", &[(&data, all), (&metadata, all)]);
        let read: &[&str] = &["read", "list"];
        server.policy("reader", &[(&data, read), (&metadata, read)]);
        let writer = server.approle("writer", &json!({"token_policies": "writer"}));
        let reader = server.token(&json!({"policies": ["reader"]}));
        Self { server, engine, writer, reader }
    }
}

impl Peer for Vault {
    fn url(&self) -> String {
        self.server.url()
    }

    fn address(&self) -> SocketAddr {
        self.server.address()
    }

    fn config(&self, url: &str, who: Who) -> BackendConfig {
        let mut fields = vec![("address", url), ("mount", self.engine.mount)];
        fields.push(("path_prefix", PREFIX));
        fields.extend(self.server.namespace().map(|namespace| ("namespace", namespace)));
        let (role_id, secret_id) = &self.writer;
        match who {
            Who::Writer => {
                fields.push(("role_id", role_id));
                config("hashicorp-vault", "approle", &fields, &[("secret_id", secret_id)])
            }
            Who::Reader => config("hashicorp-vault", "token", &fields, &[("token", &self.reader)]),
        }
    }

    fn secrets(&self) -> Vec<String> {
        vec![self.writer.1.clone(), self.reader.clone()]
    }

    fn delete_softly(&self, key: &SecretKey) -> bool {
        let is_possible = self.engine.data != self.engine.mount;
        if is_possible {
            let path = format!("{}/{PREFIX}/{key}", self.engine.data);
            self.server.ask("DELETE", &path, &json!({}));
        }
        is_possible
    }

    fn end_sessions(&self) -> bool {
        self.server.ask("PUT", "sys/leases/revoke-prefix/auth/approle/login", &json!({}));
        true
    }

    fn stop(&mut self) {
        self.server.stop();
    }

    fn restart(&mut self) -> bool {
        self.server.restart();
        true
    }
}
