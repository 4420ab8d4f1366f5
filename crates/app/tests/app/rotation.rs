//! A refresh token that is replaced with every use, while the process is killed.

use std::io::{BufRead, BufReader, Write};
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use nexus_app::{App, Keychain, Registry};
use nexus_testkit::strict_oauth::StrictOAuth;
use nexus_vault::{Secret32, UnlockKey, VaultError, VaultFile};

use crate::bench::by_keyring;
use crate::played::{Played, request, sign_in};

const PATH: &str = "NEXUS_ROTATION_TEST_VAULT";
const SERVER: &str = "NEXUS_ROTATION_TEST_SERVER";
const REFRESHES: usize = 1000;

/// A keyring that always has the same key: nothing to share between processes.
struct FixedKeychain;

#[async_trait]
impl Keychain for FixedKeychain {
    async fn load(&self, _account: &str) -> Result<Option<Secret32>, VaultError> {
        Ok(Some(Secret32::new([42; 32])))
    }

    async fn store(&self, _account: &str, _secret: &Secret32) -> Result<(), VaultError> {
        Ok(())
    }

    async fn remove(&self, _account: &str) -> Result<(), VaultError> {
        Ok(())
    }
}

fn app(path: &Path, server: SocketAddr) -> App {
    let clouds = Registry::standard().and(Played::at(server));
    App::new(path.to_owned(), clouds, Arc::new(FixedKeychain))
}

/// Renews without end. Does nothing unless it was started by the test below.
#[tokio::test(flavor = "multi_thread")]
async fn renewer() {
    let (Ok(path), Ok(server)) = (std::env::var(PATH), std::env::var(SERVER)) else { return };
    let app = app(Path::new(&path), server.parse().expect("an address"));
    app.unlock_vault(by_keyring()).await.expect("it opens");
    let id = app.connections().await.expect("the list").remove(0).connection.id;
    let mut stdout = std::io::stdout();
    writeln!(stdout, "\nready").expect("told");
    loop {
        app.refresh_connection(id).await.expect("the server takes it");
        writeln!(stdout, "renewed").expect("told");
        stdout.flush().expect("told");
    }
}

fn start(path: &Path, server: SocketAddr) -> Child {
    Command::new(std::env::current_exe().expect("this program"))
        .args(["rotation::renewer", "--exact", "--nocapture", "--test-threads=1"])
        .env(PATH, path)
        .env(SERVER, server.to_string())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("it starts")
}

/// The refresh token as it is kept.
async fn kept(path: &Path) -> String {
    let file = VaultFile::open(path).await.expect("a vault");
    let vault = file.unlock(UnlockKey::Keyring(Arc::new(FixedKeychain))).await.expect("it opens");
    let id = vault.connections().list().await.expect("the list").remove(0).id;
    let (_, secrets) = vault.connections().with_secrets(id).await.expect("its tokens");
    let kept = secrets["refresh_token"].expose().to_owned();
    assert!(vault.verify().await.expect("checked").findings.is_empty());
    vault.lock().await.expect("locked");
    kept
}

/// Which of the server's tokens it is.
fn serial(token: &str) -> u64 {
    token.rsplit('-').next().and_then(|number| number.parse().ok()).expect("a token of the server")
}

#[tokio::test(flavor = "multi_thread")]
#[expect(clippy::print_stdout, reason = "the count is part of what is shown")]
async fn a_connection_outlives_kill_9_as_often_as_the_protocol_allows() {
    let server = StrictOAuth::start();
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("vault/vault.db");
    let first = app(&path, server.address());
    let new = nexus_app::NewVaultRequest { password: None, keyring: true };
    first.create_vault(new).await.expect("a vault");
    sign_in(&first, &request()).await;
    first.lock_vault("for the test").await.expect("locked");

    let (mut kills, mut in_between) = (0_u64, 0);
    while server.refreshes() < REFRESHES {
        let mut child = start(&path, server.address());
        let lines = BufReader::new(child.stdout.take().expect("a pipe")).lines();
        let mut lines = lines.map_while(Result::ok).filter(|line| line == "renewed");
        assert!(lines.next().is_some(), "round {kills}: the connection was lost");
        let reader = std::thread::spawn(move || lines.count());
        // Any moment of a renewal, which takes some milliseconds.
        let pause = Duration::from_micros(400_000 + (kills * 7_919) % 20_000);
        tokio::time::sleep(pause).await;
        child.kill().expect("killed");
        child.wait().expect("ended");
        reader.join().expect("read");
        kills += 1;

        let good = serial(&server.refresh_token().expect("the connection is there"));
        let kept = serial(&kept(&path).await);
        // An access token and a refresh token are issued together, so the one before is two less.
        assert!(kept == good || kept + 2 == good, "kill {kills}: {kept} is kept, {good} is good");
        in_between += usize::from(kept != good);
    }
    let refreshes = server.refreshes();
    println!(
        "{refreshes} refreshes with rotation, {kills} kills: 0 connections lost. In {in_between} of them \
         the server had rotated and its answer was not kept yet, which a server that allows no \
         second use of the token before would have taken for a loss."
    );
}
