//! The failures that are the same for every vendor: no reply, or one that cannot be used.

use nexus_model::{ErrorCode, Failure};

use crate::{Call, Layer, words};

/// No reply came; `cause` is the innermost cause.
pub fn unreachable(call: &Call, layer: Layer, cause: &str) -> Failure {
    let host = &call.host;
    let (code, what, remedy) = match layer {
        Layer::Dns => (
            ErrorCode::UnreachableDns,
            format!("the name {host} does not resolve"),
            "Check the endpoint's spelling and the network: DNS, VPN, proxy.",
        ),
        Layer::Connection => (
            ErrorCode::UnreachableRefused,
            format!("{host} refused or dropped the connection"),
            "Check that the endpoint's address and port are right and that outbound HTTPS to it is allowed.",
        ),
        Layer::Tls => (
            ErrorCode::UnreachableTls,
            format!("no secure connection to {host} could be made"),
            "Check that the endpoint speaks HTTPS with a certificate this system trusts, and that no proxy replaces it.",
        ),
        Layer::Timeout => (
            ErrorCode::UnreachableTimeout,
            format!("{host} did not answer in time"),
            "Check the network and the firewall; try again if the connection is slow.",
        ),
    };
    let mut message = format!("{} failed: {what}", call.subject());
    // A time-out's own cause only says that time ran out.
    if let (true, Some(cause)) = (layer != Layer::Timeout, words::quotable(cause)) {
        message.push_str(&format!(" ({cause})"));
    }
    message.push('.');
    in_region_of(call, Failure::new(code, call.operation, message, remedy))
}

/// A reply came that is not what the vendor documents; `why` has no full stop.
pub fn unreadable(call: &Call, why: &str) -> Failure {
    let message =
        format!("The reply of {} to {} cannot be used: {why}.", call.host, call.operation);
    let remedy =
        "Check that the endpoint is this cloud's own and that no proxy answers in its place.";
    in_region_of(call, Failure::new(ErrorCode::BadResponse, call.operation, message, remedy))
}

pub(crate) fn in_region_of(call: &Call, mut failure: Failure) -> Failure {
    failure.region.clone_from(&call.region);
    failure
}
