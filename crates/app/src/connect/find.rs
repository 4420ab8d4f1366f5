use nexus_connect::names::title;
use nexus_model::{Failure, Machine, MachineKey};

use crate::{App, failures};

const OPERATION: &str = "find the machine";

impl App {
    /// The machine that a name means: its id or its name, compared without case where no other
    /// differs by it.
    ///
    /// # Errors
    /// `invalid_input` if none or several are meant, naming them; `not_found` for an unknown
    /// provider; `locked`.
    pub async fn machine_named(
        &self,
        name: &str,
        provider: Option<&str>,
    ) -> Result<Machine, Failure> {
        let provider = match provider {
            Some(provider) => Some(self.provider_named(provider).await?.id),
            None => None,
        };
        let machines = self.machines(provider).await?;
        let exactly = |machine: &&Machine| machine.id == name || machine.name == name;
        let wanted = name.to_lowercase();
        let nearly = |machine: &&Machine| machine.name.to_lowercase() == wanted;
        let mut found: Vec<_> = machines.iter().filter(exactly).collect();
        if found.is_empty() {
            found = machines.iter().filter(nearly).collect();
        }
        match found.as_slice() {
            [machine] => Ok((*machine).clone()),
            [] => Err(failures::invalid(
                OPERATION,
                "name",
                format!("There is no machine “{}” in the last listing.", title(name)),
                "List the machines anew, or look at `nexus machines` for its name or id.",
            )),
            several => {
                let ids: Vec<_> = several.iter().map(|machine| title(&machine.id)).collect();
                Err(failures::invalid(
                    OPERATION,
                    "name",
                    format!("{} machines are called “{}”.", several.len(), title(name)),
                    &format!("Name its provider, or use its id: {}.", ids.join(", ")),
                ))
            }
        }
    }

    /// The machine of a key among these.
    pub(crate) fn machine_of<'a>(
        machines: &'a [Machine],
        key: &MachineKey,
    ) -> Result<&'a Machine, Failure> {
        let found = machines.iter().find(|machine| key.is(machine));
        found.ok_or_else(|| failures::no_resource(&title(&key.id)))
    }
}
