use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use crate::cases::{self, Verdict};
use crate::peers;

/// What became of each case with each backend.
#[derive(Default)]
pub struct Table(Mutex<BTreeMap<(&'static str, &'static str), &'static str>>);

/// A case that has begun. One that panics never ends.
pub struct Noted<'a>(&'a Table, &'static str, &'static str);

impl Table {
    pub fn begin(&self, case: &'static str, backend: &'static str) -> Noted<'_> {
        self.set(case, backend, "FAILED");
        Noted(self, case, backend)
    }

    fn set(&self, case: &'static str, backend: &'static str, mark: &'static str) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert((case, backend), mark);
    }

    /// Prints it as Markdown: a row for each case, a column for each backend.
    #[allow(clippy::print_stdout, reason = "the table is what the command is for")]
    pub fn print(&self) {
        let marks = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if marks.is_empty() {
            return;
        }
        let names: Vec<_> = peers::ALL.iter().map(|kind| kind.name).collect();
        let widest = cases::all().iter().map(|case| case.name.len()).max().unwrap_or_default();
        println!("| {:widest$} | {} |", "case", names.join(" | "));
        let rule: Vec<_> = names.iter().map(|name| "-".repeat(name.len())).collect();
        println!("| {} | {} |", "-".repeat(widest), rule.join(" | "));
        for case in cases::all() {
            let row = names.iter().map(|name| {
                let mark = marks.get(&(case.name, *name)).copied().unwrap_or("not run");
                format!("{mark:width$}", width = name.len())
            });
            println!("| {:widest$} | {} |", case.name, row.collect::<Vec<_>>().join(" | "));
        }
        println!("ok: seen to hold. n/a: the store has no such thing.");
    }
}

impl Noted<'_> {
    pub fn end(self, verdict: Verdict) {
        let Self(table, case, backend) = self;
        let mark = match verdict {
            Verdict::Holds => "ok",
            Verdict::NotApplicable => "n/a",
        };
        table.set(case, backend, mark);
    }
}
