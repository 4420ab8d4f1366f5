//! A login to a secret backend in the person's browser, begun in a terminal.

use std::io::{BufRead, BufReader, Read};
use std::process::Stdio;

use nexus_testkit::{Browser, OpenIdProvider, VaultServer};
use serde_json::Value;

use crate::bench::Bench;

/// Not that of other tests, which may run meanwhile.
const PORT: &str = "redirect_port=18253";

#[tokio::test(flavor = "multi_thread")]
async fn a_person_logs_in_in_the_browser_that_the_terminal_sends_them_to() {
    let (bench, provider, server) =
        (Bench::with_vault(), OpenIdProvider::start(), VaultServer::start());
    let all: &[&str] = &["create", "update", "read", "delete", "list"];
    server.policy("nexus", &[("secret/data/nexus/*", all), ("secret/metadata/nexus/*", all)]);
    server.use_provider(&provider, "http://localhost:8250/oidc/callback", "nexus");
    let address = format!("address={}", server.url());
    let place = ["hashicorp-vault", "--login", "oidc", "--field", &address, "--field", PORT];
    let asked = ["--no-browser", "--json"];
    let arguments = [&["secret-backend", "check"], place.as_slice(), &asked].concat();
    let mut command = bench.command(&arguments);
    command.env("NEXUS_PASSWORD_FILE", bench.password_file());
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().expect("nexus starts");
    let mut told = BufReader::new(child.stderr.take().expect("its words"));
    let mut line = String::new();
    told.read_line(&mut line).expect("a line");
    let prompt: Value = serde_json::from_str(&line).expect("JSON");
    let url = prompt["prompt"]["authorization_url"].as_str().expect("an address");

    let browser = Browser::start().await;
    browser.open(url).await.expect("the provider's page");
    browser.sign_in("ada").await.expect("signed in");
    browser.consent().await.expect("consented");
    browser.text_with("close this tab").await.expect("the last page");

    let output = child.wait_with_output().expect("nexus ends");
    let mut rest = String::new();
    told.read_to_string(&mut rest).expect("its words");
    assert!(output.status.success(), "{output:?} {rest}");
    let status: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert_eq!((status["login"].as_str(), status["state"].as_str()), (Some("oidc"), Some("ready")));
    let printed = format!("{line}{rest}{status}");
    assert!(!printed.contains("hvs."), "the token shows: {printed}");
}
