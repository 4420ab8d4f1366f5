use serde::Serialize;

use crate::Profile;

/// A ready profile of a well-known API.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, specta::Type)]
pub struct CatalogueEntry {
    /// The profile. `${name}` in it stands for a variable.
    pub profile: Profile,
    /// The API's name for people.
    pub title: String,
    /// The vendor's page that the profile was checked against.
    pub docs: String,
    /// Steps in the provider's console, in order.
    pub notes: Vec<String>,
    /// What differs from customer to customer and is asked for.
    pub variables: Vec<Variable>,
}

/// A part of a ready profile that differs from customer to customer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, serde::Deserialize, specta::Type)]
pub struct Variable {
    /// Its name in `${…}`.
    pub name: String,
    /// Label of its field.
    pub title: String,
    /// What to put in, and where it is found.
    pub description: String,
    /// One as it may look.
    pub example: String,
}
