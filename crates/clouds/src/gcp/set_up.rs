//! What a project needs before its instances can be listed: the Compute Engine API, enabled.

use std::time::Duration;

use nexus_http::{Api, unreadable};
use nexus_model::{Account, ErrorCode, Failure};
use serde::Deserialize;
use serde_json::json;

use super::access::{Access, Ask};
use super::client::Client;
use crate::{Steps, Tools};

const SERVICE_USAGE: &str = "https://serviceusage.googleapis.com";

/// The APIs that are called for a project, each with its name for people.
const SERVICES: [(&str, &str); 2] = [
    ("compute.googleapis.com", "Compute Engine API"),
    ("cloudresourcemanager.googleapis.com", "Cloud Resource Manager API"),
];

/// How often an operation, or an API that was just enabled, is asked for again before it is given
/// up: with the usual pause about four minutes. Google says that it may take a few.
const ROUNDS: u32 = 60;

/// Most pauses, each as long as [`nexus_http::Patience::pause`], between two of the rounds.
const LONGEST: u32 = 10;

/// <https://docs.cloud.google.com/service-usage/docs/reference/rest/v1/services/batchGet#response-body>.
#[derive(Deserialize)]
struct Services {
    #[serde(default)]
    services: Vec<Service>,
}

#[derive(Deserialize)]
struct Service {
    /// `projects/123/services/compute.googleapis.com`.
    name: String,
    /// `ENABLED` or `DISABLED`.
    state: Option<String>,
}

/// <https://docs.cloud.google.com/service-usage/docs/reference/rest/Shared.Types/Operation>.
#[derive(Deserialize)]
struct Operation {
    /// `operations/acat.p2-123-…`, or `operations/noop.DONE_OPERATION` if there is nothing to do.
    name: String,
    #[serde(default)]
    done: bool,
    error: Option<Status>,
}

/// `google.rpc.Status`.
#[derive(Deserialize)]
struct Status {
    message: Option<String>,
}

/// Sees to it that the project's APIs are enabled. What is enabled already is left as it is, so it
/// goes on where it was broken off.
///
/// # Errors
/// `permission_denied` with what is missing (a scope, a role, billing), or what Google says.
pub(super) async fn prepare(
    tools: &Tools,
    account: &Account,
    steps: &Steps,
) -> Result<(), Failure> {
    let client = Client::new(tools, account)?;
    let access = Access::new(tools, account)?;
    let set_up =
        SetUp { tools, api: access.api(SERVICE_USAGE)?, access, project: client.project() };
    steps.tell("Looking at the APIs that the project has enabled.");
    let missing = set_up.missing().await?;
    if !missing.is_empty() {
        let names: Vec<_> = missing.iter().map(|(_, name)| *name).collect();
        steps.tell(&format!("Enabling the {}.", names.join(" and the ")));
        set_up.enable(&missing).await?;
    }
    steps.tell("Waiting for Compute Engine to answer for the project.");
    set_up.until_it_answers(&client).await
}

struct SetUp<'a> {
    tools: &'a Tools,
    access: Access<'a>,
    api: Api,
    project: &'a str,
}

