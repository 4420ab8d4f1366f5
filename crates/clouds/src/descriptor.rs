use nexus_model::{CloudId, PowerAction, ResourceKind};
use serde::Serialize;

use crate::{Import, SignInOffer};

/// What is known about a cloud without calling it. The add-provider dialog, `nexus clouds` and the
/// conformance suite are drawn from it.
#[derive(Clone, Debug, Serialize, specta::Type)]
pub struct Descriptor {
    /// Identifier, as typed in `nexus providers add <cloud>`.
    pub id: CloudId,
    /// Name shown to people.
    pub name: String,
    /// Ways to authenticate, the usual one first.
    pub auth_kinds: Vec<AuthKind>,
    /// What its endpoint is.
    pub endpoint: EndpointField,
    /// Ways to take accounts over from other tools' files.
    pub imports: Vec<Import>,
    /// Kinds of resource it lists.
    pub capabilities: Vec<ResourceKind>,
    /// What it can do to a machine's power.
    pub power: Vec<PowerAction>,
    /// Whether it keeps the first password of Windows machines.
    pub windows_password: bool,
}

impl Descriptor {
    /// A cloud with an API of its own and no files to import from.
    pub fn new(id: &str, name: &str, auth_kinds: Vec<AuthKind>) -> Self {
        Self {
            id: CloudId::new(id),
            name: name.to_owned(),
            auth_kinds,
            endpoint: EndpointField::custom(),
            imports: Vec::new(),
            capabilities: vec![ResourceKind::Machine],
            power: Vec::new(),
            windows_password: false,
        }
    }

    /// The auth kind of this id.
    pub fn auth_kind(&self, id: &str) -> Option<&AuthKind> {
        self.auth_kinds.iter().find(|kind| kind.id == id)
    }
}

/// One way to authenticate with a cloud.
#[derive(Clone, Debug, Serialize, specta::Type)]
pub struct AuthKind {
    /// Identifier, as typed in `--auth`.
    pub id: String,
    /// Name shown to people.
    pub name: String,
    /// One sentence: for whom it is.
    pub summary: String,
    /// JSON Schema (2020-12) of the credential: a flat object of strings. A secret field has
    /// `writeOnly`; one of several lines has `x-multiline`. `x-order` lists the fields in the order
    /// of the form. A field with `"x-generate": "uuid"` that is left empty gets a random UUID.
    #[specta(type = specta_typescript::Unknown)]
    pub schema: serde_json::Value,
    /// How to create the credential at the cloud.
    pub guide: Guide,
    /// How a person signs in, if that is how the credential is made. The schema then has what is
    /// typed before.
    pub sign_in: Option<SignInOffer>,
}

impl AuthKind {
    /// Whether a field of the credential is secret; `None` if it has no such field.
    pub fn is_secret(&self, field: &str) -> Option<bool> {
        let property = self.schema.get("properties")?.get(field)?;
        Some(property.get("writeOnly").and_then(serde_json::Value::as_bool).unwrap_or(false))
    }

    /// Fields that get a random UUID when they are left empty.
    pub fn generated(&self) -> impl Iterator<Item = &str> {
        let properties = self.schema.get("properties").and_then(serde_json::Value::as_object);
        let fields = properties.into_iter().flatten();
        fields.filter(|(_, field)| field.get("x-generate").is_some()).map(|(name, _)| name.as_str())
    }
}

/// The endpoint's place in the form.
#[derive(Clone, Debug, Serialize, specta::Type)]
pub struct EndpointField {
    /// Whether the cloud is nowhere without it.
    pub required: bool,
    /// Label of the field.
    pub title: String,
    /// What to put in.
    pub description: String,
    /// One as it may look.
    pub example: String,
}

impl EndpointField {
    /// For a cloud that has an endpoint of its own.
    pub fn custom() -> Self {
        Self {
            required: false,
            title: "API endpoint".into(),
            description: "Only for a private or sovereign cloud, or a proxy of the API. Empty for the cloud's own.".into(),
            example: "https://api.cloud.example".into(),
        }
    }
}

/// How a person creates a credential at the cloud.
#[derive(Clone, Debug, Serialize, specta::Type)]
pub struct Guide {
    /// Steps in order, one plain sentence each.
    pub steps: Vec<String>,
    /// What to give it at the cloud, ready to copy: the least privilege, a trust policy.
    pub policies: Vec<Policy>,
    /// Page of the cloud's console where it is created.
    pub console_url: String,
    /// Name of that page.
    pub console_label: String,
}

impl Guide {
    /// Steps, and the page of the console they begin on.
    pub fn new<const N: usize>(steps: [&str; N], console_url: &str, console_label: &str) -> Self {
        Self {
            steps: steps.map(str::to_owned).to_vec(),
            policies: Vec::new(),
            console_url: console_url.to_owned(),
            console_label: console_label.to_owned(),
        }
    }
}

/// A document, ready to copy into the cloud's console.
#[derive(Clone, Debug, Serialize, specta::Type)]
pub struct Policy {
    /// What it is.
    pub title: String,
    /// The document. `${field}` stands for what the form has in that field.
    pub text: String,
}
