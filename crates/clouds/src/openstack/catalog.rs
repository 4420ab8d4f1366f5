//! What Keystone tells with a token: whose it is, and where the project's services are.

use std::collections::BTreeMap;

use nexus_http::{Call, unreadable};
use nexus_model::{Failure, Fields, Secret, Timestamp};
use serde::Deserialize;

use crate::Session;

const TOKEN: &str = "token";
const PRINCIPAL: &str = "principal";
const PROJECT: &str = "project";

/// The type of Nova in a catalogue: <https://service-types.openstack.org/>.
const COMPUTE: &str = "compute";

/// The region of an endpoint that is in none.
const NO_REGION: &str = "default";

/// The fields used of <https://docs.openstack.org/api-ref/identity/v3/#password-authentication-with-scoped-authorization>.
#[derive(Deserialize)]
pub(super) struct Issued {
    token: Token,
}

#[derive(Deserialize)]
struct Token {
    expires_at: String,
    user: Named,
    project: Option<Named>,
    catalog: Option<Vec<Service>>,
}

#[derive(Deserialize)]
struct Named {
    name: Option<String>,
    id: Option<String>,
    domain: Option<Domain>,
}

#[derive(Deserialize)]
struct Domain {
    name: Option<String>,
}

#[derive(Deserialize)]
struct Service {
    r#type: String,
    endpoints: Option<Vec<ServiceEndpoint>>,
}

#[derive(Deserialize)]
struct ServiceEndpoint {
    interface: String,
    region_id: Option<String>,
    url: String,
}

impl Issued {
    /// The session of a token that came with this.
    ///
    /// # Errors
    /// `bad_response` if the token's end is not a moment.
    pub(super) fn session(self, call: &Call, token: Secret) -> Result<Session, Failure> {
        let Token { expires_at, user, project, catalog } = self.token;
        let expires_at = Timestamp::parse(&expires_at)
            .ok_or_else(|| unreadable(call, "the end of its token is not a moment"))?;
        let compute = public_compute(catalog.unwrap_or_default());
        let compute = serde_json::to_string(&compute)
            .map_err(|_| unreadable(call, "its catalogue cannot be kept"))?;
        let mut fields =
            Fields::from([(PRINCIPAL.to_owned(), user.shown()), (COMPUTE.to_owned(), compute)]);
        fields.extend(project.map(|project| (PROJECT.to_owned(), project.shown())));
        Ok(Session { secrets: [(TOKEN.to_owned(), token)].into(), fields, expires_at })
    }
}

impl Named {
    /// As people know it: “demo (Default)”.
    fn shown(self) -> String {
        let name = self.name.or(self.id).unwrap_or_default();
        match self.domain.and_then(|domain| domain.name) {
            Some(domain) => format!("{name} ({domain})"),
            None => name,
        }
    }
}

/// Nova's public address in each region. The first counts where a region has several.
fn public_compute(catalog: Vec<Service>) -> BTreeMap<String, String> {
    let services = catalog.into_iter().filter(|service| service.r#type == COMPUTE);
    let endpoints = services.flat_map(|service| service.endpoints.unwrap_or_default());
    let mut regions = BTreeMap::new();
    for endpoint in endpoints.filter(|endpoint| endpoint.interface == "public") {
        let region = endpoint.region_id.filter(|name| !name.is_empty());
        regions.entry(region.unwrap_or_else(|| NO_REGION.to_owned())).or_insert(endpoint.url);
    }
    regions
}

/// The token of a session.
pub(super) fn token(session: &Session) -> Secret {
    session.secrets.get(TOKEN).cloned().unwrap_or_else(|| Secret::new(""))
}

/// Nova's address in each region of a session's project.
pub(super) fn compute(session: &Session) -> BTreeMap<String, String> {
    let text = session.fields.get(COMPUTE).map_or("", String::as_str);
    serde_json::from_str(text).unwrap_or_default()
}

/// The project of a session, if its token has one.
pub(super) fn project(session: &Session) -> Option<&str> {
    session.fields.get(PROJECT).map(String::as_str)
}

/// The user of a session.
pub(super) fn principal(session: &Session) -> &str {
    session.fields.get(PRINCIPAL).map_or("", String::as_str)
}

#[cfg(test)]
mod tests {
    use nexus_http::Call;
    use nexus_model::Secret;

    use super::{Issued, compute, principal, project, token};

    fn session(document: &str) -> crate::Session {
        let call = Call { operation: "AuthTokens", region: None, host: "keystone.example".into() };
        let issued: Issued = serde_json::from_str(document).expect("the reference's own");
        issued.session(&call, Secret::new("gAAAAAB")).expect("a session")
    }

    #[test]
    fn every_public_compute_endpoint_is_a_region() {
        let session = session(include_str!("fixtures/auth_tokens.json"));
        assert_eq!(token(&session).expose(), "gAAAAAB");
        assert_eq!(session.expires_at.to_string(), "2015-11-07T02:58:43Z");
        assert_eq!(project(&session), Some("admin (Default)"));
        assert_eq!(principal(&session), "admin (Default)");
        let compute = compute(&session);
        let compute: Vec<_> = compute.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
        let first = "http://23.253.248.171:8774/v2.1/a6944d763bf64ee6a275f1263fae0352";
        assert_eq!(
            compute,
            [("RegionOne", first), ("RegionTwo", "https://two.example.com/compute/v2.1")]
        );
    }

    #[test]
    fn a_token_without_a_project_has_no_regions() {
        let session = session(include_str!("fixtures/auth_tokens_unscoped.json"));
        assert!(project(&session).is_none() && compute(&session).is_empty());
    }
}
