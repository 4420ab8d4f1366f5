//! What every cloud must do, against a strict server that plays its vendor: clouds x cases.
//! `make conformance` prints the table.
#![allow(clippy::expect_used, reason = "a case ends where something is not as it must be")]

mod bench;
mod cases;

use std::process::ExitCode;

use nexus_testkit::conformance;

use crate::bench::AnyVendor;

fn main() -> ExitCode {
    let mut vendors: Vec<_> =
        AnyVendor::all().into_iter().map(|vendor| (vendor.name(), vendor)).collect();
    vendors.sort_by(|(one, _), (other, _)| one.cmp(other));
    conformance::main(vendors, &cases::all())
}
