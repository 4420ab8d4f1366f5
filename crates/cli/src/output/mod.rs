//! What is printed: JSON for scripts, aligned words for people.

mod table;

use std::io::{self, IsTerminal, Write};

use nexus_model::Failure;
use serde::Serialize;

pub(crate) use table::{Table, Tone};

/// Where answers go. Answers go to standard output, failures and progress to standard error.
pub(crate) struct Output {
    json: bool,
}

impl Output {
    pub fn new(json: bool) -> Self {
        Self { json }
    }

    pub fn is_json(&self) -> bool {
        self.json
    }

    /// Prints a value as JSON.
    pub fn json(&self, value: &impl Serialize) {
        if let Ok(text) = serde_json::to_string_pretty(value) {
            self.line(&text);
        }
    }

    /// Tells a script on standard error what comes before the answer, as JSON on one line.
    pub fn ahead(&self, value: &impl Serialize) {
        if let Ok(text) = serde_json::to_string(value) {
            let _ = writeln!(io::stderr().lock(), "{text}");
        }
    }

    /// Prints lines. A reader that has gone away is no fault of the command.
    pub fn line(&self, text: &str) {
        let _ = writeln!(io::stdout().lock(), "{text}");
    }

    /// Tells a failure on standard error.
    pub fn failure(&self, failure: &Failure) {
        let text = if self.json {
            serde_json::to_string(&serde_json::json!({ "error": failure })).unwrap_or_default()
        } else {
            describe(failure)
        };
        let _ = writeln!(io::stderr().lock(), "{text}");
    }

    /// Tells something beside the answer on standard error, to people only.
    pub fn note(&self, text: &str) {
        if !self.json {
            let _ = writeln!(io::stderr().lock(), "{text}");
        }
    }

    /// Whether a person watches, so that progress is worth drawing.
    pub fn is_watched(&self) -> bool {
        !self.json && io::stderr().is_terminal()
    }
}

/// A failure in words: what and where, then what to do.
pub(crate) fn describe(failure: &Failure) -> String {
    let place = failure.region.as_ref().map(|region| format!(" [{region}]")).unwrap_or_default();
    let lines = [
        format!("{}{place}: {}", failure.code, failure.message),
        failure.remedy.clone(),
        failure.link.clone().unwrap_or_default(),
    ];
    let lines: Vec<_> = lines.iter().map(|line| harmless(line)).collect();
    lines.join("\n  ").trim_end().to_owned()
}

/// A text on one line. It may come from a cloud, and nothing in it may steer the terminal.
pub(crate) fn harmless(text: &str) -> String {
    text.chars().filter(|letter| !letter.is_control()).collect()
}
