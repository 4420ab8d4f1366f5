//! `make demo`: the app on a throw-away vault, with sandbox providers full of machines.
//!
//! With a display it opens the window and stays until it is closed. Without one it does the same
//! under a display of its own, prints the machines through `nexus`, writes a screenshot and
//! compares the count with what was seeded.
#![allow(
    clippy::print_stdout,
    clippy::expect_used,
    clippy::panic,
    reason = "a demonstration talks to its terminal and ends at the first thing that fails"
)]

use std::env;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};

use nexus_testkit::{Desktop, Moto, Window, seed};
use serde_json::{Value, json};

/// Unlocks the throw-away vault; shown on the terminal.
const PASSWORD: &str = "sandbox machines only";

/// Keys that the sandbox accepts, as it accepts any.
const ACCESS_KEY: &str = "AKIAIOSFODNN7EXAMPLE";
const SECRET_KEY: &str = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";

#[tokio::main]
async fn main() -> ExitCode {
    println!("Starting two sandbox accounts and filling them with machines …");
    let (production, staging) = (Moto::start(), Moto::start());
    let seeded = seed::fleet(&production).total() + seed::small(&staging).total();
    let folder = tempfile::tempdir().expect("a temporary folder");
    let nexus = Nexus { vault: folder.path().join("vault/vault.db") };
    nexus.run(&["vault", "init"], PASSWORD);
    nexus.add("Sandbox production", &production.url());
    nexus.add("Sandbox staging", &staging.url());
    if ["DISPLAY", "WAYLAND_DISPLAY"].iter().any(|name| env::var_os(name).is_some()) {
        open_window(&nexus);
        return ExitCode::SUCCESS;
    }
    println!("There is no display: showing the machines here, and the window in a picture.");
    let shown = print_machines(&nexus);
    let picture = PathBuf::from("target/demo.png");
    take_picture(&nexus, &picture).await;
    println!("{shown} machines listed, {seeded} seeded. The window: {}", picture.display());
    if shown == seeded { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// The command-line tool on the throw-away vault.
struct Nexus {
    vault: PathBuf,
}

impl Nexus {
    fn run(&self, arguments: &[&str], input: &str) -> String {
        let mut child = Command::new(beside("nexus"))
            .arg("--password-stdin")
            .args(arguments)
            .env("NEXUS_VAULT", &self.vault)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("nexus is built");
        let mut standard_input = child.stdin.take().expect("a pipe");
        standard_input.write_all(input.as_bytes()).expect("nexus reads its input");
        drop(standard_input);
        let output = child.wait_with_output().expect("nexus ends");
        assert!(output.status.success(), "nexus {arguments:?} ended with {}", output.status);
        String::from_utf8(output.stdout).expect("text")
    }

    fn add(&self, name: &str, endpoint: &str) {
        let secrets = json!({ "secret_key": SECRET_KEY });
        let access_key = format!("access_key={ACCESS_KEY}");
        let arguments = ["providers", "add", "aws", "--name", name, "--endpoint", endpoint];
        let rest = ["--field", &access_key, "--secrets-stdin"];
        self.run(&[&arguments[..], &rest[..]].concat(), &format!("{PASSWORD}\n{secrets}"));
    }
}

fn open_window(nexus: &Nexus) {
    println!("The window opens. Unlock the sandbox vault with: {PASSWORD}");
    let status = Command::new(beside("nexus-access-vault"))
        .env("NEXUS_VAULT", &nexus.vault)
        .status()
        .expect("the app is built");
    assert!(status.success(), "the app ended with {status}");
}

fn print_machines(nexus: &Nexus) -> usize {
    let listing = nexus.run(&["machines", "--json"], PASSWORD);
    let listing: Value = serde_json::from_str(&listing).expect("JSON");
    assert_eq!(listing["complete"], true, "{}", listing["failures"]);
    print!("{}", nexus.run(&["machines", "--cached"], PASSWORD));
    listing["machines"].as_array().map_or(0, Vec::len)
}

async fn take_picture(nexus: &Nexus, picture: &Path) {
    let mut desktop = Desktop::start();
    let vault = nexus.vault.to_str().expect("a plain path").to_owned();
    let app = beside("nexus-access-vault");
    let window = Window::open(&mut desktop, &app, &["--vault", &vault]).await;
    window.fill("unlock-secret", PASSWORD).await.expect("the vault asks for its password");
    window.click("unlock-submit").await.expect("it can be unlocked");
    window.find("machine-row").await.expect("machines are shown");
    window.screenshot(picture).await.expect("a picture");
    window.close().await.expect("the window closes");
}

/// A program built together with this one.
fn beside(name: &str) -> PathBuf {
    let own = env::current_exe().expect("this program's path");
    own.with_file_name(format!("{name}{}", env::consts::EXE_SUFFIX))
}
