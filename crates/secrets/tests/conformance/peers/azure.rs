use nexus_secrets::{BackendConfig, SecretKey};
use nexus_testkit::stores::key_vault::{READER, SECRET, TENANT, Vault, WRITER};
use serde_json::Value;

use super::played::Store;
use super::{Who, config};

impl Store for Vault {
    /// 25 KiB.
    const LONGEST: usize = 25_600;

    fn config(url: &str, who: Who) -> BackendConfig {
        let client = match who {
            Who::Writer => WRITER,
            Who::Reader => READER,
        };
        let fields =
            [("vault_url", url), ("prefix", "nexus"), ("tenant_id", TENANT), ("client_id", client)];
        config("azure-key-vault", "client_secret", &fields, &[("client_secret", SECRET)])
    }

    fn secrets() -> Vec<String> {
        vec![SECRET.into()]
    }

    fn name(key: &SecretKey) -> String {
        let written = |part: &str| part.replace('-', "--").replace('_', "-u");
        format!("nexus-x{}-x{}", written(key.owner()), written(key.field()))
    }

    fn marks(&self, name: &str) -> Option<Value> {
        self.tags(name)
    }

    fn delete_softly(&mut self, name: &str) -> bool {
        self.delete_softly(name)
    }
}
