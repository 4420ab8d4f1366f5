use std::net::SocketAddr;

use nexus_model::Secret;
use nexus_secrets::{BackendConfig, SecretKey};
use nexus_testkit::{Moto, http};

use super::{Peer, Who};

const PREFIX: &str = "nexus/providers";
const REGION: &str = "eu-west-1";
const KEY: &str = "AKIAIOSFODNN7EXAMPLE";
const SECRET: &str = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";

/// moto, which accepts any credential.
pub struct Aws {
    moto: Option<Moto>,
    address: SocketAddr,
}

impl Aws {
    pub fn start() -> Self {
        let moto = Moto::start();
        Self { address: moto.address(), moto: Some(moto) }
    }
}

impl Peer for Aws {
    fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    fn address(&self) -> SocketAddr {
        self.address
    }

    fn config(&self, url: &str, _: Who) -> BackendConfig {
        let fields =
            [("region", REGION), ("prefix", PREFIX), ("endpoint", url), ("access_key_id", KEY)];
        let owned = |(name, text): (&str, &str)| (name.to_owned(), text.to_owned());
        BackendConfig {
            backend: "aws-secrets-manager".into(),
            fields: fields.map(owned).into(),
            login: "access_key".into(),
            secrets: [("secret_access_key".to_owned(), Secret::new(SECRET))].into(),
        }
    }

    fn secrets(&self) -> Vec<String> {
        vec![SECRET.into()]
    }

    fn has_rights(&self) -> bool {
        false
    }

    /// Schedules the deletion, as the console does.
    fn delete_softly(&self, key: &SecretKey) -> bool {
        let scope = format!("Credential={KEY}/20261101/{REGION}/secretsmanager/aws4_request");
        let signed = format!("AWS4-HMAC-SHA256 {scope}, SignedHeaders=host, Signature=0");
        let headers = [
            ("content-type", "application/x-amz-json-1.1"),
            ("x-amz-target", "secretsmanager.DeleteSecret"),
            ("authorization", signed.as_str()),
        ];
        let body = format!(r#"{{"SecretId": "{PREFIX}/{key}", "RecoveryWindowInDays": 7}}"#);
        let reply = http::send(self.address, "POST", "/", &headers, body.as_bytes());
        assert_eq!(reply.expect("a reply").status, 200);
        true
    }

    fn stop(&mut self) {
        self.moto = None;
    }

    fn restart(&mut self) -> bool {
        false
    }
}
