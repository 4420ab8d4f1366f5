use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use crate::cases::{self, Verdict};

/// What became of each case with each kind of account.
#[derive(Default)]
pub struct Table(Mutex<BTreeMap<(&'static str, String), &'static str>>);

/// A case that has begun. One that panics never ends.
pub struct Noted<'a>(&'a Table, &'static str, String);

impl Table {
    pub fn begin(&self, case: &'static str, account: &str) -> Noted<'_> {
        self.set(case, account.to_owned(), "FAILED");
        Noted(self, case, account.to_owned())
    }

    fn set(&self, case: &'static str, account: String, mark: &'static str) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert((case, account), mark);
    }

    /// Prints it as Markdown: a row for each case, a column for each cloud, and one more for each way to
    /// sign in to it.
    #[allow(clippy::print_stdout, reason = "the table is what the command is for")]
    pub fn print(&self) {
        let marks = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let mut clouds: Vec<_> = marks.keys().map(|(_, account)| account.clone()).collect();
        clouds.sort_unstable();
        clouds.dedup();
        if clouds.is_empty() {
            return;
        }
        let widest = cases::all().iter().map(|case| case.name.len()).max().unwrap_or_default();
        println!("| {:widest$} | {} |", "case", clouds.join(" | "));
        let rule: Vec<_> = clouds.iter().map(|cloud| "-".repeat(cloud.len())).collect();
        println!("| {} | {} |", "-".repeat(widest), rule.join(" | "));
        for case in cases::all() {
            let row = clouds.iter().map(|cloud| {
                let mark = marks.get(&(case.name, cloud.clone())).copied().unwrap_or("not run");
                format!("{mark:width$}", width = cloud.len())
            });
            println!("| {:widest$} | {} |", case.name, row.collect::<Vec<_>>().join(" | "));
        }
        println!("ok: seen to hold. n/a: the vendor has no such thing.");
    }
}

impl Noted<'_> {
    pub fn end(self, verdict: Verdict) {
        let Self(table, case, account) = self;
        table.set(
            case,
            account,
            match verdict {
                Verdict::Holds => "ok",
                Verdict::NotApplicable => "n/a",
            },
        );
    }
}
