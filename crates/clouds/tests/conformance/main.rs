//! What every cloud must do, against a strict server that plays its vendor: clouds x cases.
//! `make conformance` prints the table.
#![allow(clippy::expect_used, reason = "a case ends where something is not as it must be")]

mod bench;
mod cases;
mod table;

use std::process::ExitCode;
use std::sync::Arc;

use crate::bench::AnyVendor;
use crate::table::Table;
use libtest_mimic::{Arguments, Trial};

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    let table = Arc::new(Table::default());
    let mut trials = Vec::new();
    for vendor in AnyVendor::all() {
        for case in cases::all() {
            let table = Arc::clone(&table);
            let (account, name) = (vendor.name(), case.name.replace(' ', "_"));
            let name = format!("{}::{name}", account.replace(' ', "_"));
            trials.push(Trial::test(name, move || {
                let noted = table.begin(case.name, &account);
                noted.end(bench::run((case.run)(vendor)));
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
