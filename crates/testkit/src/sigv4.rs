//! AWS Signature Version 4 from the server's side, with none of the client's code:
//! <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html>.

use data_encoding::HEXLOWER;
use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};
use time::macros::format_description;
use time::{OffsetDateTime, PrimitiveDateTime};

use crate::http::Request;
use crate::query::{escape, unescape};

/// Most seconds between the signature's time and the server's.
const SKEW: i64 = 15 * 60;

/// Who may call, and what a signature must be for.
pub(crate) struct Key<'a> {
    pub(crate) id: &'a str,
    pub(crate) secret: &'a str,
    pub(crate) region: &'a str,
    pub(crate) service: &'a str,
}

/// What is wrong with a request, in the words of S3.
#[derive(Debug)]
pub(crate) struct Fault {
    pub(crate) status: u16,
    pub(crate) code: &'static str,
    pub(crate) message: &'static str,
}

const fn fault(status: u16, code: &'static str, message: &'static str) -> Fault {
    Fault { status, code, message }
}

const MALFORMED: Fault =
    fault(400, "AuthorizationHeaderMalformed", "The authorization header is malformed.");

/// The query's pairs, with the escapes undone.
pub(crate) fn query(request: &Request) -> Vec<(String, String)> {
    let (_, query) = request.path.split_once('?').unwrap_or_default();
    let pairs = query.split('&').filter(|pair| !pair.is_empty());
    let pairs = pairs.map(|pair| pair.split_once('=').unwrap_or((pair, "")));
    pairs.map(|(name, value)| (unescape(name), unescape(value))).collect()
}

/// Whether the key signed the whole request, and just now.
pub(crate) fn verify(request: &Request, key: &Key<'_>) -> Result<(), Fault> {
    let header = request.header("authorization");
    let header = header.ok_or(fault(403, "AccessDenied", "Access Denied"))?;
    let parts = header.strip_prefix("AWS4-HMAC-SHA256 ").ok_or(MALFORMED)?;
    let part = |name: &str| {
        let mut parts = parts.split(',').map(str::trim);
        parts.find_map(|part| part.strip_prefix(name)?.strip_prefix('=')).ok_or(MALFORMED)
    };
    let (credential, signed) = (part("Credential")?, part("SignedHeaders")?);
    let (id, scope) = credential.split_once('/').ok_or(MALFORMED)?;
    if id != key.id {
        return Err(fault(403, "InvalidAccessKeyId", "The access key ID does not exist."));
    }
    let at = request.header("x-amz-date").unwrap_or_default();
    is_now(at)?;
    let expected = format!("{}/{}/{}/aws4_request", &at[..8], key.region, key.service);
    if scope != expected {
        return Err(MALFORMED);
    }
    let body = hex(&Sha256::digest(&request.body));
    // Only S3 wants the body's hash in a header too.
    let told = request.header("x-amz-content-sha256");
    if told.map_or(key.service == "s3", |told| told != body) {
        return Err(fault(400, "XAmzContentSHA256Mismatch", "The body is another one."));
    }
    let text = format!(
        "AWS4-HMAC-SHA256\n{at}\n{scope}\n{}",
        hex(&Sha256::digest(canonical(request, signed, &body)?))
    );
    let key = [&at[..8], key.region, key.service, "aws4_request"]
        .iter()
        .fold(format!("AWS4{}", key.secret).into_bytes(), |key, part| mac(&key, part));
    if part("Signature")? != hex(&mac(&key, &text)) {
        return Err(fault(403, "SignatureDoesNotMatch", "The signature does not match."));
    }
    Ok(())
}

fn canonical(request: &Request, signed: &str, body: &str) -> Result<String, Fault> {
    let names: Vec<_> = signed.split(';').collect();
    let must = request.headers.iter().map(|(name, _)| name.as_str());
    let must = must.filter(|name| *name == "host" || name.starts_with("x-amz-"));
    if must.clone().any(|name| !names.contains(&name)) || !names.is_sorted() {
        return Err(MALFORMED);
    }
    let mut pairs = query(request);
    pairs.sort();
    let pairs = pairs.iter().map(|(name, value)| format!("{}={}", escape(name), escape(value)));
    let pairs = pairs.collect::<Vec<_>>().join("&");
    let headers = names.iter().map(|name| {
        let value = request.header(name).ok_or(MALFORMED)?;
        Ok(format!("{name}:{}\n", value.split_whitespace().collect::<Vec<_>>().join(" ")))
    });
    let headers = headers.collect::<Result<String, Fault>>()?;
    let path = request.path_only();
    Ok(format!("{}\n{path}\n{pairs}\n{headers}\n{signed}\n{body}", request.method))
}

fn is_now(at: &str) -> Result<(), Fault> {
    let format = format_description!("[year][month][day]T[hour][minute][second]Z");
    let at = PrimitiveDateTime::parse(at, &format).map_err(|_| MALFORMED)?;
    let apart = (OffsetDateTime::now_utc() - at.assume_utc()).whole_seconds().abs();
    if apart > SKEW {
        return Err(fault(403, "RequestTimeTooSkewed", "The clocks are too far apart."));
    }
    Ok(())
}

fn mac(key: &[u8], text: &str) -> Vec<u8> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("HMAC takes keys of any length");
    mac.update(text.as_bytes());
    mac.finalize().into_bytes().to_vec()
}

fn hex(bytes: &[u8]) -> String {
    HEXLOWER.encode(bytes)
}