impl SetUp<'_> {
    /// The APIs that are not enabled.
    async fn missing(&self) -> Result<Vec<(&'static str, &'static str)>, Failure> {
        let path = ["v1", "projects", self.project, "services:batchGet"];
        let name = |id| format!("projects/{}/services/{id}", self.project);
        let ask = SERVICES.iter().fold(Ask::get("services.batchGet", &path), |ask, (id, _)| {
            ask.query("names", name(id))
        });
        let services: Services = self.access.json(&self.api, &ask).await?;
        let enabled = |id: &str| {
            let mut services = services.services.iter();
            services.any(|one| {
                one.name.rsplit('/').next() == Some(id) && one.state.as_deref() == Some("ENABLED")
            })
        };
        Ok(SERVICES.into_iter().filter(|(id, _)| !enabled(id)).collect())
    }

    /// Enables all of them or none, and waits for it.
    async fn enable(&self, missing: &[(&str, &str)]) -> Result<(), Failure> {
        let ids: Vec<_> = missing.iter().map(|(id, _)| *id).collect();
        let path = ["v1", "projects", self.project, "services:batchEnable"];
        let ask = Ask::post("services.batchEnable", &path, json!({"serviceIds": ids}));
        let started = self.access.json(&self.api, &ask).await;
        let mut operation: Operation = started.map_err(|why| self.not_enabled(why))?;
        for round in 0..ROUNDS {
            if let Some(error) = operation.error {
                return Err(self.failed(error.message.as_deref().unwrap_or_default()));
            }
            if operation.done {
                return Ok(());
            }
            self.pause(round).await;
            let Some(id) = operation.name.strip_prefix("operations/") else {
                let why = "it names no operation";
                return Err(unreadable(&self.api.call("services.batchEnable"), why));
            };
            let path = ["v1", "operations", id];
            operation = self.access.json(&self.api, &Ask::get("operations.get", &path)).await?;
        }
        Err(self.too_slow("operations.get"))
    }

    /// An API that was just enabled is refused for a while as if it were not.
    async fn until_it_answers(&self, client: &Client<'_>) -> Result<(), Failure> {
        for round in 0..ROUNDS {
            match client.get_project().await {
                Ok(_) => return Ok(()),
                Err(failure) if is_disabled(&failure) => self.pause(round).await,
                Err(failure) => return Err(failure),
            }
        }
        Err(self.too_slow("projects.get"))
    }

    async fn pause(&self, round: u32) {
        let pauses = (round + 1).min(LONGEST);
        let pause: Duration = self.tools.patience.pause.saturating_mul(pauses);
        tokio::time::sleep(pause).await;
    }

    /// Of a refusal to enable: who may.
    fn not_enabled(&self, mut failure: Failure) -> Failure {
        let is_role = failure.code == ErrorCode::PermissionDenied
            && !matches!(
                failure.provider_code.as_deref(),
                Some("ACCESS_TOKEN_SCOPE_INSUFFICIENT" | "SERVICE_DISABLED" | "BILLING_DISABLED")
            );
        if is_role {
            failure.remedy = "Enable the Compute Engine API in the project yourself, or ask an owner for the role Service Usage Admin on it; then try again.".into();
            failure.link = Some(self.library());
        }
        failure
    }

    /// The operation ended without success. Google's text names what is wrong: mostly that the
    /// project has no billing account, without which Compute Engine cannot be enabled.
    fn failed(&self, told: &str) -> Failure {
        let mut message = format!("The APIs of the project {} could not be enabled.", self.project);
        let told = nexus_http::words::quotable(told);
        let is_billing =
            told.as_deref().is_some_and(|told| told.to_ascii_lowercase().contains("billing"));
        if let Some(told) = told {
            message.push_str(&format!(" Google Cloud says: “{told}”"));
        }
        let (remedy, link) = if is_billing {
            let page = format!(
                "https://console.cloud.google.com/billing/linkedaccount?project={}",
                self.project
            );
            ("Link the project to an active billing account, then try again.", page)
        } else {
            (
                "Enable the Compute Engine API in Google Cloud's console, then try again.",
                self.library(),
            )
        };
        Failure::new(ErrorCode::PermissionDenied, "services.batchEnable", message, remedy)
            .with_link(link)
    }

    fn too_slow(&self, operation: &str) -> Failure {
        let message = format!(
            "Google is still enabling the Compute Engine API of the project {}.",
            self.project
        );
        let remedy = "Wait a few minutes and try again; it goes on from there.";
        Failure::new(ErrorCode::UnreachableTimeout, operation, message, remedy)
    }

    fn library(&self) -> String {
        format!(
            "https://console.cloud.google.com/apis/library/compute.googleapis.com?project={}",
            self.project
        )
    }
}

fn is_disabled(failure: &Failure) -> bool {
    let code = failure.provider_code.as_deref();
    code.is_some_and(|code| code == "SERVICE_DISABLED" || code == "accessNotConfigured")
}
