use std::net::SocketAddr;

use nexus_secrets::{BackendConfig, SecretKey};
use nexus_testkit::iam::{Key, user};
use nexus_testkit::{Moto, http};
use serde_json::{Value, json};

use super::{Peer, Who, config};

const PREFIX: &str = "nexus/providers";
const REGION: &str = "eu-west-1";

/// What reads need, and what writes need beside it, by `docs/secret-backends.md`. moto looks at the
/// actions of a policy and not at the names that it is narrowed to.
const READS: &[&str] = &["GetSecretValue", "ListSecrets"];
const WRITES: &[&str] = &[
    "CreateSecret",
    "PutSecretValue",
    "UpdateSecretVersionStage",
    "RestoreSecret",
    "DeleteSecret",
    "TagResource",
];

/// moto, which checks signatures and policies.
pub struct Aws {
    moto: Option<Moto>,
    address: SocketAddr,
    writer: Key,
    reader: Key,
}

impl Aws {
    pub fn start() -> Self {
        let moto = Moto::start_with_auth();
        let writer = user(&moto, "writer", &policy(&[READS, WRITES].concat()));
        let reader = user(&moto, "reader", &policy(READS));
        moto.require_auth();
        Self { address: moto.address(), moto: Some(moto), writer, reader }
    }

    /// Asks as the account's owner, whom no policy holds.
    fn ask(&self, action: &str, body: &Value) -> Value {
        self.moto.as_ref().expect("it runs").excuse(1);
        let key = &self.writer.id;
        let scope = format!("Credential={key}/20261101/{REGION}/secretsmanager/aws4_request");
        let signed = format!("AWS4-HMAC-SHA256 {scope}, SignedHeaders=host, Signature=0");
        let target = format!("secretsmanager.{action}");
        let headers = [
            ("content-type", "application/x-amz-json-1.1"),
            ("x-amz-target", target.as_str()),
            ("authorization", signed.as_str()),
        ];
        let reply = http::send(self.address, "POST", "/", &headers, body.to_string().as_bytes());
        let reply = reply.expect("a reply");
        assert_eq!(reply.status, 200, "{action}: {}", reply.text());
        serde_json::from_slice(&reply.body).expect("JSON")
    }
}

fn policy(actions: &[&str]) -> String {
    let actions: Vec<_> = actions.iter().map(|action| format!("secretsmanager:{action}")).collect();
    json!({"Version": "2012-10-17",
        "Statement": [{"Effect": "Allow", "Action": actions, "Resource": "*"}]})
    .to_string()
}

impl Peer for Aws {
    fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    fn address(&self) -> SocketAddr {
        self.address
    }

    fn config(&self, url: &str, who: Who) -> BackendConfig {
        let key = match who {
            Who::Writer => &self.writer,
            Who::Reader => &self.reader,
        };
        let fields =
            [("region", REGION), ("prefix", PREFIX), ("endpoint", url), ("access_key_id", &key.id)];
        let secrets = [("secret_access_key", key.secret.as_str())];
        config("aws-secrets-manager", "access_key", &fields, &secrets)
    }

    fn secrets(&self) -> Vec<String> {
        vec![self.writer.secret.clone(), self.reader.secret.clone()]
    }

    fn marks(&self, key: &SecretKey) -> Option<Value> {
        let told = self.ask("DescribeSecret", &json!({"SecretId": format!("{PREFIX}/{key}")}));
        let tags = told["Tags"].as_array()?.iter();
        let tags = tags.map(|tag| Some((tag["Key"].as_str()?.to_owned(), tag["Value"].clone())));
        Some(Value::Object(tags.collect::<Option<_>>()?))
    }

    /// Schedules the deletion, as the console does.
    fn delete_softly(&self, key: &SecretKey) -> bool {
        let secret = format!("{PREFIX}/{key}");
        self.ask("DeleteSecret", &json!({"SecretId": secret, "RecoveryWindowInDays": 7}));
        true
    }

    fn stop(&mut self) {
        self.moto = None;
    }

    fn restart(&mut self) -> bool {
        false
    }
}
