//! Text to documents, within a budget.

use nexus_model::Failure;
use serde_json::Value;

use super::unreadable;

/// Most profiles in one text.
const MOST_DOCUMENTS: usize = 1000;

/// Most events replayed through YAML aliases: a file whose aliases grow without end is refused.
const MOST_BY_ALIAS: usize = 10_000;

/// Deepest nesting; a profile's own is five.
const DEEPEST: usize = 32;

/// All documents of a text in JSON or YAML.
pub(super) fn all(text: &str) -> Result<Vec<Value>, Failure> {
    // YAML reads most of JSON too, but says less well what is wrong with it.
    let looks_like_json = text.trim_start().starts_with(['{', '[']);
    if looks_like_json { of_json(text) } else { of_yaml(text) }
}

/// All JSON documents of a text, one after the other.
pub(super) fn of_json(text: &str) -> Result<Vec<Value>, Failure> {
    let documents: Result<Vec<Value>, _> =
        serde_json::Deserializer::from_str(text).into_iter().take(MOST_DOCUMENTS).collect();
    documents.map_err(|error| {
        let place = format!("at line {}, column {}", error.line(), error.column());
        let why = if error.is_eof() { "breaks off" } else { "is not JSON" };
        unreadable(
            format!("The text {why} {place}."),
            "Check brackets, commas and quotes there; copy it again if it was cut.",
        )
    })
}

fn of_yaml(text: &str) -> Result<Vec<Value>, Failure> {
    let options = serde_saphyr::options! {
        budget: serde_saphyr::budget! { max_documents: MOST_DOCUMENTS, max_depth: DEEPEST },
        alias_limits: serde_saphyr::alias_limits! { max_total_replayed_events: MOST_BY_ALIAS },
        duplicate_keys: serde_saphyr::DuplicateKeyPolicy::Error,
        with_snippet: false,
    };
    serde_saphyr::from_multiple_with_options::<Value>(text, options).map_err(|error| {
        // The parser's own words quote the text, which may have a secret in it.
        let at = error.location();
        let at = at.map(|at| format!(" at line {}, column {}", at.line(), at.column()));
        unreadable(
            format!("The text is neither JSON nor YAML{}.", at.unwrap_or_default()),
            "Check the indentation, colons and quotes there.",
        )
    })
}
