//! The cases, a file for each subject.

mod credential;
mod listing;
mod mutation;
mod network;
mod normal;
mod power;
mod refusals;
mod replies;
mod sign_in;

pub(crate) use nexus_testkit::case;
use nexus_testkit::conformance;
pub use nexus_testkit::conformance::Verdict;

use crate::bench::AnyVendor;

/// One case.
pub type Case = conformance::Case<AnyVendor>;

/// Every case, in the order of the table.
pub fn all() -> Vec<Case> {
    let subjects: [&[Case]; 9] = [
        credential::CASES,
        listing::CASES,
        normal::CASES,
        refusals::CASES,
        replies::CASES,
        network::CASES,
        sign_in::CASES,
        power::CASES,
        mutation::CASES,
    ];
    subjects.concat()
}
