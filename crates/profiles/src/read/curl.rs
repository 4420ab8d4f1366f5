//! The bodies of `curl` commands, as a guide prints them.

use nexus_model::Failure;

use super::unreadable;

/// Options whose value is sent as the body.
const DATA: [&str; 6] = ["-d", "--data", "--data-raw", "--data-binary", "--data-ascii", "--json"];

/// The bodies of all `curl` commands in a text; `None` if it does not begin with one.
pub(super) fn bodies(text: &str) -> Result<Option<Vec<String>>, Failure> {
    let text = text.trim_start().trim_start_matches("$ ");
    if text.split_whitespace().next() != Some("curl") {
        return Ok(None);
    }
    let words = words(text)?;
    let mut bodies = Vec::new();
    let mut words = words.iter();
    while let Some(word) = words.next() {
        let body = match DATA.iter().find_map(|option| value_in(word, option)) {
            Some(Some(value)) => value.to_owned(),
            Some(None) => words.next().cloned().unwrap_or_default(),
            None => continue,
        };
        if body.starts_with('@') {
            return Err(unreadable(
                "The command reads its body from a file.",
                "Paste the file's content instead of the command.",
            ));
        }
        bodies.push(body);
    }
    if bodies.is_empty() {
        return Err(unreadable(
            "The command has no body.",
            "Copy it with its -d '{…}' to the last quote.",
        ));
    }
    Ok(Some(bodies))
}

/// `Some` if the word is this option: with the value that is joined to it, if one is.
fn value_in<'a>(word: &'a str, option: &str) -> Option<Option<&'a str>> {
    let rest = word.strip_prefix(option)?;
    match rest.strip_prefix('=') {
        _ if rest.is_empty() => Some(None),
        Some(value) if option.starts_with("--") => Some(Some(value)),
        // `-d'{…}'`; `--data-raw` is not `--data` with a value.
        _ if !option.starts_with("--") => Some(Some(rest)),
        _ => None,
    }
}

/// The words as a POSIX shell splits them (POSIX.1-2017, 2.2), without expanding anything.
fn words(text: &str) -> Result<Vec<String>, Failure> {
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    let mut letters = text.chars();
    while let Some(letter) = letters.next() {
        match letter {
            '\'' => {
                let word = word.get_or_insert_default();
                loop {
                    match letters.next().ok_or_else(open_quote)? {
                        '\'' => break,
                        other => word.push(other),
                    }
                }
            }
            '"' => {
                let word = word.get_or_insert_default();
                loop {
                    match letters.next().ok_or_else(open_quote)? {
                        '"' => break,
                        '\\' => match letters.next().ok_or_else(open_quote)? {
                            '\n' => {}
                            escaped @ ('"' | '\\' | '$' | '`') => word.push(escaped),
                            other => word.extend(['\\', other]),
                        },
                        other => word.push(other),
                    }
                }
            }
            // A line that goes on in the next one; with a carriage return if it was copied so.
            '\\' => match letters.next() {
                None | Some('\n' | '\r') => {}
                Some(escaped) => word.get_or_insert_default().push(escaped),
            },
            blank if blank.is_whitespace() => words.extend(word.take()),
            other => word.get_or_insert_default().push(other),
        }
    }
    words.extend(word);
    Ok(words)
}

fn open_quote() -> Failure {
    unreadable("The command breaks off inside quotes.", "Copy it again to its last quote.")
}
