//! Windows instances of EC2, with the password that EC2 keeps of each.

use std::path::PathBuf;
use std::process::{Command, Stdio};

use serde_json::{Value, json};
use tempfile::TempDir;

use crate::Rest;
use crate::vendors::{self, PASSWORD_DATA};

/// A key pair, made by OpenSSL as EC2 makes it: an RSA key of 2048 bits, in PEM.
pub struct KeyPair {
    folder: TempDir,
}

impl KeyPair {
    /// # Panics
    /// When `openssl` is missing.
    pub fn make() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let pair = Self { folder };
        let mut make = Command::new("openssl");
        make.args(["genrsa", "-traditional", "-out"]).arg(pair.file()).arg("2048");
        let made = make.stderr(Stdio::null()).status().expect("openssl: apt-get install openssl");
        assert!(made.success(), "openssl ended with {made}");
        pair
    }

    /// The file with its private key.
    pub fn file(&self) -> PathBuf {
        self.folder.path().join("pair.pem")
    }

    /// A password as EC2 keeps it: encrypted to the pair, in base64 with a line break around it.
    ///
    /// # Panics
    /// When `openssl` fails.
    pub fn encrypted(&self, password: &str) -> String {
        let at = |name: &str| self.folder.path().join(name);
        std::fs::write(at("plain"), password).expect("written");
        let run = |command: &mut Command| {
            let done = command.current_dir(self.folder.path()).status().expect("openssl runs");
            assert!(done.success(), "openssl ended with {done}");
        };
        run(Command::new("openssl")
            .args(["pkeyutl", "-encrypt", "-inkey", "pair.pem", "-in", "plain", "-out", "hidden"])
            .args(["-pkeyopt", "rsa_padding_mode:pkcs1"]));
        run(Command::new("openssl").args(["base64", "-A", "-in", "hidden", "-out", "data"]));
        let data = std::fs::read_to_string(at("data")).expect("its data");
        format!("\r\n{}\r\n", data.trim())
    }
}

/// A Windows instance: its number, its name, its key pair's name and what is kept for it.
pub struct Instance<'a> {
    /// Unique among them.
    pub number: usize,
    /// Its name.
    pub name: &'a str,
    /// Name of its key pair; `None` if it was launched without one.
    pub key_pair: Option<&'a str>,
    /// What EC2 keeps; empty if there is nothing yet.
    pub password_data: &'a str,
}

impl Instance<'_> {
    fn document(&self) -> Value {
        let mut document = aws().resource(self.number, self.name, "running");
        document["ipAddress"] = json!("127.0.0.1");
        document["platform"] = json!("windows");
        document["platformDetails"] = json!("Windows");
        document[PASSWORD_DATA] = json!(self.password_data);
        if let Some(pair) = self.key_pair {
            document["keyName"] = json!(pair);
        }
        document
    }
}

/// EC2 with these instances in its first region.
pub fn start(instances: &[Instance<'_>]) -> Rest {
    let held = instances.iter().map(Instance::document).collect();
    vendors::start(aws(), vec![held])
}

/// The vendor that plays EC2, whose credential opens it.
///
/// # Panics
/// Never: there is one.
pub fn aws() -> &'static dyn vendors::Vendor {
    vendors::all().into_iter().find(|vendor| vendor.cloud() == "aws").expect("AWS is played")
}
