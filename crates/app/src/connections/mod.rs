//! Connections that people have signed in to: one operation per file.
//!
//! A connection's token is read from the vault for each call and kept nowhere else. It is renewed
//! ahead of its end, once however many ask for it, in this process ([`Renewals`]) and in others (a
//! lock beside the vault). What the server refuses is for the person to mend; what fails for any
//! other reason is tried again and changes nothing.

mod account;
mod card;
mod disconnect;
mod plan;
mod refresh;
mod rename;
mod renewal;
mod renewals;
mod token;
mod unwritten;

pub(crate) use account::{account_of, typed};
pub use card::ConnectionCard;
pub(crate) use card::{OF_THE_SIGN_IN, missing_scopes};
pub use disconnect::DisconnectOutcome;
pub(crate) use renewal::put_tokens;
pub(crate) use renewals::Renewals;
pub(crate) use unwritten::Unwritten;

/// Name of the secret field with the token that the next access token is asked with.
pub(crate) const REFRESH_TOKEN: &str = "refresh_token";
