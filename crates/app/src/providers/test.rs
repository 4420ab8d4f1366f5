use nexus_model::{Failure, Identity, ProviderId};

use super::{Credential, NewProvider};
use crate::App;

impl App {
    /// Asks the cloud who a typed credential is. Nothing is kept.
    ///
    /// # Errors
    /// `invalid_input` naming the field, or what the cloud answers.
    pub async fn test_provider(&self, new: &NewProvider) -> Result<Identity, Failure> {
        let account = self.new_account(new)?;
        let identity = self.cloud(&new.cloud)?.check(&account).await;
        // The account's id is of this test alone: nobody else could wipe what it opened.
        self.clouds.sessions().forget(account.provider);
        identity
    }

    /// Asks the cloud who a provider is, with a new credential if one is given.
    ///
    /// # Errors
    /// As [`App::test_provider`], and `not_found`.
    pub async fn test_stored_provider(
        &self,
        id: ProviderId,
        credential: Option<Credential>,
    ) -> Result<Identity, Failure> {
        let vault = self.vault().await?;
        let provider = self.provider(&vault, id).await?;
        match credential {
            Some(credential) => self.ask(&self.rotated_account(&provider, credential)?).await,
            None => self.ask_provider(&vault, &provider, None).await,
        }
    }
}
