//! Moving every credential, also while the process is killed.

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use nexus_model::{ErrorCode, HealthStatus};

use super::folder::Folder;
use super::ssh_keys;
use super::stage::{Stage, add, app_at, checked, to_store, to_vault};
use crate::bench::by_keyring;

const HOME: &str = "NEXUS_MOVE_TEST_HOME";
const STORE: &str = "NEXUS_MOVE_TEST_STORE";
const ROUNDS: u64 = 200;
const PROVIDERS: usize = 6;

#[tokio::test(flavor = "multi_thread")]
async fn a_move_copies_verifies_switches_and_wipes() {
    let stage = Stage::open().await;
    let app = &stage.app;
    let first = add(app, "Production", "A1").await;
    let planned = app.plan_secret_move(to_store(&stage.store)).await.expect("a plan");
    assert_eq!(planned.len(), 1);
    assert_eq!(
        (planned[0].name.as_str(), &planned[0].fields[..]),
        ("Production", &["secret_key".to_owned()][..])
    );
    assert!(stage.folder().is_empty(), "a plan changes nothing");

    let status = app.move_secrets(to_store(&stage.store)).await.expect("moved");
    assert_eq!(status.backend, "folder");
    assert!(status.move_left.is_none() && status.failure.is_none(), "{status:?}");
    assert_eq!(stage.folder().keys().len(), 2, "the secret and what others find it by");
    assert_eq!(checked(app, first.id).await.health.status, HealthStatus::Healthy);
    assert!(app.plan_secret_move(to_store(&stage.store)).await.expect("a plan").is_empty());

    let elsewhere = stage.store.with_file_name("another");
    app.move_secrets(to_store(&elsewhere)).await.expect("moved");
    assert!(stage.folder().is_empty() && !Folder::at(&elsewhere).is_empty());
    assert_eq!(checked(app, first.id).await.health.status, HealthStatus::Healthy);

    app.move_secrets(to_vault()).await.expect("moved");
    assert!(Folder::at(&elsewhere).is_empty());
    assert_eq!(checked(app, first.id).await.health.status, HealthStatus::Healthy);
    let none = app.resume_secret_move().await.expect_err("nothing was cut off");
    assert_eq!(none.code, ErrorCode::NotFound);
}

/// Moves to and fro without end. Does nothing unless it was started by the test below.
#[tokio::test(flavor = "multi_thread")]
async fn mover() {
    let (Ok(home), Ok(store)) = (std::env::var(HOME), std::env::var(STORE)) else { return };
    let (app, store) = (app_at(Path::new(&home)), Path::new(&store));
    app.unlock_vault(by_keyring()).await.expect("it opens");
    if app.secret_backend().await.expect("a status").backend == "folder" {
        app.login_secret_backend(to_store(store).secrets).await.expect("logged in");
    }
    let mut stdout = std::io::stdout();
    writeln!(stdout, "\nready").expect("told");
    stdout.flush().expect("told");
    loop {
        let drafts = [to_store(store), to_vault()];
        let back = app.secret_backend().await.expect("a status").backend == "folder";
        app.move_secrets(drafts[usize::from(back)].clone()).await.expect("moved");
    }
}

fn start(home: &Path, store: &Path) -> Child {
    Command::new(std::env::current_exe().expect("this program"))
        .args(["custody::moving::mover", "--exact", "--nocapture", "--test-threads=1"])
        .env(HOME, home)
        .env(STORE, store)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("it starts")
}

#[tokio::test(flavor = "multi_thread")]
#[expect(clippy::print_stdout, reason = "the count is part of what is shown")]
async fn nothing_is_lost_by_kill_9_while_moving() {
    let stage = Stage::open().await;
    let mut ids = Vec::new();
    for number in 0..PROVIDERS {
        ids.push(add(&stage.app, &format!("Provider {number}"), &format!("K{number}")).await.id);
    }
    let private = ssh_keys::made();
    stage.app.add_ssh_key(ssh_keys::new("Work", &private)).await.expect("kept");
    stage.app.lock_vault("for the test").await.expect("locked");
    let (mut resumed, mut rolled_back) = (0, 0);
    for round in 0..ROUNDS {
        let mut child = start(stage.home.path(), &stage.store);
        let out = child.stdout.take().expect("a pipe");
        let mut lines = BufReader::new(out).lines().map_while(Result::ok);
        assert!(lines.any(|line| line == "ready"), "round {round}: it did not open");
        // Any moment of a move, which takes some tens of milliseconds.
        tokio::time::sleep(Duration::from_micros((round * 7_919) % 120_000)).await;
        child.kill().expect("killed");
        child.wait().expect("ended");

        let app = app_at(stage.home.path());
        app.unlock_vault(by_keyring()).await.expect("it opens");
        let left = app.secret_backend().await.expect("a status").move_left;
        if app.secret_backend().await.expect("a status").backend == "folder" || left.is_some() {
            let login = to_store(&stage.store).secrets;
            app.login_secret_backend(login).await.expect("logged in");
        }
        if let Some(left) = left {
            // After the switch there is no way back but another move.
            if left.switched {
                let refused = app.roll_back_secret_move().await.expect_err("it is over");
                assert_eq!(refused.code, ErrorCode::InvalidInput, "round {round}: {refused:?}");
            }
            if left.switched || round % 2 == 0 {
                app.resume_secret_move().await.expect("resumed");
                resumed += 1;
            } else {
                app.roll_back_secret_move().await.expect("rolled back");
                rolled_back += 1;
            }
        }
        let status = app.secret_backend().await.expect("a status");
        assert!(status.move_left.is_none(), "round {round}: {status:?}");
        for id in &ids {
            let health = checked(&app, *id).await.health;
            assert_eq!(health.status, HealthStatus::Healthy, "round {round}: {health:?}");
        }
        let is_empty = stage.folder().is_empty();
        assert_eq!(is_empty, status.backend == "internal", "round {round}: the old place is wiped");
        assert!(app.verify_vault().await.expect("a report").findings.is_empty());
        app.lock_vault("for the test").await.expect("locked");
        let sealed = ssh_keys::sealed(stage.home.path()).await;
        let of_key = sealed.get("key").map(|key| key.expose().to_owned());
        let now = of_key.or_else(|| stage.folder().value("work", "key"));
        assert_eq!(now.as_deref(), Some(&*private), "round {round}: the SSH key");
        assert_eq!(sealed.contains_key("key"), is_empty, "round {round}: it is in one place");
    }
    println!(
        "{ROUNDS} kills while moving {PROVIDERS} credentials and an SSH key to and fro: {resumed} \
         resumed, {rolled_back} rolled back, 0 lost."
    );
    assert!(resumed > 0 && rolled_back > 0, "the kills came in the middle");
}
