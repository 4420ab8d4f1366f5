//! What every secret backend must do, against the store itself or a strict server that plays it:
//! backends x cases. `make conformance` prints the table.
#![allow(clippy::expect_used, reason = "a case ends where something is not as it must be")]

mod bench;
mod cases;
mod peers;
mod table;

use std::process::ExitCode;
use std::sync::Arc;

use libtest_mimic::{Arguments, Trial};

use crate::table::Table;

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    let table = Arc::new(Table::default());
    let mut trials = Vec::new();
    for kind in peers::ALL {
        for case in cases::all() {
            let table = Arc::clone(&table);
            let name = format!("{}::{}", kind.name, case.name).replace(' ', "_");
            trials.push(Trial::test(name, move || {
                let noted = table.begin(case.name, kind.name);
                noted.end(bench::run((case.run)(*kind)));
                Ok(())
            }));
        }
    }
    // One case at a time makes no table.
    let is_single = arguments.exact || arguments.list;
    let conclusion = libtest_mimic::run(&arguments, trials);
    if !is_single {
        table.print();
    }
    conclusion.exit_code()
}
