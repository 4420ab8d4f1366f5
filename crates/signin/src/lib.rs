//! OAuth 2.0 and OpenID Connect sign-in: one file per flow.
//!
//! A person signs in in the system's own browser, never in a web view: by [`SignIn`], which comes
//! back over a port of this machine or by a link, or by a code on any device ([`OAuthDevice`],
//! [`wait_for_device`]). A client signs in for itself by [`client_credentials`]. What was issued is
//! renewed by [`refresh`] and given back by [`revoke`]. Nothing is kept here.
//!
//! The `oauth2` crate makes the authorization request, its state and its proof key. Forms go to
//! the token endpoint from `oauth_endpoint`; `docs/adr/0009` says why.

mod answer;
mod authorization;
mod browser;
mod callback;
mod client;
mod client_credentials;
mod deep_link;
mod device;
mod device_issuer;
mod device_wait;
mod discovery;
mod google;
mod id_token;
mod issued;
mod loopback;
mod oauth_endpoint;
mod page;
mod plan;
mod qr;
mod refresh;
mod refusal;
mod revoke;
mod tokens;

pub use browser::{PATIENCE, SignIn, redirect_uri_of};
pub use callback::{Callback, state_of};
pub use client::{
    AuthMethod, Client, Endpoints, LoopbackHost, Quirks, Redirect, Server, USUAL_PORT,
    USUAL_REDIRECT,
};
pub use client_credentials::client_credentials;
pub use deep_link::Answers;
pub use device::OAuthDevice;
pub use device_issuer::{DeviceCode, DeviceIssuer, DevicePoll};
pub use device_wait::wait_for_device;
pub use google::{GoogleKey, google_assertion};
pub use plan::SignInPlan;
pub use qr::{qr_svg, qr_terminal};
pub use refresh::{needs_person, refresh};
pub use revoke::{Revoked, revoke};
pub use tokens::{Tokens, Who};
