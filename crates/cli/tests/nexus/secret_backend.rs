//! `nexus secret-backend …` with a real HashiCorp Vault.

use std::process::Command;

use nexus_testkit::{Desktop, Fleet, VaultServer};
use serde_json::{Value, json};

use crate::bench::{Bench, NEXUS, PASSWORD, Ran, SECRET, write_private};

const PREFIX: &str = "nexus/providers";

/// The words that choose the server, with a login.
fn words(server: &VaultServer, token: &str) -> [(&'static str, String); 3] {
    [
        ("SECRET_BACKEND", "hashicorp-vault".to_owned()),
        ("VAULT_ADDR", server.url()),
        ("VAULT_TOKEN", token.to_owned()),
    ]
}

/// Runs the program with these words in its environment.
fn run(bench: &Bench, words: &[(&'static str, String)], arguments: &[&str]) -> Ran {
    let mut command = bench.command(arguments);
    command.env("NEXUS_PASSWORD_FILE", bench.password_file()).envs(words.iter().cloned());
    bench.ran(&mut command, "")
}

/// The same for `secret-backend`.
fn backend(bench: &Bench, words: &[(&'static str, String)], arguments: &[&str]) -> Ran {
    run(bench, words, &[&["secret-backend"], arguments].concat())
}

fn login(token: &str) -> String {
    json!({ "token": token }).to_string()
}

/// How many secret keys the server has below the prefix.
fn kept(server: &VaultServer) -> usize {
    let path = format!("secret/metadata/{PREFIX}?list=true");
    let owners = server.ask_with(server.root_token(), "GET", &path, &Value::Null).1;
    owners["data"]["keys"].as_array().map_or(0, Vec::len)
}

#[test]
fn the_environment_chooses_a_server_and_a_second_machine_finds_what_is_there() {
    let (fleet, mut server) = (Fleet::start(8), VaultServer::start());
    let root = words(&server, server.root_token());
    let ada = Bench::with_vault();
    let usual = backend(&ada, &[], &["status", "--json"]).ends(0).json();
    assert_eq!((&usual["backend"], &usual["state"]), (&json!("internal"), &json!("ready")));
    ada.add("Production", &fleet.url()).ends(0);

    let status = backend(&ada, &root, &["status", "--json"]).ends(0).json();
    assert_eq!((&status["origin"], &status["state"]), (&json!("environment"), &json!("ready")));
    let place = status["place"].as_str().expect("a place");
    assert!(place.contains(&server.url()), "{place}");
    let told = backend(&ada, &root, &["status"]).ends(0).out;
    assert!(told.contains(place) && told.contains("ready"), "{told}");

    // What was in the vault goes to the place that is set without its being named again.
    let planned = backend(&ada, &root, &["plan", "--json"]).ends(0).json();
    assert_eq!(planned["planned"][0]["name"], "Production");
    assert_eq!(planned["planned"][0]["fields"], json!(["secret_key"]));
    assert!(backend(&ada, &root, &["plan"]).ends(0).out.contains("Production"));
    assert_eq!(kept(&server), 0, "a plan changes nothing");
    let moved = backend(&ada, &root, &["move", "--json"]).ends(0).json();
    assert_eq!(moved["move_left"], Value::Null);
    assert_eq!(kept(&server), 1);
    run(&ada, &root, &["machines", "--json"]).ends(0);
    let elsewhere = backend(&ada, &root, &["move", "internal", "--json"]).ends(2);
    assert!(elsewhere.error()["message"].as_str().expect("a text").contains("the environment"));

    let bob = Bench::with_vault();
    let found = backend(&bob, &root, &["discover", "--json"]).ends(0).json();
    let found = found["found"].as_array().expect("a list");
    assert_eq!((found.len(), &found[0]["name"]), (1, &json!("Production")));
    assert_eq!(found[0]["known"], false);
    let owner = found[0]["owner"].as_str().expect("a name");
    assert!(backend(&bob, &root, &["discover"]).ends(0).out.contains(owner));
    let added = backend(&bob, &root, &["add", owner, "nobody-12345678", "--json"]).ends(4);
    assert!(added.out.contains("Production") && added.out.contains("not_found"), "{added:?}");
    backend(&bob, &root, &["add", "nobody-12345678"]).ends(5);
    let machines = run(&bob, &root, &["machines", "--json"]).ends(0).json();
    assert_eq!(machines["machines"].as_array().map(Vec::len), Some(8));

    // A login that may only read reads, and says why it does not write.
    let rules: [(&str, &[&str]); 1] = [("secret/*", &["read", "list"])];
    server.policy("reader", &rules);
    let reader = words(&server, &server.token(&json!({ "policies": ["reader"] })));
    let status = backend(&bob, &reader, &["status", "--json"]).ends(0).json();
    assert_eq!(status["state"], "read_only");
    assert!(backend(&bob, &reader, &["status"]).ends(0).out.contains("read only"));
    run(&bob, &reader, &["machines", "--json"]).ends(0);
    let before = Bench::with_vault();
    before.add("Second", &fleet.url()).ends(0);
    let refused = backend(&before, &reader, &["move", "--json"]).ends(5);
    assert_eq!(refused.code(), "permission_denied");

    // A token that is none, a server that is away, and words that cannot be used.
    let ended = words(&server, "hvs.ended");
    let status = backend(&bob, &ended, &["status", "--json"]).ends(5).json();
    assert_eq!(status["state"], "needs_login");
    server.stop();
    let status = backend(&bob, &root, &["status", "--json"]).ends(5).json();
    assert_eq!(status["state"], "unreachable");
    let told = backend(&bob, &root, &["status"]).ends(5);
    assert!(told.out.contains("does not answer") && told.err.contains("unreachable"), "{told:?}");
    assert_eq!(backend(&bob, &root, &["discover", "--json"]).ends(5).code(), "unreachable_refused");
    let cached = run(&bob, &root, &["machines", "--cached", "--json"]).ends(0).json();
    assert_eq!(cached["machines"].as_array().map(Vec::len), Some(8));
    server.restart();
    run(&bob, &root, &["machines", "--json"]).ends(0);
    let bad = [("SECRET_BACKEND", "skynet".to_owned())];
    let status = backend(&bob, &bad, &["status", "--json"]).ends(5).json();
    assert_eq!((&status["state"], &status["origin"]), (&json!("refused"), &json!("environment")));
    assert_eq!(status["failure"]["field"], "SECRET_BACKEND");
    let nowhere = backend(&bob, &root[..1], &["move", "--json"]).ends(2);
    assert_eq!(nowhere.error()["field"], "VAULT_ADDR");

    for bench in [&ada, &bob] {
        bench.assert_no_trace_of(&[SECRET, server.root_token()]);
    }
}

#[test]
fn a_login_is_kept_in_the_keyring_and_a_move_that_was_cut_off_goes_on_or_back() {
    let (fleet, server, desktop) = (Fleet::start(8), VaultServer::start(), Desktop::start());
    let bench = Bench::with_vault();
    let on_desktop = |arguments: &[&str], input: &str| {
        let mut command: Command = desktop.command(NEXUS);
        command.env("NEXUS_VAULT", bench.vault_folder().join("vault.db"));
        command.env("NEXUS_PASSWORD_FILE", bench.password_file());
        bench.ran(command.arg("secret-backend").args(arguments), input)
    };
    bench.add("Second", &fleet.url()).ends(0);
    bench.add("First", &fleet.url()).ends(0);
    let address = format!("address={}", server.url());
    let place = ["hashicorp-vault", "--field", &address, "--secrets-stdin", "--json"];
    let to = |verb: &str, token: &str| on_desktop(&[&[verb], &place[..]].concat(), &login(token));

    let checked = to("check", server.root_token()).ends(0).json();
    assert_eq!(checked["state"], "ready");
    assert_eq!(to("check", "hvs.wrong").ends(5).json()["state"], "needs_login");
    let wrong = ["check", "hashicorp-vault", "--field", "colour=red", "--json"];
    assert_eq!(on_desktop(&wrong, "").ends(5).json()["failure"]["code"], "expired");
    assert_eq!(to("plan", server.root_token()).ends(0).json()["planned"][1]["name"], "Second");
    assert_eq!(on_desktop(&["resume", "--json"], "").ends(5).code(), "not_found");
    assert_eq!(on_desktop(&["discover", "--json"], "").ends(2).code(), "invalid_input");

    // What no plan can foresee: one of the two may be read and not written.
    let all: &[&str] = &["create", "read", "update", "delete", "list"];
    let own = format!("secret/data/{PREFIX}/second*");
    let rules = [("secret/*", all), (own.as_str(), &["read"])];
    server.policy("half", &rules);
    let half = server.token(&json!({ "policies": ["half"] }));
    let error = to("move", &half).ends(5).error();
    assert_eq!(error["code"], "permission_denied");
    assert!(error["message"].as_str().expect("a text").contains("“Second”"), "{error}");
    let left = on_desktop(&["status", "--json"], "").ends(0).json();
    assert_eq!(left["backend"], "internal");
    assert_eq!(left["move_left"]["switched"], false);
    assert!(on_desktop(&["status"], "").ends(0).err.contains("roll-back"));
    assert_eq!(to("move", &half).ends(2).code(), "invalid_input");
    let back = on_desktop(&["roll-back", "--json"], "").ends(0).json();
    assert_eq!((&back["backend"], &back["move_left"]), (&json!("internal"), &Value::Null));
    assert_eq!(kept(&server), 0, "nothing is left behind");

    to("move", &half).ends(5);
    server.policy("half", &rules[..1]);
    let moved = on_desktop(&["resume", "--json"], "").ends(0).json();
    assert_eq!((&moved["backend"], &moved["state"]), (&json!("hashicorp-vault"), &json!("ready")));
    assert_eq!(kept(&server), 2);

    // The next command has the login from the keyring, until it ends.
    on_desktop(&["status", "--json"], "").ends(0);
    server.ask("POST", "auth/token/revoke", &json!({ "token": half }));
    assert_eq!(on_desktop(&["status", "--json"], "").ends(5).json()["state"], "needs_login");
    let next = server.token(&json!({ "policies": ["half"] }));
    on_desktop(&["login", "--json"], &login("hvs.wrong")).ends(5);
    on_desktop(&["login", "--json"], &login(&next)).ends(0);
    assert_eq!(on_desktop(&["status", "--json"], "").ends(0).json()["state"], "ready");
    let outside = bench.run_with(&["secret-backend", "login"], &login(&next)).ends(0);
    assert!(outside.err.contains("no keyring"), "{outside:?}");

    let home = on_desktop(&["move", "internal", "--json"], "").ends(0).json();
    assert_eq!(home["backend"], "internal");
    assert_eq!(kept(&server), 0);
    bench.run(&["machines", "--json"]).ends(0);
    bench.assert_no_trace_of(&[SECRET, PASSWORD, server.root_token(), &half, &next]);
}

#[test]
fn a_file_beside_the_vault_chooses_too_and_must_be_its_owners_alone() {
    use std::os::unix::fs::PermissionsExt;
    let server = VaultServer::start();
    let bench = Bench::with_vault();
    let file = bench.vault_folder().join("secret-backend.env");
    let text = |address: &str| {
        let token = server.root_token();
        format!(
            "# Ops\nSECRET_BACKEND=hashicorp-vault\nVAULT_ADDR={address}\nVAULT_TOKEN={token}\n"
        )
    };
    write_private(&file, &text(&server.url()));
    let status = backend(&bench, &[], &["status", "--json"]).ends(0).json();
    assert_eq!((&status["origin"], &status["state"]), (&json!("config_file"), &json!("ready")));

    for mode in [0o640, 0o604, 0o620] {
        std::fs::set_permissions(&file, std::fs::Permissions::from_mode(mode)).expect("its mode");
        let status = backend(&bench, &[], &["status", "--json"]).ends(5).json();
        assert_eq!(status["state"], "refused", "{mode:o}");
        assert_eq!(status["origin"], "config_file");
        let remedy = status["failure"]["remedy"].as_str().expect("a remedy");
        assert!(remedy.contains("chmod 600") && remedy.contains("secret-backend.env"), "{remedy}");
    }
    write_private(&file, &text("vault.example.com"));
    let status = backend(&bench, &[], &["status", "--json"]).ends(5).json();
    assert_eq!((&status["origin"], &status["state"]), (&json!("config_file"), &json!("refused")));
    let message = status["failure"]["message"].as_str().expect("a text");
    assert!(message.contains("secret-backend.env: VAULT_ADDR"), "{message}");

    // The environment comes before the file.
    let here = words(&server, server.root_token());
    let status = backend(&bench, &here, &["status", "--json"]).ends(0).json();
    assert_eq!(status["origin"], "environment");
    let printed = bench.printed.lock().expect("no thread panicked").clone();
    assert!(!printed.contains(server.root_token()), "a token is printed");
}
