//! OAuth 2.0 and OpenID Connect sign-in: one file per flow.

mod client;
mod device_issuer;
mod plan;
mod tokens;

pub use client::{AuthMethod, Client, Endpoints, LoopbackHost, Quirks, Redirect, Server};
pub use device_issuer::{DeviceCode, DeviceIssuer, DevicePoll};
pub use plan::SignInPlan;
pub use tokens::{Tokens, Who};
