//! The cases, a file for each subject.

mod listing;
mod network;
mod rights;
mod values;
mod versions;
mod writers;

pub(crate) use nexus_testkit::case;
use nexus_testkit::conformance;
pub use nexus_testkit::conformance::Verdict;

use crate::peers::Kind;

/// One case.
pub type Case = conformance::Case<Kind>;

/// Every case, in the order of the table.
pub fn all() -> Vec<Case> {
    let subjects: [&[Case]; 6] = [
        values::CASES,
        versions::CASES,
        writers::CASES,
        listing::CASES,
        rights::CASES,
        network::CASES,
    ];
    subjects.concat()
}
