//! The fields of a service account, what any account's calls are made with, and where a region
//! answers.

use nexus_model::{Account, ErrorCode, Failure, Secret};
use serde_json::{Value, json};

use crate::browser;
use crate::credential::{form, missing, secret_word};

/// Name of the region's field.
pub(super) const REGION: &str = "region";
/// Name of the client's field.
pub(super) const CLIENT_ID: &str = "client_id";
const CLIENT_SECRET: &str = "client_secret";

/// One of OVHcloud's three separate platforms. An account belongs to one of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Region {
    pub(super) name: &'static str,
    /// <https://github.com/ovh/go-ovh/blob/master/ovh/ovh.go>, as the other addresses.
    pub(super) api: &'static str,
    /// Where the paths of its authorization and token endpoints begin.
    pub(super) sign_in: &'static str,
    /// Where the pages of its control panel begin.
    control_panel: &'static str,
}

const REGIONS: [Region; 3] = [
    Region {
        name: "EU",
        api: "https://eu.api.ovh.com",
        sign_in: "https://www.ovh.com",
        control_panel: "https://www.ovh.com/manager",
    },
    Region {
        name: "CA",
        api: "https://ca.api.ovh.com",
        sign_in: "https://ca.ovh.com",
        control_panel: "https://ca.ovh.com/manager",
    },
    Region {
        name: "US",
        api: "https://api.us.ovhcloud.com",
        sign_in: "https://us.ovhcloud.com",
        control_panel: "https://us.ovhcloud.com/manager",
    },
];

impl Region {
    /// The control panel's page with a project's instances.
    pub(super) fn instances_of(self, project: &str) -> String {
        let project: String = url::form_urlencoded::byte_serialize(project.as_bytes()).collect();
        format!("{}/#/public-cloud/pci/projects/{project}/instances", self.control_panel)
    }
}

/// JSON Schema of the credential. The length of neither id nor secret is promised.
pub(super) fn schema() -> Value {
    form(
        [
            (REGION, region_field()),
            (CLIENT_ID, client_id_field("Of the service account.")),
            (
                CLIENT_SECRET,
                secret_word(
                    "Client secret",
                    "Shown by OVHcloud only once, when the service account is created.",
                    8..=256,
                ),
            ),
        ],
        &[REGION, CLIENT_ID, CLIENT_SECRET],
    )
}

/// The field of the region.
pub(super) fn region_field() -> Value {
    json!({
        "title": "Region",
        "description": "Where the OVHcloud account is: Europe, Canada (and the rest of the world) or the US.",
        "enum": REGIONS.map(|region| region.name),
        "default": REGIONS[0].name
    })
}

/// The field of the client's id.
pub(super) fn client_id_field(description: &str) -> Value {
    json!({
        "title": "Client ID",
        "description": description,
        "pattern": "^[A-Za-z0-9._-]{8,128}$",
        "examples": ["0f0f0f0f0f0f0f0f"]
    })
}

/// What an account's calls are made with.
pub(super) struct Credential {
    pub(super) region: Region,
    pub(super) client_id: String,
    pub(super) by: By,
}

/// How a token is had.
pub(super) enum By {
    /// With a service account's secret.
    Secret(Secret),
    /// A person signed in to the client.
    Person(Secret),
}

impl By {
    /// What must never show.
    pub(super) fn secret(&self) -> &Secret {
        match self {
            Self::Secret(secret) | Self::Person(secret) => secret,
        }
    }
}

/// # Errors
/// `invalid_input` naming the field that is missing or is no region, `invalid_credentials` where
/// nobody is signed in.
pub(super) fn of(account: &Account) -> Result<Credential, Failure> {
    let region = region(account)?;
    let client_id = account.field(CLIENT_ID).ok_or_else(|| missing(CLIENT_ID, "client ID"))?;
    let by = if browser::is_of(account) {
        By::Person(browser::token(account)?)
    } else {
        let secret = account.secret(CLIENT_SECRET).cloned();
        By::Secret(secret.ok_or_else(|| missing(CLIENT_SECRET, "client secret"))?)
    };
    Ok(Credential { region, client_id: client_id.to_owned(), by })
}

/// The account's region.
///
/// # Errors
/// `invalid_input` if there is none, or one that is none.
pub(super) fn region(account: &Account) -> Result<Region, Failure> {
    let name = account.field(REGION).ok_or_else(|| missing(REGION, "region"))?;
    REGIONS.into_iter().find(|region| region.name == name).ok_or_else(|| {
        let remedy = "Edit the provider's credential and choose EU, CA or US.";
        Failure::new(ErrorCode::InvalidInput, "credential", "The region is not one.", remedy)
            .in_field(REGION)
    })
}

#[cfg(test)]
mod tests {
    use rstest::rstest;
    use serde_json::{Value, json};

    use super::schema;

    const ID: &str = "0f0f0f0f0f0f0f0f";
    const SECRET: &str = "s3cret-0123456789abcdef";

    #[rstest]
    #[case(json!({"region": "EU", "client_id": ID, "client_secret": SECRET}), true)]
    #[case(json!({"region": "US", "client_id": ID, "client_secret": SECRET}), true)]
    #[case::datacentre(json!({"region": "GRA11", "client_id": ID, "client_secret": SECRET}), false)]
    #[case::region_missing(json!({"client_id": ID, "client_secret": SECRET}), false)]
    #[case::secret_missing(json!({"region": "EU", "client_id": ID}), false)]
    #[case::urn(json!({"region": "EU", "client_id": "urn:v1:eu:identity:credential:xx/oauth2-0f", "client_secret": SECRET}), false)]
    #[case::spaces(json!({"region": "EU", "client_id": ID, "client_secret": "two words here"}), false)]
    fn the_schema_marks_slips(#[case] typed: Value, #[case] good: bool) {
        let validator = jsonschema::validator_for(&schema()).expect("a schema");
        assert_eq!(validator.is_valid(&typed), good);
    }
}
