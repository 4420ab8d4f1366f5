//! One suite over every implementation of a trait: subjects x cases, and the table of what was
//! seen. `crates/clouds` and `crates/secrets` each have one.

mod table;

use std::future::Future;
use std::pin::Pin;
use std::process::ExitCode;
use std::sync::Arc;

use libtest_mimic::{Arguments, Trial};

use self::table::Table;

/// What a case came to. One that does not hold panics.
#[derive(Clone, Copy, Debug)]
pub enum Verdict {
    /// It was seen to hold.
    Holds,
    /// The subject has nothing that the case could be about.
    NotApplicable,
}

/// One case over subjects of a kind.
#[derive(Clone, Copy)]
pub struct Case<S> {
    /// What holds, which is its row in the table.
    pub name: &'static str,
    /// Begins it.
    pub run: fn(S) -> Running,
}

/// A case under way.
pub type Running = Pin<Box<dyn Future<Output = Verdict>>>;

/// A case of this name, from an async function over a subject.
#[macro_export]
macro_rules! case {
    ($name:literal, $run:expr) => {
        $crate::conformance::Case { name: $name, run: |subject| Box::pin($run(subject)) }
    };
}

/// Runs every case over every subject, each of which has the name of its column, and prints the
/// table unless a single case was asked for. The body of a test binary without a harness.
pub fn main<S: Copy + Send + 'static>(subjects: Vec<(String, S)>, cases: &[Case<S>]) -> ExitCode {
    let arguments = Arguments::from_args();
    let columns = subjects.iter().map(|(name, _)| name.clone()).collect();
    let table = Arc::new(Table::new(columns, cases.iter().map(|case| case.name).collect()));
    let mut trials = Vec::new();
    for (column, (subject, of)) in subjects.into_iter().enumerate() {
        for (row, case) in cases.iter().enumerate() {
            let (table, run) = (Arc::clone(&table), case.run);
            let name = format!("{subject}::{}", case.name).replace(' ', "_");
            trials.push(Trial::test(name, move || {
                table.mark(row, column, "FAILED");
                let mark = match finished(run(of)) {
                    Verdict::Holds => "ok",
                    Verdict::NotApplicable => "n/a",
                };
                table.mark(row, column, mark);
                Ok(())
            }));
        }
    }
    let is_single = arguments.exact || arguments.list;
    let conclusion = libtest_mimic::run(&arguments, trials);
    if !is_single {
        table.print();
    }
    conclusion.exit_code()
}

/// Runs a case on a runtime of its own.
fn finished<T>(case: impl Future<Output = T>) -> T {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    runtime.expect("a runtime").block_on(case)
}
