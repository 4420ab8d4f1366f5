//! `nexus vault …`

use std::fs;
use std::os::unix::fs::PermissionsExt;

use serde_json::json;

use crate::bench::{Bench, PASSWORD, write_private};

#[test]
fn the_life_of_a_vault() {
    let bench = Bench::new();
    let absent = bench.run(&["vault", "status", "--json"]).ends(0).json();
    assert_eq!((&absent["state"], &absent["slots"]), (&json!("absent"), &json!([])));
    assert!(bench.run(&["vault", "status"]).ends(0).out.contains("no vault yet"));
    assert_eq!(bench.run(&["machines", "--json"]).ends(5).code(), "no_vault");
    bench.run(&["vault", "lock"]).ends(5);

    write_private(&bench.password_file(), "elevenchars");
    let short = bench.run(&["vault", "init"]).ends(2);
    assert!(short.err.contains("invalid_input") && short.out.is_empty(), "{short:?}");
    write_private(&bench.password_file(), &format!("{PASSWORD}\n"));
    let recovery = bench.run(&["vault", "init"]).ends(0).out;
    assert_eq!(recovery.lines().count(), 1, "the recovery key alone");
    let again = bench.run(&["vault", "init"]).ends(5);
    assert!(again.err.contains("vault_exists"), "{again:?}");
    let mode = |path| fs::metadata(path).expect("it is there").permissions().mode() & 0o777;
    assert_eq!(mode(bench.vault_folder()), 0o700);
    assert_eq!(mode(bench.vault_folder().join("vault.db")), 0o600);

    let status = bench.run(&["vault", "status", "--json"]).ends(0).json();
    assert_eq!(status["state"], "locked");
    let kinds: Vec<_> = status["slots"].as_array().expect("slots").iter().collect();
    let kinds: Vec<_> = kinds.into_iter().map(|slot| slot["kind"].clone()).collect();
    assert_eq!(kinds, [json!("password"), json!("recovery")]);
    assert!(status["retry_at"].is_null());
    assert_eq!(bench.run(&["vault", "verify", "--json"]).ends(0).json(), json!({ "findings": [] }));
    assert!(bench.run(&["vault", "verify"]).ends(0).out.contains("whole"));
    let locked = bench.run(&["vault", "lock"]).ends(0);
    assert_eq!(locked.out, "");
    assert_eq!(bench.run(&["providers", "--json"]).ends(0).json(), json!({ "providers": [] }));
    let nothing = json!({ "machines": [], "failures": [], "complete": true });
    assert_eq!(bench.run(&["machines", "--json"]).ends(0).json(), nothing);
    assert_eq!(bench.run(&["machines", "--cached", "--json"]).ends(0).json(), nothing);

    // --vault goes before the variable; a file that is none is no vault.
    let elsewhere = bench.path().join("elsewhere.db").display().to_string();
    let other = bench.run(&["--vault", &elsewhere, "vault", "status", "--json"]).ends(0).json();
    assert_eq!((&other["state"], &other["path"]), (&json!("absent"), &json!(elsewhere)));
    fs::write(bench.vault_folder().join("vault.db"), "not a vault").expect("it is written");
    write_private(&bench.vault_folder().join("vault.db"), "not a vault");
    assert_eq!(bench.run(&["machines", "--json"]).ends(5).code(), "vault_damaged");
    let open = fs::Permissions::from_mode(0o644);
    fs::set_permissions(bench.vault_folder().join("vault.db"), open).expect("its mode");
    assert_eq!(bench.run(&["machines", "--json"]).ends(5).code(), "vault_unsafe");
    bench.assert_no_trace_of(&[PASSWORD]);
}

#[test]
fn wrong_passwords_are_refused_and_then_not_even_tried() {
    let bench = Bench::with_vault();
    let guess = |password: &str| {
        let mut command = bench.command(&["--password-stdin", "machines", "--json"]);
        bench.ran(&mut command, password).ends(3)
    };
    let (first, again) = (guess("Tr0ub4dor-guess 1\n"), guess("Tr0ub4dor-guess 2\n"));
    assert_eq!(first.code(), "wrong_password");
    assert!(first.error()["retry_at"].is_null() && again.error()["retry_at"].is_null());
    // Three are free; each after them doubles the wait, so that a slow machine gets there too.
    let held = (3..12).map(|number| guess(&format!("Tr0ub4dor-guess {number}\n")).error());
    let held = held.into_iter().find(|error| error["code"] == "back_off").expect("it backs off");
    let retry_at = held["retry_at"].as_str().expect("a moment");
    assert!(retry_at.ends_with('Z'), "{held}");
    let status = bench.run(&["vault", "status", "--json"]).ends(0).json();
    assert_eq!(status["retry_at"], retry_at);
    assert!(bench.run(&["vault", "status"]).ends(0).out.contains(retry_at));
    bench.assert_no_trace_of(&[PASSWORD, "Tr0ub4dor-guess"]);
}
