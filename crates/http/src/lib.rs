//! One client for every REST cloud.
//!
//! What all vendors have in common is done once here: TLS, time-outs, retries with `Retry-After`,
//! few requests at a time to one host, no redirects (a credential never follows one), replies of
//! bounded size, and failures that tell what happened without ever showing a secret. What a
//! vendor's refusals mean is its own [`ParseError`].

mod api;
mod call;
mod document;
mod failure;
mod gates;
mod http;
mod network;
mod patience;
mod refusal;
mod reply;
mod request;
pub mod words;

pub use api::{Api, ParseError};
pub use call::Call;
pub use document::Document;
pub use failure::{unreachable, unreadable};
pub use http::Http;
pub use network::{Layer, layer, root_cause};
pub use patience::Patience;
pub use refusal::Refusal;
pub use reply::Reply;
pub use request::Request;
