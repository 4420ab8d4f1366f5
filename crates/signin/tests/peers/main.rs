//! Sign-in against a certified OpenID provider with a real browser, and against hostile ones.
#![allow(clippy::expect_used, clippy::panic, reason = "a test ends where it is wrong")]

mod browser;
mod callback;
mod device;
mod id_token;
mod mix_up;
mod refresh;
mod support;
mod token_endpoint;
