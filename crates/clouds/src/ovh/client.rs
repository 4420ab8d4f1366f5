//! The calls, named after their paths, which have no other name.

use nexus_http::{Api, Call, Document};
use nexus_model::{Account, Failure, Identity, Secret};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::credential::{self, By, Credential, Region};
use super::error::{parse_error, parse_error_for_person};
use super::machines::{Flavor, Image, Instance};
use crate::Tools;
use crate::oauth::Grant;

/// One account's connection for one check or one listing.
pub(super) struct Client<'a> {
    tools: &'a Tools,
    account: &'a Account,
    credential: Credential,
    sign_in: Api,
    api: Api,
}

/// The fields used of <https://eu.api.ovh.com/console/?section=%2Fauth&branch=v1#get-/auth/details>.
#[derive(Deserialize)]
struct Details {
    account: String,
    #[serde(default)]
    identities: Vec<String>,
}

impl<'a> Client<'a> {
    /// # Errors
    /// `invalid_input` for a credential that is not whole.
    pub(super) fn new(tools: &'a Tools, account: &'a Account) -> Result<Self, Failure> {
        let credential = credential::of(account)?;
        let endpoint = account.endpoint.as_ref();
        let region = credential.region;
        let parse_error: nexus_http::ParseError = match credential.by {
            By::Secret(_) => parse_error,
            By::Person(_) => parse_error_for_person,
        };
        let at = |vendors| {
            let secrets = [credential.by.secret().clone()];
            Api::new(&tools.http, endpoint, vendors, secrets, parse_error)
        };
        let (sign_in, api) = (at(region.sign_in)?, at(region.api)?);
        Ok(Self { tools, account, credential, sign_in, api })
    }

    /// Where the account is.
    pub(super) fn region(&self) -> Region {
        self.credential.region
    }

    /// `GET /auth/details`, which needs no right, unlike `GET /me`.
    pub(super) async fn check(&self) -> Result<Identity, Failure> {
        let details: Details = self.get("GetAuthDetails", None, &["auth", "details"]).await?;
        let principal = details.identities.into_iter().next();
        let principal = principal.unwrap_or_else(|| self.credential.client_id.clone());
        Ok(Identity::new(details.account, principal))
    }

    /// `GET /cloud/project`: the ids of all projects.
    pub(super) async fn list_projects(&self) -> Result<Vec<String>, Failure> {
        self.get("ListProjects", None, &["cloud", "project"]).await
    }

    /// `GET /cloud/project/{serviceName}/instance`, in all regions of the project.
    pub(super) async fn list_instances(
        &self,
        project: &str,
    ) -> Result<Vec<Document<Instance>>, Failure> {
        let path = ["cloud", "project", project, "instance"];
        self.get("ListInstances", Some(project), &path).await
    }

    /// `GET /cloud/project/{serviceName}/flavor`, in all regions of the project.
    pub(super) async fn list_flavors(&self, project: &str) -> Result<Vec<Flavor>, Failure> {
        let path = ["cloud", "project", project, "flavor"];
        self.get("ListFlavors", Some(project), &path).await
    }

    /// `GET /cloud/project/{serviceName}/image`, in all regions of the project.
    pub(super) async fn list_images(&self, project: &str) -> Result<Vec<Image>, Failure> {
        let path = ["cloud", "project", project, "image"];
        self.get("ListImages", Some(project), &path).await
    }

    /// `POST /cloud/project/{serviceName}/instance/{instanceId}/…`.
    pub(super) async fn act(
        &self,
        operation: &'static str,
        project: &str,
        instance: &str,
        (action, body): (&str, Option<Value>),
    ) -> Result<(), Failure> {
        let path = ["1.0", "cloud", "project", project, "instance", instance, action];
        let (path, body) = (&path, &body);
        let call = |token: Secret| async move {
            let api = self.api.clone().keeping(&token);
            let request = api.post(operation, path).in_region(project).bearer(&token);
            let request = match body {
                Some(body) => request.json_body(body),
                None => request,
            };
            request.command().await.map(drop)
        };
        self.with_token(call).await.map_err(|failure| failure.in_region(project))
    }

    /// What a failure says of the listing.
    pub(super) fn listing(&self, project: &str) -> Call {
        self.api.call("ListInstances").in_region(project)
    }

    /// A GET with the account's token.
    async fn get<T: DeserializeOwned>(
        &self,
        operation: &'static str,
        project: Option<&str>,
        path: &[&str],
    ) -> Result<T, Failure> {
        let path: Vec<_> = ["1.0"].iter().chain(path).copied().collect();
        let path = &path;
        let call = |token: Secret| async move {
            let api = self.api.clone().keeping(&token);
            let request = api.get(operation, path).bearer(&token);
            match project {
                Some(project) => request.in_region(project).json().await,
                None => request.json().await,
            }
        };
        // A project's failure names it, also where no token was to be had.
        self.with_token(call).await.map_err(|failure| match project {
            Some(project) => failure.in_region(project),
            None => failure,
        })
    }

    /// With the account's token; that of a person is renewed by the connection it belongs to:
    /// <https://docs.ovhcloud.com/en/guides/manage-and-operate/api/manage-service-account>.
    async fn with_token<T, Fut>(&self, call: impl Fn(Secret) -> Fut) -> Result<T, Failure>
    where
        Fut: Future<Output = Result<T, Failure>>,
    {
        match &self.credential.by {
            By::Secret(secret) => self.with_grant(secret, call).await,
            By::Person(token) => call(token.clone()).await,
        }
    }

    /// With a token of the service account.
    async fn with_grant<T, Fut>(
        &self,
        secret: &Secret,
        call: impl Fn(Secret) -> Fut,
    ) -> Result<T, Failure>
    where
        Fut: Future<Output = Result<T, Failure>>,
    {
        let form = [
            ("grant_type", "client_credentials"),
            ("client_id", &self.credential.client_id),
            ("client_secret", secret.expose()),
            ("scope", "all"),
        ];
        let grant = Grant {
            purpose: "ovh",
            api: &self.sign_in,
            operation: "FetchToken",
            path: &["auth", "oauth2", "token"],
            form: &form,
        };
        grant.with_token(&self.tools.sessions, self.account, call).await
    }
}
