use nexus_model::{Failure, Machine, ProviderId};

use crate::{App, failures};

impl App {
    /// The last known machines of every provider, or of one; no cloud is asked.
    ///
    /// # Errors
    /// `locked`, `vault_damaged`.
    pub async fn machines(&self, provider: Option<ProviderId>) -> Result<Vec<Machine>, Failure> {
        let vault = self.vault().await?;
        let providers = match provider {
            Some(id) => vec![id],
            None => vault.providers().list().await?.into_iter().map(|known| known.id).collect(),
        };
        let mut machines = Vec::new();
        for id in providers {
            for snapshot in vault.inventory().snapshots(id).await? {
                machines.extend(snapshot.machines);
            }
        }
        Ok(machines)
    }

    /// The cloud's own document of a machine, as JSON text.
    ///
    /// # Errors
    /// `not_found` when the machine is no longer known, `locked`.
    pub async fn machine_document(
        &self,
        provider: ProviderId,
        region: &str,
        id: &str,
    ) -> Result<String, Failure> {
        let vault = self.vault().await?;
        let is_it = |machine: &Machine| machine.id == id && machine.region == region;
        // A cloud that lists all its regions at once keeps them in one snapshot of another name.
        let snapshots = vault.inventory().snapshots(provider).await?;
        let snapshot = snapshots.iter().find(|snapshot| snapshot.machines.iter().any(is_it));
        let snapshot = snapshot.ok_or_else(|| failures::no_machine(id))?;
        let document = vault.inventory().document(provider, &snapshot.region, id).await?;
        document.ok_or_else(|| failures::no_machine(id))
    }
}
