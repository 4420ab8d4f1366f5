//! The calls, named after their paths, which have no other name.

use nexus_http::{Api, Call, Document};
use nexus_model::{Account, Failure, Identity, Secret};
use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::credential::{self, Region, ServiceAccount};
use super::error::parse_error;
use super::machines::{Flavor, Image, Instance};
use crate::Tools;
use crate::oauth::Grant;

/// One account's connection for one check or one listing.
pub(super) struct Client<'a> {
    tools: &'a Tools,
    account: &'a Account,
    service_account: ServiceAccount,
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
        let service_account = credential::of(account)?;
        let endpoint = account.endpoint.as_ref();
        let region = service_account.region;
        let at = |vendors| {
            let secrets = [service_account.client_secret.clone()];
            Api::new(&tools.http, endpoint, vendors, secrets, parse_error)
        };
        let (sign_in, api) = (at(region.sign_in)?, at(region.api)?);
        Ok(Self { tools, account, service_account, sign_in, api })
    }

    /// Where the account is.
    pub(super) fn region(&self) -> Region {
        self.service_account.region
    }

    /// `GET /auth/details`, which needs no right, unlike `GET /me`.
    pub(super) async fn check(&self) -> Result<Identity, Failure> {
        let details: Details = self.get("GetAuthDetails", None, &["auth", "details"]).await?;
        let principal = details.identities.into_iter().next();
        let principal = principal.unwrap_or_else(|| self.service_account.client_id.clone());
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

    /// What a failure says of the listing.
    pub(super) fn listing(&self, project: &str) -> Call {
        self.api.call("ListInstances").in_region(project)
    }

    /// A GET with the account's token:
    /// <https://docs.ovhcloud.com/en/guides/manage-and-operate/api/manage-service-account>.
    async fn get<T: DeserializeOwned>(
        &self,
        operation: &'static str,
        project: Option<&str>,
        path: &[&str],
    ) -> Result<T, Failure> {
        let form = [
            ("grant_type", "client_credentials"),
            ("client_id", &self.service_account.client_id),
            ("client_secret", self.service_account.client_secret.expose()),
            ("scope", "all"),
        ];
        let grant = Grant {
            purpose: "ovh",
            api: &self.sign_in,
            operation: "FetchToken",
            path: &["auth", "oauth2", "token"],
            form: &form,
        };
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
        let got = grant.with_token(&self.tools.sessions, self.account, call).await;
        // A project's failure names it, also where no token was to be had.
        got.map_err(|failure| match project {
            Some(project) => failure.in_region(project),
            None => failure,
        })
    }
}
