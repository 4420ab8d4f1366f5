use nexus_connect::ssh::HostKeys;
use nexus_connect::{Connector, Tools};

use crate::App;

/// Folder beside the vault with the host keys that were seen.
const HOST_KEYS: &str = "known_hosts";

impl App {
    /// What sessions are made with on this computer, as it is now: a tool may have been installed
    /// since the last one.
    pub(super) fn connector(&self) -> Connector {
        Connector {
            tools: Tools::system(),
            host_keys: HostKeys::in_folder(self.vault_path.with_file_name(HOST_KEYS)),
            person: person(),
        }
    }
}

/// The name of the person on this computer, which some clouds make a user of.
fn person() -> String {
    let named =
        ["USER", "LOGNAME", "USERNAME"].into_iter().find_map(|name| std::env::var(name).ok());
    named.unwrap_or_default()
}
