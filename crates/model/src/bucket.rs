use serde::{Deserialize, Serialize};

use crate::{CloudId, ProviderId, Timestamp};

/// A container of objects in an object store, normalised over all stores.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
pub struct Bucket {
    /// The store's own identifier: its name.
    pub id: String,
    /// The provider (configured account) it was listed by.
    pub provider: ProviderId,
    /// The cloud it is in.
    pub cloud: CloudId,
    /// Its name.
    pub name: String,
    /// Region (or the store's nearest equivalent).
    pub region: String,
    /// Moment of its creation.
    pub created_at: Option<Timestamp>,
    /// Its page in the store's console.
    pub console_url: Option<String>,
}
