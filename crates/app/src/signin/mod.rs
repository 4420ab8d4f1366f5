//! Signing in, from the form to providers that list: one operation per file.
//!
//! [`crate::App::start_sign_in`] makes a pending connection and says where the person signs in;
//! when the person has come back, [`crate::AppEvent::SignInEnded`] tells so. A cloud's connection
//! then becomes providers by [`crate::App::sign_in_choices`] and [`crate::App::finish_sign_in`].

mod attempt;
mod cancel;
mod choices;
mod finish;
mod link;
mod open;
mod outcome;
mod prompt;
mod redirect;
mod request;
mod set_up;
mod start;
mod under_way;

pub use finish::Chosen;
pub use open::Opener;
pub use prompt::{DevicePrompt, SignInPrompt};
pub use request::{SignInRequest, SignInWay};
pub use set_up::SetUpProgress;
pub(crate) use set_up::SetUps;
pub(crate) use under_way::SignIns;
