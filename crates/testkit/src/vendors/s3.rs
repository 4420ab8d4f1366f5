//! <https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListBuckets.html>, read 2026-11.

use std::fmt::Write;

use serde_json::{Value, json};

use super::{Credential, Next, Vendor};
use crate::http::{Request, Response};
use crate::sigv4::{self, Key};

const ACCESS_KEY: &str = "AKIAIOSFODNN7EXAMPLE";
const SECRET_KEY: &str = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
const REGION: &str = "eu-central-1";

/// Most buckets of a page that a client asks for.
const PAGE: usize = 1000;

pub(super) static VENDOR: S3 = S3;

pub(super) struct S3;

impl Vendor for S3 {
    fn cloud(&self) -> &'static str {
        "s3"
    }

    fn credential(&self) -> Credential {
        Credential {
            auth: "access_key",
            fields: vec![("access_key", ACCESS_KEY.into()), ("region", REGION.into())],
            secrets: vec![("secret_key", SECRET_KEY.into())],
        }
    }

    fn secrets(&self) -> Vec<String> {
        vec![SECRET_KEY.into()]
    }

    fn page(&self) -> Option<usize> {
        Some(PAGE)
    }

    fn states(&self) -> &'static [(&'static str, &'static str)] {
        &[]
    }

    fn resource(&self, number: usize, name: &str, _: &str) -> Value {
        json!({
            "Name": format!("{name}-{number}"), "CreationDate": "2026-01-31T08:30:00.000Z",
            "BucketRegion": "eu-west-1"
        })
    }

    fn sparse(&self, number: usize) -> Value {
        json!({"Name": format!("sparse-{number}")})
    }

    fn lists(&self, request: &Request) -> bool {
        request.path_only() == "/"
    }

    fn answer(&self, request: &Request, fleet: &[Vec<Value>]) -> Response {
        if request.method != "GET" || request.path_only() != "/" {
            return error(405, "MethodNotAllowed", "The method is not allowed.");
        }
        if request.header("accept") != Some("application/xml") {
            return error(406, "NotAcceptable", "Only XML is served.");
        }
        let key = Key { id: ACCESS_KEY, secret: SECRET_KEY, region: REGION, service: "s3" };
        if let Err(fault) = sigv4::verify(request, &key) {
            return error(fault.status, fault.code, fault.message);
        }
        let query = sigv4::query(request);
        let known = ["max-buckets", "continuation-token"];
        if query.iter().any(|(name, _)| !known.contains(&name.as_str())) {
            return error(400, "InvalidArgument", "An undocumented parameter was sent.");
        }
        let value = |wanted: &str| query.iter().find(|(name, _)| name == wanted).map(|(_, v)| v);
        let size = value("max-buckets").and_then(|text| text.parse().ok());
        let Some(size) = size.filter(|size| (1..=PAGE).contains(size)) else {
            return error(400, "InvalidArgument", "max-buckets is out of range.");
        };
        let first = match value("continuation-token").map(|token| token.strip_prefix("t+/=")) {
            None => Some(0),
            Some(number) => number.and_then(|number| number.parse().ok()),
        };
        let Some(first) = first else {
            return error(400, "InvalidArgument", "The continuation token is not one.");
        };
        let buckets = fleet.first().map(Vec::as_slice).unwrap_or_default();
        let page: Vec<_> = buckets.iter().skip(first).take(size).cloned().collect();
        let next = (first + size < buckets.len()).then(|| format!("t+/={}", first + size));
        list(&page, next.as_deref())
    }

    fn page_then(&self, _: &Request, resources: &[Value], next: Next<'_>) -> Response {
        match next {
            Next::Here => list(resources, Some("t+/=0")),
            Next::At(server) => list(resources, Some(server)),
        }
    }

    fn refuse(&self, status: u16, text: &str) -> Response {
        let code = match status {
            401 => "InvalidAccessKeyId",
            403 => "AccessDenied",
            404 => "NoSuchBucket",
            429 => "TooManyRequests",
            _ => "InternalError",
        };
        error(status, code, text)
    }
}

fn list(buckets: &[Value], next: Option<&str>) -> Response {
    let mut xml = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <ListAllMyBucketsResult xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><Buckets>",
    );
    for bucket in buckets {
        write(&mut xml, "Bucket", bucket);
    }
    xml.push_str("</Buckets><Owner><ID>bcaf1ffd86f41161ca5fb16fd081034f</ID></Owner>");
    if let Some(token) = next {
        write(&mut xml, "ContinuationToken", &json!(token));
    }
    xml.push_str("</ListAllMyBucketsResult>");
    Response::new(200, "application/xml", xml)
}

fn error(status: u16, code: &str, message: &str) -> Response {
    let mut xml = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    let fields = json!({
        "Code": code, "Message": message, "Resource": "/", "RequestId": "4442587FB7D0A2F9"
    });
    write(&mut xml, "Error", &fields);
    Response::new(status, "application/xml", xml)
}

/// A value as an element: an object as its children, anything else as text.
fn write(xml: &mut String, name: &str, value: &Value) {
    let _ = write!(xml, "<{name}>");
    match value {
        Value::Object(fields) => fields.iter().for_each(|(name, value)| write(xml, name, value)),
        Value::Null => {}
        Value::String(text) => xml.push_str(&escape(text)),
        other => xml.push_str(&escape(&other.to_string())),
    }
    let _ = write!(xml, "</{name}>");
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
