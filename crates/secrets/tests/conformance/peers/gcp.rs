use std::net::SocketAddr;

use nexus_model::Secret;
use nexus_secrets::{BackendConfig, SecretKey};
use nexus_testkit::SecretManager;
use nexus_testkit::secret_manager::{PROJECT, READER, WRITER};

use super::{Peer, Who};

const PREFIX: &str = "nexus-providers";

/// A strict server that plays Google Secret Manager.
pub struct Gcp(SecretManager);

impl Gcp {
    pub fn start() -> Self {
        Self(SecretManager::start())
    }
}

impl Peer for Gcp {
    fn url(&self) -> String {
        self.0.url()
    }

    fn address(&self) -> SocketAddr {
        self.0.address()
    }

    fn config(&self, url: &str, who: Who) -> BackendConfig {
        let fields = [("project_id", PROJECT), ("prefix", PREFIX), ("endpoint", url)];
        let owned = |(name, text): (&str, &str)| (name.to_owned(), text.to_owned());
        let account = match who {
            Who::Writer => WRITER,
            Who::Reader => READER,
        };
        let key = Secret::new(SecretManager::key_file(account));
        BackendConfig {
            backend: "gcp-secret-manager".into(),
            fields: fields.map(owned).into(),
            login: "service_account".into(),
            secrets: [("key".to_owned(), key)].into(),
        }
    }

    fn secrets(&self) -> Vec<String> {
        SecretManager::secrets()
    }

    fn delete_softly(&self, key: &SecretKey) -> bool {
        let name = format!("{PREFIX}-X-{}-X-{}", key.owner(), key.field());
        assert!(self.0.destroy_versions(&name), "{name} is not there");
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
