use super::Kind;
use crate::Invocation;

/// Windows Terminal.
/// <https://learn.microsoft.com/windows/terminal/command-line-arguments>
pub(super) const KINDS: &[Kind] = &[Kind {
    id: "wt",
    name: "Windows Terminal",
    program: "wt",
    requires: None,
    stays: false,
    arguments,
}];

/// It takes a semicolon in any word for the end of its command, unless a backslash stands before.
fn arguments(title: &str, run: &Invocation) -> Vec<String> {
    let own = ["new-tab", "--title", title, "--suppressApplicationTitle", "--"];
    own.into_iter().chain(run.words()).map(|word| word.replace(';', "\\;")).collect()
}
