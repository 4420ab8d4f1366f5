//! The calls, named as Google names them.

use std::collections::BTreeMap;

use nexus_http::{Api, Call, Document};
use nexus_model::{Account, Failure, Identity};
use serde::Deserialize;
use serde::de::{DeserializeOwned, IgnoredAny};

use super::access::{Access, Ask};
use super::credential;
use super::machines::Instance;
use crate::Tools;

const COMPUTE: &str = "https://compute.googleapis.com";

/// Who a person is: `userinfo_endpoint` of <https://accounts.google.com/.well-known/openid-configuration>.
const USERINFO: &str = "https://openidconnect.googleapis.com";

/// Most instances of a page:
/// <https://docs.cloud.google.com/compute/docs/reference/rest/v1/instances/aggregatedList#body.QUERY_PARAMETERS>.
const PAGE: &str = "500";

/// All of an instance but its `metadata`, where start-up scripts and keys are. A node of a Kubernetes
/// cluster has some 100 KB of it, and a page of them would pass the longest reply that is read.
const FIELDS: &str = "nextPageToken,unreachables,warning(code,message,data),items/*/warning(code,message),\
items/*/instances(id,name,description,status,statusMessage,zone,machineType,cpuPlatform,minCpuPlatform,\
creationTimestamp,lastStartTimestamp,lastStopTimestamp,lastSuspendedTimestamp,hostname,labels,tags,\
networkInterfaces,disks(autoDelete,boot,deviceName,diskSizeGb,guestOsFeatures,index,interface,licenses,mode,source,type),\
scheduling,serviceAccounts,guestAccelerators,canIpForward,deletionProtection,resourcePolicies,\
shieldedInstanceConfig,confidentialInstanceConfig,startRestricted,selfLink)";

/// One account's connection for one check or one listing.
pub(super) struct Client<'a> {
    access: Access<'a>,
    project: String,
    compute: Api,
}

/// Scope `email` of <https://developers.google.com/identity/openid-connect/openid-connect#obtaininguserprofileinformation>.
#[derive(Deserialize)]
struct Person {
    email: String,
}

/// <https://docs.cloud.google.com/compute/docs/reference/rest/v1/projects/get>.
#[derive(Deserialize)]
struct Project {
    name: String,
}

/// <https://docs.cloud.google.com/compute/docs/reference/rest/v1/instances/aggregatedList#body.response_body>.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct AggregatedList {
    /// By scope: `zones/us-east1-b`. Every zone is there, each with a warning in place of instances
    /// if it has none on this page.
    pub(super) items: BTreeMap<String, Scoped>,
    pub(super) next_page_token: Option<String>,
    /// Scopes that did not answer.
    pub(super) unreachables: Option<Vec<String>>,
    pub(super) warning: Option<Warning>,
}

#[derive(Deserialize)]
pub(super) struct Scoped {
    pub(super) instances: Option<Vec<Document<Instance>>>,
    pub(super) warning: Option<Warning>,
}

#[derive(Clone, Deserialize)]
pub(super) struct Warning {
    pub(super) code: Option<String>,
    pub(super) message: Option<String>,
    pub(super) data: Option<Vec<Datum>>,
}

/// A fact of a warning: `scope` with `zones/us-east1-d`.
#[derive(Clone, Deserialize)]
pub(super) struct Datum {
    pub(super) key: Option<String>,
    pub(super) value: Option<String>,
}

impl<'a> Client<'a> {
    /// # Errors
    /// `invalid_input` for a key file that cannot be used, or without a project; see
    /// [`Access::new`].
    pub(super) fn new(tools: &'a Tools, account: &'a Account) -> Result<Self, Failure> {
        let access = Access::new(tools, account)?;
        let project = credential::project(account, access.key())?;
        let compute = access.api(COMPUTE)?;
        Ok(Self { access, project, compute })
    }

    /// ID of the project that is asked for.
    pub(super) fn project(&self) -> &str {
        &self.project
    }

    /// Who it is, and whether it may read the project.
    pub(super) async fn check(&self) -> Result<Identity, Failure> {
        let (project, principal) = futures::try_join!(self.get_project(), self.principal())?;
        Ok(Identity::new(project, principal))
    }

    /// Compute Engine's own projects.get, not Resource Manager's: it needs no second API to be
    /// enabled and no wider scope than the listing.
    pub(super) async fn get_project(&self) -> Result<String, Failure> {
        let path = ["compute", "v1", "projects", self.project()];
        let project: Project = self.get("projects.get", &path, &[("fields", "name")]).await?;
        Ok(project.name)
    }

    /// The service account's address, or the person's.
    async fn principal(&self) -> Result<String, Failure> {
        if let Some(key) = self.access.key() {
            return Ok(key.email.clone());
        }
        let api = self.access.api(USERINFO)?;
        let ask = Ask::get("userinfo", &["v1", "userinfo"]);
        let person: Person = self.access.json(&api, &ask).await?;
        Ok(person.email)
    }

    /// One page of the instances of all zones; the first without a token.
    pub(super) async fn aggregated_list(
        &self,
        page: Option<&str>,
    ) -> Result<AggregatedList, Failure> {
        let path = ["compute", "v1", "projects", self.project(), "aggregated", "instances"];
        let mut query =
            vec![("maxResults", PAGE), ("returnPartialSuccess", "true"), ("fields", FIELDS)];
        query.extend(page.map(|token| ("pageToken", token)));
        self.get("instances.aggregatedList", &path, &query).await
    }

    /// An operation of an instance, by its name in the path:
    /// <https://docs.cloud.google.com/compute/docs/reference/rest/v1/instances/start> and its
    /// neighbours. The instance is named by its number, which no later one of its name has.
    pub(super) async fn act(
        &self,
        operation: &'static str,
        zone: &str,
        instance: &str,
        action: &str,
    ) -> Result<(), Failure> {
        let project = self.project();
        let path =
            ["compute", "v1", "projects", project, "zones", zone, "instances", instance, action];
        let begun = self.access.json(&self.compute, &Ask::command(operation, &path)).await;
        begun.map(|_: IgnoredAny| ())
    }

    /// What a failure says of the listing.
    pub(super) fn listing(&self) -> Call {
        self.compute.call("instances.aggregatedList")
    }

    async fn get<T: DeserializeOwned>(
        &self,
        operation: &'static str,
        path: &[&str],
        query: &[(&str, &str)],
    ) -> Result<T, Failure> {
        let pairs = query.iter();
        let ask =
            pairs.fold(Ask::get(operation, path), |ask, (name, value)| ask.query(name, value));
        self.access.json(&self.compute, &ask).await
    }
}
