//! Keystone's calls, named as its reference titles them.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};

use nexus_http::{Api, unreadable};
use nexus_model::{Account, ErrorCode, Failure, Identity, Secret};

use super::catalog::{self, Issued};
use super::credential;
use super::error::{AUTHENTICATE, parse_error};
use crate::{Session, Tools};

/// What a session of an account is for.
const PURPOSE: &str = "keystone token";

/// One account's connection for one check or one listing.
pub(super) struct Client<'a> {
    pub(super) tools: &'a Tools,
    pub(super) account: &'a Account,
    keystone: Api,
}

impl<'a> Client<'a> {
    /// # Errors
    /// `invalid_input` for an account without Keystone's address.
    pub(super) fn new(tools: &'a Tools, account: &'a Account) -> Result<Self, Failure> {
        let auth_url = credential::auth_url(account)?;
        let secrets = account.secrets.values().cloned();
        let keystone = Api::new(&tools.http, Some(&auth_url), "", secrets, parse_error)?;
        Ok(Self { tools, account, keystone })
    }

    /// Authenticates anew: a token that is kept would say nothing of the credential.
    pub(super) async fn check(&self) -> Result<Identity, Failure> {
        let (mut session, is_new) = self.session().await?;
        if !is_new {
            session = self.renewed(&session).await?;
        }
        let project = self.project(&session)?.to_owned();
        Ok(Identity::new(project, catalog::principal(&session)))
    }

    /// Nova's address in each region that is to be listed.
    ///
    /// # Errors
    /// `not_found` if the catalogue has none, or not in the regions that the account names.
    pub(super) async fn compute(&self) -> Result<BTreeMap<String, String>, Failure> {
        let (session, _) = self.session().await?;
        let project = self.project(&session)?;
        let mut compute = catalog::compute(&session);
        let named = credential::regions(self.account);
        if compute.is_empty() {
            let message = format!("The catalogue of {project} names no public compute endpoint.");
            let remedy = "Check the project with the cloud's operator, or use another.";
            return Err(Failure::new(ErrorCode::NotFound, AUTHENTICATE, message, remedy));
        }
        if let Some(unknown) = named.iter().find(|name| !compute.contains_key(**name)) {
            let there = compute.keys().map(String::as_str).collect::<Vec<_>>().join(", ");
            let message = format!("The catalogue of {project} has no region “{unknown}”.");
            let remedy = format!("Its regions are: {there}. Leave the field empty for all.");
            return Err(Failure::new(ErrorCode::NotFound, AUTHENTICATE, message, remedy)
                .in_field(credential::REGION));
        }
        if !named.is_empty() {
            compute.retain(|name, _| named.contains(&name.as_str()));
        }
        Ok(compute)
    }

    /// The account's token, and whether it was issued just now.
    pub(super) async fn session(&self) -> Result<(Session, bool), Failure> {
        let is_new = AtomicBool::new(false);
        let open = async {
            is_new.store(true, Ordering::Relaxed);
            self.authenticate().await
        };
        let session = self.tools.sessions.get_or_open(self.account, PURPOSE, open).await?;
        Ok((session, is_new.into_inner()))
    }

    /// Another token than this one, which is no longer accepted.
    pub(super) async fn renewed(&self, session: &Session) -> Result<Session, Failure> {
        self.tools.sessions.refused(self.account, PURPOSE, session).await;
        Ok(self.session().await?.0)
    }

    /// The account's secrets and this token: nothing of them may be shown.
    pub(super) fn secrets(&self, token: &Secret) -> Vec<Secret> {
        self.account.secrets.values().chain([token]).cloned().collect()
    }

    /// <https://docs.openstack.org/api-ref/identity/v3/#authentication-and-token-management>
    async fn authenticate(&self) -> Result<Session, Failure> {
        let body = credential::body(self.account)?;
        let request = self.keystone.post(AUTHENTICATE, &["auth", "tokens"]);
        let reply = request.json_body(&body).send().await?;
        let call = self.keystone.call(AUTHENTICATE);
        let token = reply.header("x-subject-token").filter(|token| !token.trim().is_empty());
        let token = token.map(Secret::new).ok_or_else(|| unreadable(&call, "it has no token"))?;
        reply.json::<Issued>(&call)?.session(&call, token)
    }

    fn project<'s>(&self, session: &'s Session) -> Result<&'s str, Failure> {
        catalog::project(session).ok_or_else(|| {
            let message = "Keystone gave a token without a project, which can list nothing.";
            let remedy = "Fill in the project, and check that the user has a role on it.";
            Failure::new(ErrorCode::InvalidInput, AUTHENTICATE, message, remedy)
                .in_field(credential::PROJECT)
        })
    }
}
