//! AWS's query protocol from the client's side, for seeding, and the part of a signature that
//! says where a request is meant to go.

use std::net::SocketAddr;

use crate::http::{self, Request, Response};

/// Account, region, service and action of a request, as its signature and body name them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Target {
    pub(crate) access_key: String,
    pub(crate) region: String,
    pub(crate) service: String,
    pub(crate) action: String,
}

/// Reads `AWS4-HMAC-SHA256 Credential=KEY/DATE/REGION/SERVICE/aws4_request, …`:
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-authentication-methods.html>.
pub(crate) fn target(request: &Request) -> Option<Target> {
    let header = request.header("authorization")?.strip_prefix("AWS4-HMAC-SHA256 ")?;
    let scope = header.split(',').find_map(|part| part.trim().strip_prefix("Credential="))?;
    let [access_key, _, region, service, "aws4_request"] = scope.split('/').collect::<Vec<_>>()[..]
    else {
        return None;
    };
    Some(Target {
        access_key: access_key.to_owned(),
        region: region.to_owned(),
        service: service.to_owned(),
        action: form(&request.body, "Action").unwrap_or_default(),
    })
}

/// A field of a form body; only the escapes that occur in tokens and names are undone.
pub(crate) fn form(body: &[u8], name: &str) -> Option<String> {
    let text = std::str::from_utf8(body).ok()?;
    let pair =
        text.split('&').filter_map(|pair| pair.split_once('=')).find(|(key, _)| *key == name);
    pair.map(|(_, value)| unescape(value))
}

pub(crate) fn unescape(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let Some((&first, after)) = rest.split_first() {
        let code = after.get(..2).and_then(|hex| std::str::from_utf8(hex).ok());
        let code = code.and_then(|hex| u8::from_str_radix(hex, 16).ok());
        match (first, code) {
            (b'%', Some(byte)) => {
                bytes.push(byte);
                rest = &after[2..];
            }
            (b'+', _) => {
                bytes.push(b' ');
                rest = after;
            }
            _ => {
                bytes.push(first);
                rest = after;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

pub(crate) fn escape(text: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
    text.bytes()
        .map(|byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") })
        .collect()
}

/// Calls a peer that does not check signatures. Panics on anything but success.
pub(crate) fn call(
    to: SocketAddr,
    service: &str,
    region: &str,
    version: &str,
    action: &str,
    fields: &[(String, String)],
) -> Response {
    let mut body = format!("Action={action}&Version={version}");
    for (name, value) in fields {
        body.push_str(&format!("&{}={}", escape(name), escape(value)));
    }
    let authorization = format!(
        "AWS4-HMAC-SHA256 Credential=AKIASEEDSEEDSEEDSEED/20260101/{region}/{service}/aws4_request, \
         SignedHeaders=host, Signature=0"
    );
    let headers = [
        ("authorization", authorization.as_str()),
        ("content-type", "application/x-www-form-urlencoded"),
    ];
    let response = http::send(to, "POST", "/", &headers, body.as_bytes())
        .unwrap_or_else(|why| panic!("{action} in {region}: {why}"));
    assert!(response.status == 200, "{action} in {region}: {}", response.text());
    response
}

/// Texts of all elements of a name in an XML reply of a known peer.
pub(crate) fn texts(xml: &str, element: &str) -> Vec<String> {
    let (open, close) = (format!("<{element}>"), format!("</{element}>"));
    let after_open = xml.split(&open).skip(1);
    after_open.filter_map(|rest| rest.split(&close).next().map(str::to_owned)).collect()
}

#[cfg(test)]
mod tests {
    use super::{escape, form, target, unescape};
    use crate::http::Request;

    #[test]
    fn a_signature_names_its_target() {
        let request = Request {
            method: "POST".into(),
            path: "/".into(),
            headers: vec![(
                "authorization".into(),
                "AWS4-HMAC-SHA256 Credential=AKIA1/20261123/eu-west-1/ec2/aws4_request, \
                 SignedHeaders=host, Signature=0"
                    .into(),
            )],
            body: b"Action=DescribeInstances&NextToken=a%3Db".to_vec(),
        };
        let target = target(&request).expect("a target");
        assert_eq!(target.region, "eu-west-1");
        assert_eq!(target.service, "ec2");
        assert_eq!(target.action, "DescribeInstances");
        assert_eq!(form(&request.body, "NextToken").as_deref(), Some("a=b"));
    }

    #[test]
    fn escaping_comes_back() {
        let text = "a b&c=ü+%/";
        assert_eq!(unescape(&escape(text)), text);
    }
}
