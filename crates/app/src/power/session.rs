use std::time::Duration;

use nexus_connect::route::{self, Service};
use nexus_model::{Failure, MachineKey, MachineState, PowerAction};
use tokio::time::{Instant, sleep};

use crate::App;

/// How long a machine that runs may take until it lets people log in. After that the session is
/// tried all the same: not every route leads through an address that answers here.
const PATIENCE: Duration = Duration::from_secs(60);

/// Between two looks whether it does.
const PAUSE: Duration = Duration::from_secs(1);

impl App {
    /// Starts a stopped machine and waits until it lets people log in; does nothing for any other.
    ///
    /// # Errors
    /// As [`App::machines_power`], and why the machine did not start.
    pub(crate) async fn start_for_session(&self, key: &MachineKey) -> Result<(), Failure> {
        let machines = self.machines(None).await?;
        if Self::machine_of(&machines, key)?.state != MachineState::Stopped {
            return Ok(());
        }
        let outcomes = self.machines_power(vec![key.clone()], PowerAction::Start).await?;
        if let Some(failure) = outcomes.into_iter().find_map(|outcome| outcome.failure) {
            return Err(failure);
        }
        let machines = self.machines(None).await?;
        let machine = Self::machine_of(&machines, key)?;
        let preferences = self.connect_preferences().await?;
        let port = preferences.of(machine).port;
        let port = port.unwrap_or(Service::usual(machine).port()).get();
        let addresses = [machine.public_ips.as_slice(), machine.private_ips.as_slice()].concat();
        let began = Instant::now();
        while route::reachable(&addresses, port).await.is_empty() && began.elapsed() < PATIENCE {
            sleep(PAUSE).await;
        }
        Ok(())
    }
}
