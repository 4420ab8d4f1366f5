use async_trait::async_trait;
use nexus_model::{Account, Failure, Identity, PowerAction};

use nexus_signin::SignInPlan;

use crate::import::{Candidate, Files, not_declared};
use crate::power::{Powered, not_offered};
use crate::sign_in::{Choice, Steps, no_sign_in};
use crate::{Descriptor, ListingSink, ToolSession, WindowsPassword, windows_password};

/// One cloud: what it needs, who a credential is, what it runs.
///
/// What belongs to an account and outlives a call is kept in [`crate::Sessions`] alone. Dropping a
/// returned future cancels the work it was doing, requests under way included.
#[async_trait]
pub trait Cloud: Send + Sync {
    /// Everything that is known about the cloud without calling it.
    fn descriptor(&self) -> Descriptor;

    /// Who the credential is, by the cheapest call that needs one.
    ///
    /// # Errors
    /// Any code of a cloud's reply; see [`nexus_model::ErrorCode`].
    async fn check(&self, account: &Account) -> Result<Identity, Failure>;

    /// Lists every resource of the kinds that the descriptor declares, telling what arrives as it
    /// arrives.
    ///
    /// A region, zone or project that fails is told as [`crate::Listing::RegionFailed`] and does
    /// not end the listing.
    ///
    /// # Errors
    /// When not even the regions could be listed.
    async fn list(&self, account: &Account, sink: &ListingSink) -> Result<(), Failure>;

    /// Asks for a machine to be started, stopped or rebooted. It has only begun when this returns:
    /// the next listings tell when it is done.
    ///
    /// # Errors
    /// `invalid_input` for an action that the descriptor does not declare, `conflict` where the
    /// machine's state does not allow it, `permission_denied` naming the right that is missing, and
    /// any other code of a cloud's reply.
    async fn power(
        &self,
        account: &Account,
        machine: Powered<'_>,
        action: PowerAction,
    ) -> Result<(), Failure> {
        let _ = (account, machine);
        Err(not_offered(&self.descriptor().name, action))
    }

    /// The first password of a Windows machine.
    ///
    /// # Errors
    /// `invalid_input` where the descriptor does not declare it, `not_found` for a machine that has
    /// no key pair to encrypt it to, `permission_denied` naming the right that is missing, and any
    /// other code of a cloud's reply.
    async fn windows_password(
        &self,
        account: &Account,
        machine: Powered<'_>,
    ) -> Result<WindowsPassword, Failure> {
        let _ = (account, machine);
        Err(windows_password::not_offered(&self.descriptor().name))
    }

    /// What the vendor's own command line tool is given to act for the account in a region.
    ///
    /// # Errors
    /// Any code of a cloud's reply.
    async fn tool_session(&self, account: &Account, region: &str) -> Result<ToolSession, Failure> {
        let _ = (account, region);
        Ok(ToolSession::OwnLogin { advice: String::new() })
    }

    /// The accounts that the files of one of the descriptor's imports describe. Calls nobody.
    ///
    /// # Errors
    /// `invalid_input` for a file that cannot be read as what it should be. An account that cannot
    /// be imported is a candidate with a problem, not an error.
    fn import(&self, import: &str, files: &Files) -> Result<Vec<Candidate>, Failure> {
        let _ = files;
        Err(not_declared(import))
    }

    /// How a person signs in by the account's auth kind. Calls nobody.
    ///
    /// # Errors
    /// `invalid_input` for a field that is missing, or an auth kind that does not sign in.
    fn sign_in(&self, account: &Account) -> Result<SignInPlan, Failure> {
        Err(no_sign_in(account))
    }

    /// The same failure of a sign-in, or of a token's renewal, in this cloud's words: what its own
    /// code means, what to do about it, and on which page.
    fn explain_sign_in(&self, failure: Failure) -> Failure {
        failure
    }

    /// What a sign-in can become a provider of: projects, subscriptions, accounts with roles. The
    /// account has the connection's token. One that has no such parts is one choice.
    ///
    /// # Errors
    /// Any code of a cloud's reply.
    async fn choices(&self, account: &Account) -> Result<Vec<Choice>, Failure> {
        Err(no_sign_in(account))
    }

    /// Sees to it that a choice can be listed: what the cloud wants switched on first. The account
    /// has the choice's fields. May be called again after it failed or was dropped.
    ///
    /// # Errors
    /// Any code of a cloud's reply.
    async fn prepare(&self, account: &Account, steps: &Steps) -> Result<(), Failure> {
        let _ = (account, steps);
        Ok(())
    }
}
