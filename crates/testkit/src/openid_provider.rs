//! oidc-provider, a certified OpenID provider. <https://github.com/panva/node-oidc-provider>

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use serde::{Deserialize, Serialize};
use tempfile::TempDir;

/// Environment variable that names another folder with `oidc-provider` installed.
pub const FOLDER: &str = "NEXUS_OIDC_PROVIDER";

const SERVER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/peers/oidc/provider.mjs");

/// How long it may take to start on a busy machine.
const START: Duration = Duration::from_secs(60);

/// A client without a secret that signs people in: by loopback on any port and by
/// [`DEEP_LINK`], and by device code. The path of its loopback redirects is `/callback`.
pub const NATIVE: &str = "native";
/// The same with [`SECRET`], shown in `Authorization: Basic`; loopback on 127.0.0.1 only.
pub const CONFIDENTIAL: &str = "confidential";
/// HashiCorp Vault, which signs people in for itself. Its redirects are `/oidc/callback` on localhost.
pub const VAULT: &str = "vault";
/// A client that signs in for itself with [`SECRET`] in the body; it may ask for `api:read` only.
pub const SERVICE_POST: &str = "service-post";
/// The same with the secret in `Authorization: Basic`.
pub const SERVICE_BASIC: &str = "service-basic";
/// The secret of the clients that have one. It has what must be escaped in a form.
pub const SECRET: &str = "s3cret:of+the/client %&=";
/// The link that [`NATIVE`] may be answered by.
pub const DEEP_LINK: &str = "dev.nexusaccess.vault:/signin";

/// What a provider is to do beyond the usual.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct OpenIdOptions {
    /// Each refresh gives a new refresh token, and a used one revokes all that came of it.
    pub rotation: bool,
    /// Seconds an access token is good.
    pub access_seconds: u32,
    /// Microsoft Entra's paths below `/tenant`, and tokens for Azure Resource Manager.
    pub entra: bool,
}

impl Default for OpenIdOptions {
    fn default() -> Self {
        Self { rotation: true, access_seconds: 3600, entra: false }
    }
}

/// A running provider, killed when dropped. It takes any login name and any password.
pub struct OpenIdProvider {
    child: Child,
    issuer: String,
    links: Mutex<Receiver<String>>,
    // Last, so that it is removed after the server has ended.
    _folder: TempDir,
}

/// A line of the provider's standard output.
#[derive(Deserialize)]
#[serde(rename_all = "lowercase")]
enum Told {
    Issuer(String),
    Link(String),
}

impl OpenIdProvider {
    /// Starts a provider that rotates refresh tokens.
    ///
    /// # Panics
    /// When it is not installed, saying how to install it, or does not start.
    pub fn start() -> Self {
        Self::start_with(OpenIdOptions::default())
    }

    /// Starts a provider with options.
    ///
    /// # Panics
    /// As [`OpenIdProvider::start`].
    pub fn start_with(options: OpenIdOptions) -> Self {
        let installed = installed();
        let folder = tempfile::tempdir().expect("a folder");
        let log = folder.path().join("provider.log");
        let mut options = serde_json::to_value(options).expect("plain options");
        options["secret"] = SECRET.into();
        let mut command = Command::new("node");
        command.arg(SERVER).arg(installed).arg(options.to_string());
        let words = std::fs::File::create(&log).expect("a file for its words");
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(words);
        let mut child = command.spawn().expect("Node.js 20 runs: apt-get install nodejs");
        let lines = BufReader::new(child.stdout.take().expect("its words")).lines();
        let (tell_issuer, issuer) = channel();
        let (tell_link, links) = channel();
        std::thread::spawn(move || {
            for line in lines.map_while(Result::ok) {
                // Nobody may be listening any longer.
                let _ = match serde_json::from_str(&line) {
                    Ok(Told::Issuer(issuer)) => tell_issuer.send(issuer),
                    Ok(Told::Link(link)) => tell_link.send(link),
                    Err(_) => Ok(()),
                };
            }
        });
        let issuer = issuer.recv_timeout(START).unwrap_or_else(|_| {
            let words = std::fs::read_to_string(&log).unwrap_or_default();
            panic!("oidc-provider did not start: {words}")
        });
        Self { child, issuer, links: Mutex::new(links), _folder: folder }
    }

    /// The issuer's identifier, below which its metadata is found.
    pub fn issuer(&self) -> &str {
        &self.issuer
    }

    /// The next link to an app that it sends a browser to, once there is one: what the operating
    /// system would hand to the app.
    ///
    /// # Panics
    /// When none comes within a minute.
    pub fn next_link(&self) -> String {
        let links = self.links.lock().unwrap_or_else(PoisonError::into_inner);
        links.recv_timeout(START).expect("a link to the app")
    }
}

impl Drop for OpenIdProvider {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn installed() -> PathBuf {
    let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let ours = || workspace.join("target/peers/oidc");
    let folder = std::env::var_os(FOLDER).map_or_else(ours, PathBuf::from);
    assert!(
        folder.join("node_modules/oidc-provider").exists(),
        "oidc-provider is not installed in {}. Install it from the workspace's folder:\n  \
         make target/peers/oidc/.installed\n\
         or name another folder with it in {FOLDER}.",
        folder.display()
    );
    // Node.js reads a relative path as a module's name.
    folder.canonicalize().expect("the folder's full path")
}
