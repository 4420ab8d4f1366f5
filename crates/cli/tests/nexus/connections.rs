//! `nexus signin` and `nexus connections`, as far as nobody has to be asked.

use serde_json::json;

use crate::bench::{Bench, SECRET};

#[test]
fn without_a_connection_there_is_nothing_to_look_after() {
    let bench = Bench::with_vault();
    assert_eq!(bench.run(&["connections", "--json"]).ends(0).json(), json!({ "connections": [] }));
    assert!(bench.run(&["connections", "list"]).ends(0).err.contains("nexus signin"));
    for arguments in [
        &["connections", "refresh", "nobody", "--json"][..],
        &["connections", "disconnect", "nobody", "--force", "--json"],
        &["connections", "add", "nobody", "--all", "--json"],
        &["signin", "gcp", "--connection", "nobody", "--json"],
    ] {
        assert_eq!(bench.run(arguments).ends(5).code(), "not_found", "{arguments:?}");
    }
}

#[test]
fn a_cloud_that_is_not_signed_in_to_says_so_before_anything_is_kept() {
    let bench = Bench::with_vault();
    let unknown = bench.run(&["signin", "skynet", "--no-browser", "--json"]).ends(2).error();
    assert_eq!(unknown["field"], "cloud");
    let typed = bench.run(&["signin", "hetzner", "--no-browser", "--json"]).ends(2).error();
    assert_eq!(typed["field"], "auth");
    let secrets = json!({ "client_secret": SECRET }).to_string();
    let arguments =
        ["signin", "hetzner", "--auth", "token", "--secrets-stdin", "--no-browser", "--json"];
    let refused = bench.run_with(&arguments, &secrets).ends(2).error();
    assert_eq!(refused["code"], "invalid_input");
    let both = ["signin", "gcp", "--choose", "one", "--all"];
    assert!(bench.run(&both).ends(2).err.contains("--all"));
    assert_eq!(bench.run(&["connections", "--json"]).ends(0).json(), json!({ "connections": [] }));
    bench.assert_no_trace_of(&[SECRET]);
}
