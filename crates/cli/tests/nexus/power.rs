//! `nexus power`: asked before, waited for, told machine by machine.

use nexus_testkit::{Moto, seed};

use crate::bench::Bench;

#[test]
fn a_machine_is_stopped_and_started_again() {
    let moto = Moto::start();
    seed::small(&moto);
    let bench = Bench::with_vault();
    bench.add("Production", &moto.url()).ends(0);
    bench.run(&["machines"]).ends(0);

    // Nobody is there to say yes.
    let unasked = bench.run(&["power", "stop", "web-eu-0001", "--json"]).ends(2);
    assert_eq!(unasked.code(), "invalid_input");
    let stopped = bench.run(&["power", "stop", "web-eu-0001", "--yes", "--json"]).ends(0).json();
    let machine = &stopped["machines"][0];
    assert_eq!((&machine["name"], &machine["state"]), (&"web-eu-0001".into(), &"stopped".into()));
    assert_eq!(
        (&machine["provider"], &machine["region"]),
        (&"Production".into(), &"eu-west-1".into())
    );
    assert!(machine["failure"].is_null(), "{machine}");

    // One that is as it should not be does not keep the other from it.
    let both = ["power", "reboot", "web-eu-0001", "api-eu-0002", "--yes"];
    let partial = bench.run(&both).ends(4);
    assert!(partial.err.contains("conflict") && partial.err.contains("stopped"), "{partial:?}");
    let started = bench.run(&["power", "start", "web-eu-0001"]).ends(0);
    assert!(started.out.contains("running"), "{started:?}");
    let unknown = bench.run(&["power", "start", "nobody", "--json"]).ends(2);
    assert_eq!(unknown.code(), "invalid_input");
}
