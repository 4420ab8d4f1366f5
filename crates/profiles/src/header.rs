//! Names and values of headers (RFC 9110, section 5).

use nexus_model::Failure;

use crate::failures::unusable;

/// Headers that belong to the connection and not to the request; whoever could set them could speak
/// to another host or smuggle a second request (RFC 9110, section 7.6.1; RFC 9112, section 6).
const RESERVED: [&str; 10] = [
    "host",
    "connection",
    "content-length",
    "transfer-encoding",
    "te",
    "trailer",
    "upgrade",
    "keep-alive",
    "proxy-authorization",
    "proxy-connection",
];

/// Whether it is a header's name that a request may set.
pub(crate) fn check_name(field: &str, name: &str) -> Result<(), Failure> {
    let is_token = |c: u8| c.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&c);
    if name.is_empty() || !name.bytes().all(is_token) {
        let remedy = "Write a header's name, such as X-API-Key: letters, digits and “-”.";
        return Err(unusable(field, format!("`{field}` is not a header's name."), remedy));
    }
    if RESERVED.contains(&name.to_ascii_lowercase().as_str()) {
        let message = format!("`{field}` is a header that only the connection itself may set.");
        return Err(unusable(field, message, "Use the header that the API's documentation names."));
    }
    Ok(())
}

/// Whether it can stand in a header: one line of printable ASCII.
pub(crate) fn check_text(field: &str, text: &str) -> Result<(), Failure> {
    if text.bytes().all(|c| matches!(c, b' '..=b'~')) {
        return Ok(());
    }
    let message = format!("`{field}` has a character that no header may have.");
    Err(unusable(field, message, "Write it on one line, in plain letters."))
}
