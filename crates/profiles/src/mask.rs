//! Answers without anything secret: the connection's own secrets however an API may have encoded
//! them, and whatever calls itself a token.

use data_encoding::{BASE64, BASE64_NOPAD, BASE64URL_NOPAD, HEXLOWER, HEXUPPER};
use serde_json::Value;

/// What stands in a secret's place.
pub(crate) const MASK: &str = "••••";

/// Words in the name of a field or header that holds a secret.
const SECRET: [&str; 9] = [
    "token",
    "secret",
    "password",
    "passwd",
    "apikey",
    "privatekey",
    "accesskey",
    "authorization",
    "cookie",
];

/// Words that make such a name harmless: where the next page begins, what kind of token it is.
const HARMLESS: [&str; 6] = ["page", "next", "continuation", "type", "expires", "count"];

/// Fewest letters of a secret's inner part that are looked for within Base64 of something longer.
const INNER: usize = 8;

/// What is looked for, the longest first, so that no part of a longer one is left.
pub(crate) struct Mask(Vec<String>);

impl Mask {
    /// Looks for these secrets.
    pub fn of<'a>(secrets: impl Iterator<Item = &'a str>) -> Self {
        let mut all: Vec<String> = secrets
            .flat_map(|secret| [secret, secret.trim()])
            .filter(|secret| !secret.is_empty())
            .flat_map(encodings)
            .collect();
        all.sort_by(|a, b| b.len().cmp(&a.len()).then_with(|| a.cmp(b)));
        all.dedup();
        Self(all)
    }

    /// A text without the secrets.
    pub fn text(&self, text: &str) -> String {
        self.0.iter().fold(text.to_owned(), |text, secret| text.replace(secret, MASK))
    }

    /// A header's value, or the mask if its name says that it is secret.
    pub fn header(&self, name: &str, value: &str) -> String {
        if is_secret(name) { MASK.to_owned() } else { self.text(value) }
    }

    /// A body of this media type.
    pub fn body(&self, media: &str, body: &[u8]) -> String {
        let text = match std::str::from_utf8(body) {
            // UTF-16 has a zero beside each plain letter, and would hide a secret.
            Ok(text) if !text.contains('\0') => text,
            _ => {
                let kind = if media.is_empty() { "no type" } else { media };
                return format!("({} bytes of {kind}, which is not text)", body.len());
            }
        };
        if let Ok(mut document) = serde_json::from_str::<Value>(text) {
            if !self.value(&mut document, false) {
                return text.to_owned();
            }
            // An escaped secret is only seen in the document, so the document is what is shown.
            return serde_json::to_string_pretty(&document).unwrap_or_else(|_| MASK.to_owned());
        }
        if media == "application/x-www-form-urlencoded" {
            return self.text(&form(text));
        }
        self.text(text)
    }

    /// Masks a JSON value and tells whether anything was.
    fn value(&self, value: &mut Value, is_secret_field: bool) -> bool {
        match value {
            Value::String(text) => {
                let masked = match is_secret_field && !text.is_empty() {
                    true => MASK.to_owned(),
                    false => self.text(text),
                };
                let differs = masked != *text;
                *text = masked;
                differs
            }
            Value::Array(items) => items
                .iter_mut()
                .fold(false, |differs, item| self.value(item, is_secret_field) | differs),
            Value::Object(fields) => {
                let mut differs = false;
                for (name, field) in fields.iter_mut() {
                    differs |= self.value(field, is_secret(name));
                }
                let renamed = fields.keys().any(|name| self.text(name) != *name);
                if renamed {
                    let old = std::mem::take(fields);
                    fields.extend(old.into_iter().map(|(name, field)| (self.text(&name), field)));
                }
                differs | renamed
            }
            Value::Number(number) => {
                let text = number.to_string();
                let masked = self.text(&text);
                let differs = masked != text;
                if differs {
                    *value = Value::String(masked);
                }
                differs
            }
            Value::Null | Value::Bool(_) => false,
        }
    }
}

/// Whether a name says that its value is secret.
pub(crate) fn is_secret(name: &str) -> bool {
    let plain: String = name.chars().filter(char::is_ascii_alphanumeric).collect();
    let plain = plain.to_ascii_lowercase();
    SECRET.iter().any(|word| plain.contains(word))
        && !HARMLESS.iter().any(|word| plain.contains(word))
}

fn form(text: &str) -> String {
    let pairs = text.split('&').map(|pair| match pair.split_once('=') {
        Some((name, _)) if is_secret(name) => format!("{name}={MASK}"),
        _ => pair.to_owned(),
    });
    pairs.collect::<Vec<_>>().join("&")
}

/// A secret as it may come back: as it is; escaped for JSON, HTML and addresses; in hexadecimal;
/// in Base64, alone or within something longer.
fn encodings(secret: &str) -> Vec<String> {
    let bytes = secret.as_bytes();
    let json = serde_json::to_string(secret).unwrap_or_default();
    let json = json.trim_matches('"').to_owned();
    let html = secret.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    let quoted = html.replace('"', "&quot;").replace('\'', "&#39;");
    let mut all = vec![
        secret.to_owned(),
        json.replace('/', "\\/"),
        json,
        html,
        quoted,
        HEXLOWER.encode(bytes),
        HEXUPPER.encode(bytes),
        BASE64.encode(bytes),
        BASE64_NOPAD.encode(bytes),
        BASE64URL_NOPAD.encode(bytes),
    ];
    // What forms, RFC 3986 and ECMAScript's encodeURIComponent leave as they are.
    for kept in ["*-._", "-._~", "-_.!~*'()"] {
        let escaped = percent(bytes, kept);
        all.push(escaped.replace("%20", "+"));
        all.push(lower_escapes(&escaped));
        all.push(escaped);
    }
    for before in 0..3 {
        let shifted = [vec![0; before], bytes.to_vec()].concat();
        // Letters that also depend on what stands before or after it are left out.
        let (first, last) = ((before * 8).div_ceil(6), shifted.len() * 8 / 6);
        for text in [BASE64_NOPAD.encode(&shifted), BASE64URL_NOPAD.encode(&shifted)] {
            let inner = text.get(first..last).unwrap_or_default();
            all.extend((inner.len() >= INNER).then(|| inner.to_owned()));
        }
    }
    all
}

fn percent(bytes: &[u8], kept: &str) -> String {
    let letter = |byte: &u8| match byte {
        c if c.is_ascii_alphanumeric() || kept.as_bytes().contains(c) => char::from(*c).to_string(),
        c => format!("%{c:02X}"),
    };
    bytes.iter().map(letter).collect()
}

/// `%2F` as `%2f`, and nothing else.
fn lower_escapes(text: &str) -> String {
    let mut parts = text.split('%');
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |text, part| {
        let (digits, rest) = part.split_at_checked(2).unwrap_or((part, ""));
        format!("{text}%{}{rest}", digits.to_ascii_lowercase())
    })
}

#[cfg(test)]
#[path = "mask_tests.rs"]
mod tests;
