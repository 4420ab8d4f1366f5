use nexus_model::CloudId;
use serde::Serialize;

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
    /// Kinds of resource it can list.
    pub capabilities: Vec<Capability>,
}

impl Descriptor {
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
    /// `writeOnly`. `x-order` lists the fields in the order of the form.
    #[specta(type = specta_typescript::Unknown)]
    pub schema: serde_json::Value,
    /// How to create the credential at the cloud.
    pub guide: Guide,
}

impl AuthKind {
    /// Whether a field of the credential is secret; `None` if it has no such field.
    pub fn is_secret(&self, field: &str) -> Option<bool> {
        let property = self.schema.get("properties")?.get(field)?;
        Some(property.get("writeOnly").and_then(serde_json::Value::as_bool).unwrap_or(false))
    }
}

/// How a person creates a credential at the cloud.
#[derive(Clone, Debug, Serialize, specta::Type)]
pub struct Guide {
    /// Steps in order, one plain sentence each.
    pub steps: Vec<String>,
    /// The least privilege to give it, ready to copy.
    pub policy: Option<Policy>,
    /// Page of the cloud's console where it is created.
    pub console_url: String,
    /// Name of that page.
    pub console_label: String,
}

/// A permission document, ready to copy into the cloud's console.
#[derive(Clone, Debug, Serialize, specta::Type)]
pub struct Policy {
    /// What it is.
    pub title: String,
    /// The document.
    pub text: String,
}

/// A kind of resource that a cloud can list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum Capability {
    /// Virtual machines.
    Machines,
}
