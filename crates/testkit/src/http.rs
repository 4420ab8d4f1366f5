//! Just enough HTTP/1.1 for peers on loopback: whole messages with a `Content-Length`.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

/// Most bytes of a request's or reply's head.
const MAX_HEAD: usize = 64 * 1024;

/// A request as it was received.
#[derive(Clone, Debug)]
pub struct Request {
    /// `GET`, `POST`, …
    pub method: String,
    /// Path with query.
    pub path: String,
    /// Names in lower case, and values.
    pub headers: Vec<(String, String)>,
    /// Body.
    pub body: Vec<u8>,
}

/// A reply, received or to be sent. `Content-Length` is added when it is sent.
#[derive(Clone, Debug)]
pub struct Response {
    /// Status code.
    pub status: u16,
    /// Names in lower case, and values.
    pub headers: Vec<(String, String)>,
    /// Body.
    pub body: Vec<u8>,
}

impl Request {
    /// A header's value by its lower-case name.
    pub fn header(&self, name: &str) -> Option<&str> {
        find(&self.headers, name)
    }
}

impl Response {
    /// A reply of one content type.
    pub fn new(status: u16, content_type: &str, body: impl Into<Vec<u8>>) -> Self {
        let headers = vec![("content-type".to_owned(), content_type.to_owned())];
        Self { status, headers, body: body.into() }
    }

    /// An XML reply, as EC2, STS and IAM send.
    pub fn xml(status: u16, body: impl Into<Vec<u8>>) -> Self {
        Self::new(status, "text/xml;charset=UTF-8", body)
    }

    /// The body as text.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}

fn find<'a>(headers: &'a [(String, String)], name: &str) -> Option<&'a str> {
    headers.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
}

/// Sends one request on a connection of its own and reads the reply. A `host` header is kept as it
/// is given, since a signature covers it.
///
/// # Errors
/// No connection, silence for a minute, or a reply that is not HTTP/1.1.
pub fn send(
    to: SocketAddr,
    method: &str,
    path: &str,
    headers: &[(&str, &str)],
    body: &[u8],
) -> io::Result<Response> {
    let mut stream = TcpStream::connect_timeout(&to, Duration::from_secs(5))?;
    stream.set_nodelay(true)?;
    stream.set_read_timeout(Some(Duration::from_secs(60)))?;
    let mut message = format!(
        "{method} {path} HTTP/1.1\r\nconnection: close\r\ncontent-length: {}\r\n",
        body.len()
    );
    if !headers.iter().any(|(name, _)| *name == "host") {
        message.push_str(&format!("host: {to}\r\n"));
    }
    for (name, value) in headers {
        message.push_str(&format!("{name}: {value}\r\n"));
    }
    message.push_str("\r\n");
    let mut bytes = message.into_bytes();
    bytes.extend_from_slice(body);
    stream.write_all(&bytes)?;

    let mut reader = BufReader::new(stream);
    let head = read_head(&mut reader)?.ok_or_else(|| bad("no reply"))?;
    let mut fields = [httparse::EMPTY_HEADER; 64];
    let mut parsed = httparse::Response::new(&mut fields);
    parsed.parse(&head).map_err(|_| bad("not an HTTP reply"))?;
    let status = parsed.code.ok_or_else(|| bad("no status"))?;
    let headers = owned(parsed.headers);
    let body = read_body(&mut reader, &headers, true)?;
    Ok(Response { status, headers, body })
}

/// Reads the next request of a connection; `None` when the other side has closed it.
pub(crate) fn receive(reader: &mut BufReader<TcpStream>) -> io::Result<Option<Request>> {
    // A TLS hello has no line end to wait for.
    if reader.fill_buf()?.first().is_some_and(|byte| !byte.is_ascii_uppercase()) {
        return Err(bad("not an HTTP request"));
    }
    let Some(head) = read_head(reader)? else { return Ok(None) };
    let mut fields = [httparse::EMPTY_HEADER; 64];
    let mut parsed = httparse::Request::new(&mut fields);
    parsed.parse(&head).map_err(|_| bad("not an HTTP request"))?;
    let method = parsed.method.unwrap_or_default().to_owned();
    let path = parsed.path.unwrap_or_default().to_owned();
    let headers = owned(parsed.headers);
    let body = read_body(reader, &headers, false)?;
    Ok(Some(Request { method, path, headers, body }))
}

/// Writes a reply and leaves the connection open.
pub(crate) fn reply(stream: &mut impl Write, response: &Response) -> io::Result<()> {
    let mut head =
        format!("HTTP/1.1 {} -\r\ncontent-length: {}\r\n", response.status, response.body.len());
    let hop_by_hop = ["connection", "content-length", "transfer-encoding"];
    for (name, value) in &response.headers {
        if !hop_by_hop.contains(&name.as_str()) {
            head.push_str(&format!("{name}: {value}\r\n"));
        }
    }
    head.push_str("\r\n");
    let mut bytes = head.into_bytes();
    bytes.extend_from_slice(&response.body);
    stream.write_all(&bytes)
}

/// Reads up to the empty line; `None` if the connection ended before the first byte.
fn read_head(reader: &mut impl BufRead) -> io::Result<Option<Vec<u8>>> {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        if reader.by_ref().take(MAX_HEAD as u64).read_until(b'\n', &mut head)? == 0 {
            return if head.is_empty() { Ok(None) } else { Err(bad("the head breaks off")) };
        }
        if head.len() > MAX_HEAD {
            return Err(bad("the head is too long"));
        }
    }
    Ok(Some(head))
}

fn read_body(
    reader: &mut impl Read,
    headers: &[(String, String)],
    until_close: bool,
) -> io::Result<Vec<u8>> {
    let mut body = Vec::new();
    match find(headers, "content-length").map(str::parse) {
        Some(Ok(length)) => {
            body.resize(length, 0);
            reader.read_exact(&mut body)?;
        }
        Some(Err(_)) => return Err(bad("Content-Length is no number")),
        None if find(headers, "transfer-encoding").is_some() => return Err(bad("chunked body")),
        None if until_close => {
            reader.read_to_end(&mut body)?;
        }
        None => {}
    }
    Ok(body)
}

fn owned(headers: &[httparse::Header<'_>]) -> Vec<(String, String)> {
    let text = |value: &[u8]| String::from_utf8_lossy(value).into_owned();
    headers.iter().map(|one| (one.name.to_ascii_lowercase(), text(one.value))).collect()
}

fn bad(why: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, why)
}
