use std::net::SocketAddr;

use nexus_model::Secret;
use nexus_secrets::{BackendConfig, SecretKey};
use nexus_testkit::KeyVault;
use nexus_testkit::key_vault::{READER, SECRET, TENANT, WRITER};

use super::{Peer, Who};

/// A strict server that plays Azure Key Vault.
pub struct Azure(KeyVault);

impl Azure {
    pub fn start() -> Self {
        Self(KeyVault::start())
    }
}

impl Peer for Azure {
    fn url(&self) -> String {
        self.0.url()
    }

    fn address(&self) -> SocketAddr {
        self.0.address()
    }

    fn config(&self, url: &str, who: Who) -> BackendConfig {
        let client = match who {
            Who::Writer => WRITER,
            Who::Reader => READER,
        };
        let fields =
            [("vault_url", url), ("prefix", "nexus"), ("tenant_id", TENANT), ("client_id", client)];
        let owned = |(name, text): (&str, &str)| (name.to_owned(), text.to_owned());
        BackendConfig {
            backend: "azure-key-vault".into(),
            fields: fields.map(owned).into(),
            login: "client_secret".into(),
            secrets: [("client_secret".to_owned(), Secret::new(SECRET))].into(),
        }
    }

    fn secrets(&self) -> Vec<String> {
        vec![SECRET.into()]
    }

    /// 25 KiB.
    fn longest(&self) -> usize {
        25_600
    }

    fn delete_softly(&self, key: &SecretKey) -> bool {
        let written = |part: &str| part.replace('-', "--").replace('_', "-u");
        let name = format!("nexus-x{}-x{}", written(key.owner()), written(key.field()));
        assert!(self.0.delete_softly(&name), "{name} is not there");
        true
    }

    fn end_sessions(&self) -> bool {
        self.0.end_sessions();
        true
    }

    fn stop(&mut self) {
        self.0.stop();
    }

    fn restart(&mut self) -> bool {
        self.0.restart();
        true
    }
}
