use super::Kind;
use crate::Invocation;

/// Terminal is always there; iTerm2 goes before it for those who have installed it.
pub(super) const KINDS: &[Kind] = &[
    // https://iterm2.com/documentation-scripting.html
    Kind {
        id: "iterm2",
        name: "iTerm2",
        program: "osascript",
        requires: Some("/Applications/iTerm.app"),
        stays: false,
        arguments: |_, run| script(&ITERM, run),
    },
    Kind {
        id: "terminal",
        name: "Terminal",
        program: "osascript",
        requires: None,
        stays: false,
        arguments: |_, run| script(&TERMINAL, run),
    },
];

/// Both programs take a line for a shell. It is put together in AppleScript from the arguments,
/// each quoted by AppleScript itself: no word is ever a part of a script.
/// <https://developer.apple.com/library/archive/documentation/LanguagesUtilities/Conceptual/MacAutomationScriptingGuide/CallCommandLineUtilities.html>
const LINE: [&str; 5] = [
    "on run argv",
    "set shellLine to \"exec\"",
    "repeat with word in argv",
    "set shellLine to shellLine & space & quoted form of (word as text)",
    "end repeat",
];

const TERMINAL: [&str; 5] =
    ["tell application \"Terminal\"", "activate", "do script shellLine", "end tell", "end run"];

const ITERM: [&str; 6] = [
    "tell application \"iTerm\"",
    "activate",
    "set newWindow to (create window with default profile)",
    "tell current session of newWindow to write text shellLine",
    "end tell",
    "end run",
];

fn script(rest: &[&str], run: &Invocation) -> Vec<String> {
    let lines = LINE.iter().chain(rest).flat_map(|line| ["-e", line]);
    lines.chain(["--"]).chain(run.words()).map(str::to_owned).collect()
}
