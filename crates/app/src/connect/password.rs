use std::path::{Path, PathBuf};

use nexus_clouds::{Powered, WindowsPassword};
use nexus_connect::names::title;
use nexus_connect::rdp::ec2_password;
use nexus_connect::{KeyChoice, PrivateKey};
use nexus_model::{
    AuditAction, ErrorCode, Failure, Machine, MachineKey, OsFamily, Resource, Secret,
};
use nexus_vault::Vault;
use serde::Deserialize;

use crate::activity::audit_call;
use crate::{App, failures};

const OPERATION: &str = "show the password";

/// Whose first password is to be shown, and the private key that opens it. Without a key it is the
/// machine's preferred one, or the kept one that is called as its key pair is.
#[derive(Debug, Deserialize, specta::Type)]
pub struct PasswordRequest {
    /// The machine.
    pub machine: MachineKey,
    /// The name or id of a key of the vault.
    pub key: Option<String>,
    /// A file with the key.
    pub identity: Option<PathBuf>,
    /// The key itself.
    pub text: Option<Secret>,
    /// What opens that key, where it has a passphrase.
    pub passphrase: Option<Secret>,
}

impl PasswordRequest {
    /// Of a machine, with the key that is found.
    pub fn of(machine: MachineKey) -> Self {
        Self { machine, key: None, identity: None, text: None, passphrase: None }
    }
}

/// A user and a password, opened because a person asked for it.
#[derive(Debug)]
pub struct WindowsLogin {
    /// The user.
    pub user: String,
    /// The password.
    pub password: Secret,
}

impl App {
    /// The first password of a Windows machine, which its cloud keeps encrypted to the key pair it
    /// was launched with. Noted in the audit log.
    ///
    /// # Errors
    /// `invalid_input` for a machine that has none, and in the field `key` where the key has to be
    /// given; `not_found` where there is no password or not yet; `invalid_credentials` for another
    /// key than the machine's; any code of the cloud's reply; `locked`.
    pub async fn windows_password(
        &self,
        request: PasswordRequest,
    ) -> Result<WindowsLogin, Failure> {
        let vault = self.vault().await?;
        let (machine, listed_in) = self.listed(&vault, &request.machine).await?;
        let provider = self.provider(&vault, machine.provider).await?;
        let login = self.read_login(&vault, &machine, &listed_in, &request).await;
        // That the key is still to be named is a question, not an event.
        if login.as_ref().is_err_and(|why| why.code == ErrorCode::InvalidInput) {
            return login;
        }
        let done = format!("The first password of {} was shown.", title(&machine.name));
        audit_call(&vault, AuditAction::PasswordReveal, &provider.name, &login, done).await?;
        login
    }

    async fn read_login(
        &self,
        vault: &Vault,
        machine: &Machine,
        listed_in: &str,
        request: &PasswordRequest,
    ) -> Result<WindowsLogin, Failure> {
        if machine.os != OsFamily::Windows {
            let message = format!("{} is no Windows machine.", title(&machine.name));
            return Err(failures::invalid(OPERATION, "machine", message, "Log in by SSH."));
        }
        let cloud = &self.cloud(&machine.cloud)?;
        let provider = self.provider(vault, machine.provider).await?;
        let asked = Powered { machine, listed_in };
        let call = |account| async move { cloud.windows_password(&account, asked).await };
        let kept = self.with_account(vault, &provider, call).await?;
        let key = self.key_for(vault, machine, &kept, request).await?;
        match ec2_password(&kept.encrypted, &key) {
            Ok(password) => Ok(WindowsLogin { user: kept.user, password }),
            Err(why) if why.code == ErrorCode::InvalidCredentials => {
                Err(Failure { remedy: give(&kept), ..why }.in_field("key"))
            }
            Err(why) => Err(why.in_region(listed_in)),
        }
    }

    async fn key_for(
        &self,
        vault: &Vault,
        machine: &Machine,
        kept: &WindowsPassword,
        request: &PasswordRequest,
    ) -> Result<PrivateKey, Failure> {
        if let Some(text) = request.text.as_ref().filter(|text| !text.is_empty()) {
            return PrivateKey::parse(text, request.passphrase.as_ref());
        }
        if let Some(file) = &request.identity {
            return read(file);
        }
        let preferred = self.connect_preferences().await?.of(machine);
        let names = self.ssh_keys().await?.into_iter().map(|key| key.name);
        let pair = kept.key_pair.as_ref().map(|pair| pair.to_lowercase());
        let namesake = names.into_iter().find(|name| Some(name.to_lowercase()) == pair);
        let id = preferred.key.map(|id| id.to_string());
        if let Some(name) = request.key.clone().or(id).or(namesake) {
            return match self.lent_key(vault, &name).await? {
                KeyChoice::Kept { key, .. } => Ok(key),
                KeyChoice::Usual | KeyChoice::File(_) => Err(unknown(kept)),
            };
        }
        match &preferred.identity {
            Some(file) => read(file),
            None => Err(unknown(kept)),
        }
    }

    /// A machine, and the region, zone or project that its cloud told it in.
    async fn listed(&self, vault: &Vault, key: &MachineKey) -> Result<(Machine, String), Failure> {
        for snapshot in vault.inventory().snapshots(key.provider).await? {
            let mut machines = snapshot.resources.iter().filter_map(Resource::as_machine);
            if let Some(machine) = machines.find(|machine| key.is(machine)) {
                return Ok((machine.clone(), snapshot.region.clone()));
            }
        }
        Err(failures::no_resource(&title(&key.id)))
    }
}

fn read(file: &Path) -> Result<PrivateKey, Failure> {
    let text = std::fs::read_to_string(file).map(Secret::new).map_err(|error| {
        let message = format!("The key file cannot be read: {error}.");
        failures::invalid(OPERATION, "key", message, "Check the file's path.")
    })?;
    PrivateKey::parse(&text, None)
}

fn unknown(kept: &WindowsPassword) -> Failure {
    let message = "The password is encrypted to the key pair the machine was launched with.";
    failures::invalid(OPERATION, "key", message, &give(kept))
}

fn give(kept: &WindowsPassword) -> String {
    match &kept.key_pair {
        Some(pair) => format!("Give the private key of the key pair “{}”.", title(pair)),
        None => {
            "Give the private RSA key of the key pair that the machine was launched with.".into()
        }
    }
}
