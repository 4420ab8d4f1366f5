//! Where the password comes from.

use std::fs;
use std::os::unix::fs::PermissionsExt;

use crate::bench::{Bench, PASSWORD};

const LIST: [&str; 2] = ["providers", "--json"];

#[test]
fn the_password_comes_from_standard_input_or_a_private_file() {
    let bench = Bench::with_vault();
    bench.run(&LIST).ends(0);
    let mut piped = bench.command(&["--password-stdin", "providers", "--json"]);
    bench.ran(&mut piped, &format!("{PASSWORD}\r\nand more\n")).ends(0);
    let mut after = bench.command(&["providers", "--json", "--password-stdin"]);
    bench.ran(&mut after, PASSWORD).ends(0);

    // Standard input goes before the file, which goes before all else.
    let wrong = bench.run_with(&["--password-stdin", "providers", "--json"], "no such word\n");
    assert_eq!(wrong.ends(3).code(), "wrong_password");
    let empty = bench.run_with(&["--password-stdin", "providers", "--json"], "");
    assert_eq!(empty.ends(3).code(), "wrong_password");

    let locked = bench.ran(&mut bench.command(&LIST), "").ends(3);
    assert_eq!(locked.code(), "locked");
    assert!(
        locked.error()["remedy"].as_str().is_some_and(|text| text.contains("--password-stdin"))
    );

    let open = fs::Permissions::from_mode(0o644);
    fs::set_permissions(bench.password_file(), open).expect("its mode");
    let refused = bench.run(&LIST).ends(2);
    assert_eq!(refused.code(), "invalid_input");
    assert!(refused.error()["remedy"].as_str().is_some_and(|text| text.contains("chmod 600")));
    let mut named = bench.command(&LIST);
    let missing = bench.ran(named.env("NEXUS_PASSWORD_FILE", "/nowhere/password"), "");
    assert_eq!(missing.ends(2).code(), "invalid_input");

    // Looking and locking need no key, so nothing is wrong with the file for them.
    bench.run(&["vault", "status", "--json"]).ends(0);
    bench.run(&["vault", "lock"]).ends(0);
    let clouds = bench.run(&["clouds", "--json"]).ends(0).json();
    assert_eq!(clouds[0]["id"], "aws");
    assert_eq!(clouds[0]["auth_kinds"][0]["id"], "access_key");
    assert_eq!(clouds[0]["auth_kinds"][0]["schema"]["properties"]["secret_key"]["writeOnly"], true);
    let clouds = clouds.as_array().expect("a list");
    let openstack = clouds.iter().find(|cloud| cloud["id"] == "openstack").expect("it is there");
    let table = bench.run(&["clouds"]).ends(0).out;
    let import = openstack["imports"][0]["id"].as_str().expect("an id");
    let rows = table.lines().filter(|row| row.trim_start().starts_with("openstack"));
    assert_eq!(rows.filter(|row| row.contains(import)).count(), 1, "{table}");
    assert!(table.contains("access_key secret_key* [session_token*] [region]"), "{table}");
    bench.assert_no_trace_of(&[PASSWORD]);
}
