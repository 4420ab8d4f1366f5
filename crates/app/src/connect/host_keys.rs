use nexus_connect::names::title;
use nexus_connect::ssh::HostKey;
use nexus_model::{AuditAction, Failure, MachineKey};

use crate::App;
use crate::activity::audit_call;

impl App {
    /// The host keys that are pinned to a machine: none before its first connection.
    ///
    /// # Errors
    /// `not_found`, `locked`, `internal` if the known hosts cannot be read.
    pub async fn host_keys(&self, machine: &MachineKey) -> Result<Vec<HostKey>, Failure> {
        let machines = self.machines(None).await?;
        self.connector().host_keys.pinned(Self::machine_of(&machines, machine)?)
    }

    /// Forgets a machine's host keys, once the person has said that it was built anew. The next
    /// connection pins what it then sees.
    ///
    /// # Errors
    /// `not_found`, `locked`, `internal` if the known hosts cannot be written.
    pub async fn forget_host_key(&self, machine: &MachineKey) -> Result<(), Failure> {
        let vault = self.vault().await?;
        let machines = self.machines(None).await?;
        let machine = Self::machine_of(&machines, machine)?;
        let forgotten = self.connector().host_keys.forget(machine);
        let provider = self.provider(&vault, machine.provider).await?.name;
        let done = format!("The host key of {} was forgotten.", title(&machine.name));
        audit_call(&vault, AuditAction::HostKeyForget, &provider, &forgotten, done).await?;
        forgotten
    }
}
