//! What every secret backend must do, against the store itself or a strict server that plays it:
//! backends x cases. `make conformance` prints the table.
#![allow(clippy::expect_used, reason = "a case ends where something is not as it must be")]

mod bench;
mod cases;
mod peers;

use std::process::ExitCode;

use nexus_testkit::conformance;

fn main() -> ExitCode {
    let kinds = peers::ALL.iter().map(|kind| (kind.name.to_owned(), *kind)).collect();
    conformance::main(kinds, &cases::all())
}
