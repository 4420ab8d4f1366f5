//! The operating system's keyring unlocks the vault, by itself or beside a password.

use nexus_testkit::Desktop;
use serde_json::json;

use crate::bench::{Bench, NEXUS, PASSWORD};

#[test]
fn the_keyring_unlocks_without_a_person() {
    let desktop = Desktop::start();
    let bench = Bench::new();
    let vault = bench.vault_folder().join("vault.db");
    let on_desktop = |arguments: &[&str], input: &str| {
        let mut command = desktop.command(NEXUS);
        bench.ran(command.env("NEXUS_VAULT", &vault).args(arguments), input)
    };
    on_desktop(&["vault", "init"], "").ends(0);
    let status = on_desktop(&["vault", "status", "--json"], "").ends(0).json();
    let kinds: Vec<_> = status["slots"].as_array().expect("slots").iter().collect();
    let kinds: Vec<_> = kinds.into_iter().map(|slot| slot["kind"].clone()).collect();
    assert_eq!(kinds, [json!("keyring"), json!("recovery")]);
    assert_eq!(status["keyring_available"], true);
    on_desktop(&["machines", "--json"], "").ends(0);
    on_desktop(&["vault", "verify"], "").ends(0);

    // A password that is given is used, though the vault has none.
    let given = on_desktop(&["--password-stdin", "machines", "--json"], PASSWORD);
    assert_eq!(given.ends(2).code(), "invalid_input");
    // Outside the desktop there is no keyring, and nobody to ask.
    let outside = bench.ran(&mut bench.command(&["machines", "--json"]), "").ends(3);
    assert_eq!(outside.code(), "keyring_unavailable");

    let both = Bench::new();
    let vault = both.vault_folder().join("vault.db");
    let mut init = desktop.command(NEXUS);
    init.env("NEXUS_VAULT", &vault).args(["--password-stdin", "vault", "init", "--keyring"]);
    both.ran(&mut init, PASSWORD).ends(0);
    both.run(&["machines", "--json"]).ends(0);
    let mut by_keyring = desktop.command(NEXUS);
    by_keyring.env("NEXUS_VAULT", &vault).args(["machines", "--json"]);
    both.ran(&mut by_keyring, "").ends(0);

    let nowhere = Bench::new();
    let mut init = nowhere.command(&["vault", "init", "--keyring"]);
    let refused = nowhere.ran(&mut init, "").ends(3);
    assert!(refused.err.contains("keyring_unavailable"), "{refused:?}");
    assert!(!nowhere.vault_folder().join("vault.db").exists());
}
