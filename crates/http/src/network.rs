//! Why no reply came: the layers below HTTP told apart.

use std::error::Error;
use std::io;

/// The layer that failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Layer {
    /// The host's name does not resolve.
    Dns,
    /// No connection, or one that was dropped.
    Connection,
    /// No agreement on a certificate or protocol.
    Tls,
    /// Silence.
    Timeout,
}

/// The layer an error comes from, by the first link of its chain that tells.
pub fn layer(error: &(dyn Error + 'static)) -> Layer {
    links(error).into_iter().find_map(tell).unwrap_or(Layer::Connection)
}

/// The innermost cause, which names the problem best.
pub fn root_cause(error: &(dyn Error + 'static)) -> String {
    links(error).last().map(ToString::to_string).unwrap_or_default()
}

/// An error and all its causes. `io::Error` hides the error it wraps from `source()`, and TLS
/// errors come wrapped in one.
fn links<'a>(error: &'a (dyn Error + 'static)) -> Vec<&'a (dyn Error + 'static)> {
    let mut links = Vec::new();
    let mut next = Some(error);
    while let Some(link) = next {
        links.push(link);
        next = match link.downcast_ref::<io::Error>().and_then(io::Error::get_ref) {
            Some(wrapped) => Some(wrapped),
            None => link.source(),
        };
    }
    links
}

fn tell(link: &(dyn Error + 'static)) -> Option<Layer> {
    if link.is::<rustls::Error>() {
        return Some(Layer::Tls);
    }
    // These two have no type or kind of their own: a failed look-up is an `io::Error` of no kind
    // under hyper-util's private "dns error", and a peer that hangs up in the handshake is a plain
    // end of file.
    let text = link.to_string();
    if text.starts_with("dns error") || text.starts_with("failed to lookup address") {
        return Some(Layer::Dns);
    }
    if text.contains("tls handshake eof") {
        return Some(Layer::Tls);
    }
    match link.downcast_ref::<io::Error>()?.kind() {
        io::ErrorKind::TimedOut => Some(Layer::Timeout),
        io::ErrorKind::ConnectionRefused
        | io::ErrorKind::ConnectionReset
        | io::ErrorKind::ConnectionAborted
        | io::ErrorKind::BrokenPipe
        | io::ErrorKind::HostUnreachable
        | io::ErrorKind::NetworkUnreachable => Some(Layer::Connection),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use std::io;

    use rstest::rstest;

    use super::{Layer, layer};

    #[rstest]
    #[case(io::Error::from(io::ErrorKind::ConnectionRefused), Layer::Connection)]
    #[case(io::Error::from(io::ErrorKind::TimedOut), Layer::Timeout)]
    #[case(io::Error::other("dns error: failed to lookup address information"), Layer::Dns)]
    #[case(io::Error::new(io::ErrorKind::UnexpectedEof, "tls handshake eof"), Layer::Tls)]
    #[case(
        io::Error::new(
            io::ErrorKind::InvalidData,
            rustls::Error::InvalidCertificate(rustls::CertificateError::UnknownIssuer)
        ),
        Layer::Tls
    )]
    #[case(io::Error::other("never seen before"), Layer::Connection)]
    fn tells_the_layer(#[case] error: io::Error, #[case] expected: Layer) {
        assert_eq!(layer(&error), expected);
    }
}
