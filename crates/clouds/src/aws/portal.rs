//! The AWS access portal's calls, made with the token of a sign-in:
//! <https://docs.aws.amazon.com/singlesignon/latest/PortalAPIReference/Welcome.html>.

use aws_sdk_sso::types::{AccountInfo, RoleCredentials};
use nexus_model::{Account, Failure, Secret, Timestamp};

use super::client::Client;
use super::credential::{ACCESS_KEY, SECRET_KEY, SESSION_TOKEN};
use super::error::{Trouble, parse_error};
use super::identity_center::chosen;
use crate::{Session, browser};

/// Most accounts or roles of a page.
const PAGE: i32 = 1000;

impl Client {
    /// Every account that the person may use:
    /// <https://docs.aws.amazon.com/singlesignon/latest/PortalAPIReference/API_ListAccounts.html>.
    pub(super) async fn list_accounts(&self, token: &Secret) -> Result<Vec<AccountInfo>, Failure> {
        let (sso, mut all, mut next) = (self.sso(), Vec::new(), None);
        let mut read = std::collections::HashSet::new();
        loop {
            let request = sso.list_accounts().access_token(token.expose()).max_results(PAGE);
            let reply = request.set_next_token(next).send().await;
            let reply = reply.map_err(|error| {
                self.portal("ListAccounts", &Trouble::of(&error, &self.secrets))
            })?;
            all.extend(reply.account_list().iter().cloned());
            next = reply.next_token.filter(|token| !token.is_empty());
            match &next {
                None => return Ok(all),
                Some(token) if read.insert(token.clone()) => {}
                Some(_) => return Err(self.circle("ListAccounts")),
            }
        }
    }

    /// Names of the roles that the person may take in an account:
    /// <https://docs.aws.amazon.com/singlesignon/latest/PortalAPIReference/API_ListAccountRoles.html>.
    pub(super) async fn list_account_roles(
        &self,
        token: &Secret,
        account: &str,
    ) -> Result<Vec<String>, Failure> {
        let (sso, mut all, mut next) = (self.sso(), Vec::new(), None);
        let mut read = std::collections::HashSet::new();
        loop {
            let request = sso.list_account_roles().access_token(token.expose()).account_id(account);
            let reply = request.max_results(PAGE).set_next_token(next).send().await;
            let reply = reply.map_err(|error| {
                self.portal("ListAccountRoles", &Trouble::of(&error, &self.secrets))
            })?;
            all.extend(reply.role_list().iter().filter_map(|role| role.role_name.clone()));
            next = reply.next_token.filter(|token| !token.is_empty());
            match &next {
                None => return Ok(all),
                Some(token) if read.insert(token.clone()) => {}
                Some(_) => return Err(self.circle("ListAccountRoles")),
            }
        }
    }

    /// Temporary keys of the chosen role:
    /// <https://docs.aws.amazon.com/singlesignon/latest/PortalAPIReference/API_GetRoleCredentials.html>.
    ///
    /// # Errors
    /// `invalid_input` if no role was chosen, `invalid_credentials` where nobody is signed in, or
    /// what the portal says.
    pub(super) async fn get_role_credentials(&self, account: &Account) -> Result<Session, Failure> {
        let operation = "GetRoleCredentials";
        let (id, role) = chosen(account)?;
        let token = browser::token(account)?;
        let request = self.sso().get_role_credentials().access_token(token.expose());
        let reply = request.account_id(id).role_name(role).send().await;
        let reply =
            reply.map_err(|error| self.portal(operation, &Trouble::of(&error, &self.secrets)))?;
        reply.role_credentials().and_then(session).ok_or_else(|| {
            let why = "it holds no whole credential".to_owned();
            self.portal(operation, &Trouble::Unreadable(why))
        })
    }

    /// Ends the sign-in at the portal.
    pub(super) async fn logout(&self, token: &Secret) -> Result<(), Failure> {
        let reply = self.sso().logout().access_token(token.expose()).send().await;
        let secrets = [token.clone()];
        reply.map_err(|error| self.portal("Logout", &Trouble::of(&error, &secrets)))?;
        Ok(())
    }

    fn sso(&self) -> aws_sdk_sso::Client {
        aws_sdk_sso::Client::new(&self.config)
    }

    fn circle(&self, operation: &'static str) -> Failure {
        let why = "it announces a page that was read before".to_owned();
        self.portal(operation, &Trouble::Unreadable(why))
    }

    fn portal(&self, operation: &'static str, trouble: &Trouble) -> Failure {
        parse_error(&self.call("portal.sso", operation, &self.home), trouble)
    }
}

/// The credential that the portal issued; its end is in milliseconds. `None` if a part of it is
/// missing.
fn session(issued: &RoleCredentials) -> Option<Session> {
    let part = |part: Option<&str>| part.filter(|part| !part.is_empty()).map(str::to_owned);
    let key = part(issued.access_key_id())?;
    let (secret, token) = (part(issued.secret_access_key())?, part(issued.session_token())?);
    Some(Session {
        secrets: [(SECRET_KEY, secret), (SESSION_TOKEN, token)]
            .map(|(name, text)| (name.to_owned(), Secret::new(text)))
            .into(),
        fields: [(ACCESS_KEY.to_owned(), key)].into(),
        expires_at: Timestamp::from_unix(issued.expiration() / 1000)?,
    })
}
