//! What of a vendor's own words may be shown. A hostile endpoint may write anything there, and a
//! reply may quote the request with its credential.

use nexus_model::Secret;
use serde_json::Value;

/// Most characters of a vendor's own text that are shown.
const QUOTE: usize = 300;

/// A code or request id, if it looks like one.
pub fn identifier(text: &str) -> Option<String> {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | ':');
    let good = !text.is_empty() && text.len() <= 100 && text.chars().all(plain);
    good.then(|| text.to_owned())
}

/// The text without any of the secrets.
pub fn scrub(text: &str, secrets: &[Secret]) -> String {
    let secrets = secrets.iter().map(|secret| secret.expose().trim());
    secrets
        .filter(|secret| !secret.is_empty())
        .fold(text.to_owned(), |text, secret| text.replace(secret, "••••"))
}

/// The body of a refusal without any of the secrets. In JSON they are found however they are
/// escaped.
pub(crate) fn scrub_body(body: &[u8], secrets: &[Secret]) -> Vec<u8> {
    match serde_json::from_slice::<Value>(body) {
        Ok(mut document) => {
            scrub_value(&mut document, secrets);
            document.to_string().into_bytes()
        }
        Err(_) => scrub(&String::from_utf8_lossy(body), secrets).into_bytes(),
    }
}

fn scrub_value(value: &mut Value, secrets: &[Secret]) {
    match value {
        Value::String(text) => *text = scrub(text, secrets),
        Value::Array(items) => items.iter_mut().for_each(|item| scrub_value(item, secrets)),
        Value::Object(fields) => fields.values_mut().for_each(|field| scrub_value(field, secrets)),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// The part of a text that helps a person: its first paragraph, at most 300 characters, without
/// control characters and without the blob of AWS's encoded authorization failure. STS puts the
/// request it expected, session token included, into further paragraphs.
pub fn quotable(text: &str) -> Option<String> {
    let text = text.trim_start().lines().next().unwrap_or_default();
    let text = text.split("Encoded authorization failure message").next().unwrap_or_default();
    let clean: String = text.chars().filter(|c| !c.is_control()).collect();
    let clean = clean.trim();
    match clean.char_indices().nth(QUOTE) {
        _ if clean.is_empty() => None,
        Some((end, _)) => Some(format!("{}…", clean[..end].trim_end())),
        None => Some(clean.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use nexus_model::Secret;
    use rstest::rstest;

    use super::{identifier, quotable, scrub, scrub_body};

    #[rstest]
    #[case("UnauthorizedOperation", true)]
    #[case("7c5b1e2a-0001:4", true)]
    #[case("", false)]
    #[case("<script>", false)]
    #[case("two words", false)]
    #[case(&"a".repeat(101), false)]
    fn an_identifier_is_one_plain_word(#[case] text: &str, #[case] good: bool) {
        assert_eq!(identifier(text).is_some(), good);
    }

    #[test]
    fn a_secret_is_taken_out_however_often_it_is_quoted() {
        let secrets = [Secret::new("s3cret"), Secret::new("")];
        assert_eq!(scrub("s3cret and s3cret!", &secrets), "•••• and ••••!");
    }

    #[rstest]
    #[case(r#"{"a": ["\u0035ecret is wrong"]}"#, r#"{"a":["•••• is wrong"]}"#)]
    #[case(r#"{"a": {"b": "5ecret"}, "c": 5}"#, r#"{"a":{"b":"••••"},"c":5}"#)]
    #[case("<p>5ecret", "<p>••••")]
    fn a_body_is_cleaned_and_still_read(#[case] body: &str, #[case] clean: &str) {
        let cleaned = scrub_body(body.as_bytes(), &[Secret::new("5ecret")]);
        assert_eq!(String::from_utf8_lossy(&cleaned), clean);
    }

    #[rstest]
    #[case("\u{7}No.\nstack", Some("No."))]
    #[case("  ", None)]
    #[case(
        "Not the same.\n\nThe Canonical String was 'x-amz-security-token:T'",
        Some("Not the same.")
    )]
    #[case("Denied. Encoded authorization failure message: 4GIOHl", Some("Denied."))]
    fn only_the_first_paragraph_is_quoted(#[case] text: &str, #[case] quoted: Option<&str>) {
        assert_eq!(quotable(text).as_deref(), quoted);
    }

    #[test]
    fn a_long_text_is_cut() {
        let quoted = quotable(&"ü".repeat(1000)).expect("text");
        assert_eq!(quoted.chars().count(), 301);
    }
}
