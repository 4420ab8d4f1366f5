use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

/// What became of each case with each subject.
pub(super) struct Table {
    columns: Vec<String>,
    rows: Vec<&'static str>,
    /// By row and column.
    marks: Mutex<BTreeMap<(usize, usize), &'static str>>,
}

impl Table {
    pub(super) fn new(columns: Vec<String>, rows: Vec<&'static str>) -> Self {
        Self { columns, rows, marks: Mutex::default() }
    }

    /// Notes what became of one. A case that panics keeps the mark it began with.
    pub(super) fn mark(&self, row: usize, column: usize, mark: &'static str) {
        self.marks.lock().unwrap_or_else(PoisonError::into_inner).insert((row, column), mark);
    }

    /// Prints it as Markdown: a row for each case, a column for each subject that was run.
    #[allow(clippy::print_stdout, reason = "the table is what the command is for")]
    pub(super) fn print(&self) {
        let marks = self.marks.lock().unwrap_or_else(PoisonError::into_inner);
        let ran = |column: &usize| marks.keys().any(|(_, of)| of == column);
        let columns: Vec<_> = (0..self.columns.len()).filter(ran).collect();
        if columns.is_empty() {
            return;
        }
        let widest = self.rows.iter().map(|row| row.len()).max().unwrap_or_default();
        let line = |first: &str, cell: &dyn Fn(usize) -> String| {
            let cells: Vec<_> = columns
                .iter()
                .map(|column| format!("{:1$}", cell(*column), self.columns[*column].len()))
                .collect();
            println!("| {first:widest$} | {} |", cells.join(" | "));
        };
        line("case", &|column| self.columns[column].clone());
        line(&"-".repeat(widest), &|column| "-".repeat(self.columns[column].len()));
        for (row, name) in self.rows.iter().enumerate() {
            line(name, &|column| {
                marks.get(&(row, column)).copied().unwrap_or("not run").to_owned()
            });
        }
        println!("ok: seen to hold. n/a: there is no such thing.");
    }
}
