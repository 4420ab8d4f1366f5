//! A writer killed at random moments: what it acknowledged is there, and the rest is whole.

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use nexus_vault::{NewVault, UnlockKey, VaultFile};

use crate::common::{FixedKeychain, assert_sound, documents, event, provider, secrets, snapshot};

const PATH: &str = "NEXUS_VAULT_CRASH_TEST";
const ROUNDS: u64 = 25;

fn key() -> Arc<FixedKeychain> {
    Arc::new(FixedKeychain([42; 32]))
}

/// The writer. Does nothing unless it was started by the test below.
#[tokio::test]
async fn writer() {
    let Ok(path) = std::env::var(PATH) else { return };
    let file = VaultFile::open(Path::new(&path)).await.unwrap();
    let vault = file.unlock(UnlockKey::Keyring(key())).await.unwrap();
    let mut one = vault.providers().list().await.unwrap().remove(0);
    let mut stdout = std::io::stdout();
    for number in 0_u32.. {
        let entry = vault.audit().append(event("acknowledged")).await.unwrap();
        vault.inventory().put(&snapshot(&one, "eu", 20), &documents(20)).await.unwrap();
        one.position = number as i32;
        vault.providers().rotate(&one, &secrets(&number.to_string())).await.unwrap();
        writeln!(stdout, "\nack {} {number}", entry.sequence).unwrap();
        stdout.flush().unwrap();
    }
}

fn start(path: &Path) -> Child {
    Command::new(std::env::current_exe().unwrap())
        .args(["crash::writer", "--exact", "--nocapture", "--test-threads=1"])
        .env(PATH, path)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_acknowledged_survives_kill_9() {
    let folder = tempfile::TempDir::new().unwrap();
    let path = folder.path().join("home").join("test.vault");
    let new = NewVault { password: None, keyring: Some(key()) };
    let (vault, _) = VaultFile::create(&path, new).await.unwrap();
    let one = provider("one");
    vault.providers().insert(&one, &secrets("first")).await.unwrap();
    vault.lock().await.unwrap();

    let mut writes = 0;
    for round in 0..ROUNDS {
        let mut child = start(&path);
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        // From the first acknowledgement on, so that every round kills a writer at work; the
        // moments differ by rounds and by how busy the machine is.
        let mut acknowledged = lines.by_ref().find_map(|line| ack(&line.unwrap())).unwrap();
        let until = Instant::now() + Duration::from_millis(round * 37 % 150);
        let reader = std::thread::spawn(move || {
            lines.map_while(Result::ok).filter_map(|line| ack(&line)).last()
        });
        std::thread::sleep(until.saturating_duration_since(Instant::now()));
        child.kill().unwrap();
        child.wait().unwrap();
        acknowledged = reader.join().unwrap().unwrap_or(acknowledged);

        let file = VaultFile::open(&path).await.unwrap();
        let vault = file.unlock(UnlockKey::Keyring(key())).await.unwrap();
        assert_sound(&vault).await;
        let (sequence, number) = acknowledged;
        writes += number + 1;
        let last = vault.audit().list(None, 1).await.unwrap()[0].sequence;
        // The unlock above is an entry of its own.
        assert!(last > sequence, "round {round}: {last} after {sequence}");
        let position = vault.providers().get(one.id).await.unwrap().position;
        assert!(position >= number as i32, "round {round}: {position} after {number}");
        let fields = vault.providers().secrets(one.id).await.unwrap();
        assert_eq!(fields["secret_access_key"].expose(), position.to_string());
        assert_eq!(vault.inventory().snapshots(one.id).await.unwrap()[0].resources.len(), 20);
        vault.lock().await.unwrap();
    }
    assert!(writes >= ROUNDS as u32);
}

fn ack(line: &str) -> Option<(u32, u32)> {
    let (sequence, number) = line.strip_prefix("ack ")?.split_once(' ')?;
    Some((sequence.parse().ok()?, number.parse().ok()?))
}
