use nexus_model::{Account, ErrorCode, Failure, Fields};
use serde::Serialize;

/// What a sign-in is, for a form that is drawn before it begins.
#[derive(Clone, Debug, Serialize, specta::Type)]
pub struct SignInOffer {
    /// How it is done.
    pub flow: SignInFlow,
    /// What is asked for, and why.
    pub scopes: Vec<Scope>,
    /// What a sign-in becomes providers of, in the plural (“projects”); `None` if it is one
    /// provider.
    pub choices: Option<String>,
}

/// How a sign-in is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum SignInFlow {
    /// In the person's browser, which comes back to this app. The redirect must be registered with
    /// the cloud first.
    Browser,
    /// By a code that the person confirms on any device.
    Device,
}

/// A right that a sign-in asks for.
#[derive(Clone, Debug, Serialize, specta::Type)]
pub struct Scope {
    /// As the cloud names it.
    pub name: String,
    /// What it is needed for, in a few words.
    pub reason: String,
}

/// One thing that a sign-in can become a provider of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, specta::Type)]
pub struct Choice {
    /// Identifier, stable from one sign-in to the next.
    pub id: String,
    /// Name for people, which the provider gets.
    pub name: String,
    /// What tells it from others of the name: an id, a role.
    pub detail: String,
    /// What it adds to the provider's fields.
    pub fields: Fields,
    /// Why it cannot be chosen, if it cannot.
    pub problem: Option<Failure>,
}

/// Where [`crate::Cloud::prepare`] tells what it is about to do.
pub struct Steps(Box<dyn Fn(&str) + Send + Sync>);

impl Steps {
    /// Told to this function: one plain sentence each.
    pub fn new(tell: impl Fn(&str) + Send + Sync + 'static) -> Self {
        Self(Box::new(tell))
    }

    /// Tells the next step.
    pub fn tell(&self, step: &str) {
        (self.0)(step);
    }
}

/// What a cloud knows of a refusal of a sign-in.
pub(crate) struct Known {
    /// What to do about it.
    pub remedy: &'static str,
    /// The input to correct.
    pub field: Option<&'static str>,
    /// Page of the cloud's console where it is mended.
    pub link: Option<&'static str>,
}

impl Known {
    /// Mended by this alone.
    pub(crate) fn new(remedy: &'static str) -> Self {
        Self { remedy, field: None, link: None }
    }

    /// Mended in this field.
    pub(crate) fn in_field(self, field: &'static str) -> Self {
        Self { field: Some(field), ..self }
    }

    /// Mended on this page.
    pub(crate) fn on(self, link: &'static str) -> Self {
        Self { link: Some(link), ..self }
    }

    /// The failure with what is known of it.
    pub(crate) fn explain(self, mut failure: Failure) -> Failure {
        self.remedy.clone_into(&mut failure.remedy);
        failure.field = self.field.map(str::to_owned).or(failure.field);
        failure.link = self.link.map(str::to_owned).or(failure.link);
        failure
    }
}

/// A caller asked an auth kind to sign in that does not.
pub(crate) fn no_sign_in(account: &Account) -> Failure {
    let message = format!("The auth kind “{}” of this cloud does not sign in.", account.auth);
    let remedy = "See `nexus clouds` for the auth kinds that do.";
    Failure::new(ErrorCode::InvalidInput, "sign in", message, remedy).in_field("auth")
}
