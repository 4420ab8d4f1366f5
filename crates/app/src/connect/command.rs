use nexus_connect::{Invocation, Request};
use nexus_model::{Failure, MachineKey};

use crate::App;

impl App {
    /// The command that connects to a machine, as one types it into a terminal: OpenSSH's, or this
    /// app's own where the route is more than a call of OpenSSH.
    ///
    /// # Errors
    /// As [`App::connect`], but for the terminal.
    pub async fn connect_command(&self, machine: &MachineKey) -> Result<String, Failure> {
        let machines = self.machines(None).await?;
        let machine = Self::machine_of(&machines, machine)?;
        let preferences = self.connect_preferences().await?;
        let request = Request::of(machine, &machines, &preferences);
        let typed = self.connector().typed(&request).await?;
        let own = || Invocation::new("nexus").arg("ssh").arg(&machine.id);
        Ok(typed.unwrap_or_else(own).to_line())
    }
}
