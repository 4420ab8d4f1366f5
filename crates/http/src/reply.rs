use nexus_model::{Failure, Timestamp};
use reqwest::header::{CONTENT_TYPE, HeaderMap, HeaderValue, RETRY_AFTER};
use serde::de::DeserializeOwned;
use serde_json::error::Category;
use time::OffsetDateTime;
use time::format_description::well_known::Rfc2822;

use crate::{Call, unreadable};

/// A reply, read to its end.
#[derive(Debug)]
pub struct Reply {
    /// HTTP status.
    pub status: u16,
    pub(crate) headers: HeaderMap,
    /// The body. That of a refusal has the secrets taken out.
    pub body: Vec<u8>,
}

impl Reply {
    /// A reply as if it had been received, to test a vendor's `parse_error` with.
    pub fn new(status: u16, headers: &[(&'static str, &'static str)], body: &str) -> Self {
        let headers = headers.iter().map(|(name, value)| {
            let name = reqwest::header::HeaderName::from_static(name);
            (name, HeaderValue::from_static(value))
        });
        Self { status, headers: headers.collect(), body: body.into() }
    }

    /// A header's text.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).and_then(|value| value.to_str().ok())
    }

    /// All headers, names in lower case.
    pub fn headers(&self) -> impl Iterator<Item = (&str, String)> {
        let text = |value: &HeaderValue| String::from_utf8_lossy(value.as_bytes()).into_owned();
        self.headers.iter().map(move |(name, value)| (name.as_str(), text(value)))
    }

    /// The body's media type in lower case, without parameters (RFC 9110, section 8.3.1). Empty if
    /// none is told.
    pub fn media_type(&self) -> String {
        let kind = self.headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
        let media = kind.and_then(|kind| kind.split(';').next()).unwrap_or_default();
        media.trim().to_ascii_lowercase()
    }

    /// The moment before which the vendor does not want to be asked again: `Retry-After` in
    /// seconds or as a date (RFC 9110, section 10.2.3).
    pub fn retry_at(&self) -> Option<Timestamp> {
        let text = self.headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
        if let Ok(seconds) = text.parse::<u32>() {
            return Timestamp::from_unix(Timestamp::now().unix() + i64::from(seconds));
        }
        // RFC 2822 reads the form that HTTP calls IMF-fixdate, but for the zone's name.
        OffsetDateTime::parse(&text.replace("GMT", "+0000"), &Rfc2822).ok().map(Timestamp::from)
    }

    /// The body as the fields that are used of it.
    ///
    /// # Errors
    /// `bad_response` if the body is not JSON of that form. The text of the body is not quoted.
    pub fn json<T: DeserializeOwned>(&self, call: &Call) -> Result<T, Failure> {
        let media = self.media_type();
        if !(media.ends_with("/json") || media.ends_with("+json")) {
            let named = if media.is_empty() { "of no type" } else { media.as_str() };
            return Err(unreadable(call, &format!("it is {named} and not JSON")));
        }
        self.fields().map_err(|error| {
            let place = format!("at line {}, column {}", error.line(), error.column());
            let why = match error.classify() {
                Category::Eof => "it breaks off in the middle".to_owned(),
                Category::Data => format!("it lacks or changes what is documented, {place}"),
                Category::Syntax | Category::Io => format!("it is not JSON {place}"),
            };
            unreadable(call, &why)
        })
    }

    /// The body's fields, whatever its type says: for reading an error, which may be anything.
    ///
    /// # Errors
    /// When the body is not JSON of that form.
    pub fn fields<T: DeserializeOwned>(&self) -> Result<T, serde_json::Error> {
        serde_json::from_slice(&self.body)
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::Reply;

    #[rstest]
    #[case("120", Some(120))]
    #[case("Wed, 21 Oct 2065 07:28:00 GMT", Some(1_000_000_000))]
    #[case("soon", None)]
    fn retry_after_is_seconds_or_a_date(#[case] value: &'static str, #[case] least: Option<i64>) {
        let reply = Reply::new(429, &[("retry-after", value)], "");
        let wait = reply.retry_at().map(|at| -at.age().whole_seconds());
        assert_eq!(wait.is_some(), least.is_some());
        assert!(wait.unwrap_or_default() >= least.unwrap_or_default() - 2, "{wait:?}");
    }
}
