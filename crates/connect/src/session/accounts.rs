use std::collections::BTreeMap;

use async_trait::async_trait;
use nexus_model::{Failure, Machine, MachineKey, Secret};

/// What a cloud's own tool knows a machine's account by.
#[derive(Clone, Debug, Default)]
pub struct ToolLogin {
    /// What its environment gets, and nobody else's. Empty where it uses a login of its own.
    pub environment: BTreeMap<String, Secret>,
    /// What a person can do when the tool is refused; empty for the usual words.
    pub advice: String,
}

/// Who knows the accounts of machines.
#[async_trait]
pub trait Accounts: Send + Sync {
    /// What a cloud's own tool is to be given for a machine. Asked only where such a tool is run.
    ///
    /// # Errors
    /// Why there is no session of the account for it.
    async fn login(&self, machine: &Machine) -> Result<ToolLogin, Failure>;
}

/// The logins of one session, each asked for once.
pub(super) struct Logins<'a> {
    accounts: Option<&'a dyn Accounts>,
    known: Vec<(MachineKey, ToolLogin)>,
}

impl<'a> Logins<'a> {
    pub(super) fn of(accounts: Option<&'a dyn Accounts>) -> Self {
        Self { accounts, known: Vec::new() }
    }

    pub(super) async fn login(&mut self, machine: &Machine) -> Result<ToolLogin, Failure> {
        let Some(accounts) = self.accounts else { return Ok(ToolLogin::default()) };
        if let Some((_, login)) = self.known.iter().find(|(key, _)| key.is(machine)) {
            return Ok(login.clone());
        }
        let login = accounts.login(machine).await?;
        self.known.push((MachineKey::of(machine), login.clone()));
        Ok(login)
    }
}
