use nexus_secrets::{BackendConfig, SecretKey};
use nexus_testkit::stores::secret_manager::{self, PROJECT, Project, READER, WRITER, key_file};
use serde_json::Value;

use super::played::Store;
use super::{Who, config};

const PREFIX: &str = "nexus-providers";

impl Store for Project {
    fn config(url: &str, who: Who) -> BackendConfig {
        let key = key_file(match who {
            Who::Writer => WRITER,
            Who::Reader => READER,
        });
        let fields = [("project_id", PROJECT), ("prefix", PREFIX), ("endpoint", url)];
        config("gcp-secret-manager", "service_account", &fields, &[("key", &key)])
    }

    fn secrets() -> Vec<String> {
        secret_manager::secrets()
    }

    fn name(key: &SecretKey) -> String {
        format!("{PREFIX}-X-{}-X-{}", key.owner(), key.field())
    }

    fn marks(&self, name: &str) -> Option<Value> {
        self.labels(name)
    }

    fn delete_softly(&mut self, name: &str) -> bool {
        self.destroy_versions(name)
    }
}
