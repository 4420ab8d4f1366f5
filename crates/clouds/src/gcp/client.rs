//! The calls, named as Google names them.

use std::collections::BTreeMap;

use nexus_http::{Api, Call, Document, unreadable};
use nexus_model::{Account, Failure, Identity, Secret, Timestamp};
use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::assertion;
use super::credential::Credential;
use super::error::parse_error;
use super::machines::Instance;
use crate::{Session, Tools};

const COMPUTE: &str = "https://compute.googleapis.com";

/// Whom Google expects an assertion to be for, whichever of its addresses it is sent to.
const AUDIENCE: &str = "https://oauth2.googleapis.com/token";

/// RFC 7523, section 2.1.
const GRANT: &str = "urn:ietf:params:oauth:grant-type:jwt-bearer";

/// The least that both calls accept:
/// <https://docs.cloud.google.com/compute/docs/reference/rest/v1/instances/aggregatedList#body.aspect>.
const SCOPE: &str = "https://www.googleapis.com/auth/compute.readonly";

/// What the session is for, and the name of the token in it.
const TOKEN: &str = "token";

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
    tools: &'a Tools,
    account: &'a Account,
    credential: Credential,
    tokens: Api,
    compute: Api,
}

/// <https://developers.google.com/identity/protocols/oauth2/service-account#response>.
#[derive(Deserialize)]
struct Granted {
    access_token: Secret,
    token_type: String,
    /// In seconds.
    expires_in: i64,
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
    /// `invalid_input` for a key file that cannot be used; see [`Credential::of`].
    pub(super) fn new(tools: &'a Tools, account: &'a Account) -> Result<Self, Failure> {
        let credential = Credential::of(account)?;
        let endpoint = account.endpoint.as_ref();
        let (secrets, token_uri) = (credential.key.secrets(), credential.key.token_uri.as_str());
        let tokens = Api::new(&tools.http, endpoint, token_uri, secrets.clone(), parse_error)?;
        let compute = Api::new(&tools.http, endpoint, COMPUTE, secrets, parse_error)?;
        Ok(Self { tools, account, credential, tokens, compute })
    }

    /// ID of the project that is asked for.
    pub(super) fn project(&self) -> &str {
        &self.credential.project
    }

    /// Compute Engine's own projects.get, not Resource Manager's: it needs no second API to be
    /// enabled and no wider scope than the listing.
    pub(super) async fn check(&self) -> Result<Identity, Failure> {
        let path = ["compute", "v1", "projects", self.project()];
        let project: Project = self.get("projects.get", &path, &[("fields", "name")]).await?;
        Ok(Identity::new(project.name, &self.credential.key.email))
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

    /// What a failure says of the listing.
    pub(super) fn listing(&self) -> Call {
        self.compute.call("instances.aggregatedList")
    }

    /// Asks with the token there is, and once more with a fresh one if that is no longer accepted.
    async fn get<T: DeserializeOwned>(
        &self,
        operation: &'static str,
        path: &[&str],
        query: &[(&str, &str)],
    ) -> Result<T, Failure> {
        let session = self.session().await?;
        match self.get_in(&session, operation, path, query).await {
            Err(failure) if failure.http_status == Some(401) => {
                self.tools.sessions.refused(self.account, TOKEN, &session).await;
                self.get_in(&self.session().await?, operation, path, query).await
            }
            result => result,
        }
    }

    async fn get_in<T: DeserializeOwned>(
        &self,
        session: &Session,
        operation: &'static str,
        path: &[&str],
        query: &[(&str, &str)],
    ) -> Result<T, Failure> {
        let token = session.secrets.get(TOKEN).cloned().unwrap_or_else(|| Secret::new(""));
        let api = self.compute.clone().keeping(&token);
        let request = api.get(operation, path).bearer(&token);
        query.iter().fold(request, |request, (name, value)| request.query(name, value)).json().await
    }

    async fn session(&self) -> Result<Session, Failure> {
        self.tools.sessions.get_or_open(self.account, TOKEN, self.grant()).await
    }

    /// Exchanges an assertion for a token. At a custom endpoint the assertion is for that address
    /// alone, so that whoever answers there cannot spend it at Google.
    async fn grant(&self) -> Result<Session, Failure> {
        let (audience, path): (_, &[&str]) = match &self.account.endpoint {
            Some(endpoint) => (format!("{}/token", endpoint.as_str()), &["token"]),
            None => (AUDIENCE.to_owned(), &[]),
        };
        let assertion = assertion::sign(&self.credential.key, SCOPE, &audience)?;
        let api = self.tokens.clone().keeping(&assertion);
        let form = [("grant_type", GRANT), ("assertion", assertion.expose())];
        let granted: Granted = api.post("token", path).form(&form).json().await?;
        if !granted.token_type.eq_ignore_ascii_case("bearer") {
            return Err(unreadable(&api.call("token"), "the token is not a bearer token"));
        }
        let expires_at =
            Timestamp::from_unix(Timestamp::now().unix().saturating_add(granted.expires_in));
        Ok(Session {
            secrets: [(TOKEN.to_owned(), granted.access_token)].into(),
            fields: [].into(),
            expires_at: expires_at.unwrap_or_else(Timestamp::now),
        })
    }
}
