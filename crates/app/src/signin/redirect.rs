use nexus_model::Failure;
use nexus_signin::{SignInPlan, redirect_uri_of};

use super::SignInRequest;
use crate::App;

impl App {
    /// The exact redirect URI to register with the server before a sign-in; `None` for one by a
    /// code or by the client itself. Opens nothing and asks nobody.
    ///
    /// # Errors
    /// `invalid_input` naming the field, `locked`.
    pub async fn sign_in_redirect(
        &self,
        request: &SignInRequest,
    ) -> Result<Option<String>, Failure> {
        let vault = self.vault().await?;
        Ok(match self.attempt(&vault, request).await?.plan {
            SignInPlan::Browser(client) => Some(redirect_uri_of(&client.redirect)),
            SignInPlan::Device(_) | SignInPlan::Client(_) => None,
        })
    }
}
