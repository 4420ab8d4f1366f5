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

use std::future::Future;
use std::pin::Pin;

use crate::bench::AnyVendor;

/// What a case came to. One that does not hold panics.
#[derive(Clone, Copy, Debug)]
pub enum Verdict {
    Holds,
    /// The vendor has nothing that the case could be about.
    NotApplicable,
}

/// One case.
#[derive(Clone, Copy)]
pub struct Case {
    pub name: &'static str,
    pub run: fn(AnyVendor) -> Running,
}

/// A case under way.
pub type Running = Pin<Box<dyn Future<Output = Verdict>>>;

/// A case of this name, from an async function over a vendor.
macro_rules! case {
    ($name:literal, $run:expr) => {
        $crate::cases::Case { name: $name, run: |vendor| Box::pin($run(vendor)) }
    };
}
pub(crate) use case;

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
