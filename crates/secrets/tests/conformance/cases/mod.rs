//! The cases, a file for each subject.

mod listing;
mod network;
mod rights;
mod values;
mod versions;
mod writers;

use std::future::Future;
use std::pin::Pin;

use crate::peers::Kind;

/// What a case came to. One that does not hold panics.
#[derive(Clone, Copy, Debug)]
pub enum Verdict {
    Holds,
    /// The store has nothing that the case could be about.
    NotApplicable,
}

/// One case.
#[derive(Clone, Copy)]
pub struct Case {
    pub name: &'static str,
    pub run: fn(Kind) -> Running,
}

/// A case under way.
pub type Running = Pin<Box<dyn Future<Output = Verdict>>>;

/// A case of this name, from an async function over a kind of store.
macro_rules! case {
    ($name:literal, $run:expr) => {
        $crate::cases::Case { name: $name, run: |kind| Box::pin($run(kind)) }
    };
}
pub(crate) use case;

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
