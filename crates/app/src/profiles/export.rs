use nexus_model::{Failure, Fields, ProfileId};
use nexus_profiles::{CatalogueEntry, Profile, ProfileFormat, export};

use crate::{App, failures};

impl App {
    /// Profiles as a file that reads back to the same, without their secrets; all of them if none
    /// is named.
    ///
    /// # Errors
    /// `not_found`, `locked`.
    pub async fn export_profiles(
        &self,
        ids: &[ProfileId],
        format: ProfileFormat,
    ) -> Result<String, Failure> {
        let cards = self.profiles().await?;
        if let Some(id) = ids.iter().find(|id| !cards.iter().any(|card| card.id == **id)) {
            return Err(failures::no_profile(&id.to_string()));
        }
        let chosen = cards.into_iter().filter(|card| ids.is_empty() || ids.contains(&card.id));
        let profiles: Vec<Profile> = chosen.map(|card| card.profile).collect();
        export(&profiles, format)
    }

    /// A ready profile as a file, with what differs from customer to customer filled in.
    ///
    /// # Errors
    /// `invalid_input` naming the variable that is missing or is more than one word.
    pub fn ready_profile(
        &self,
        entry: &CatalogueEntry,
        values: &Fields,
        format: ProfileFormat,
    ) -> Result<String, Failure> {
        export(&[entry.filled(values)?], format)
    }
}
