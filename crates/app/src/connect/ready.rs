use nexus_connect::names::title;
use nexus_connect::rdp::Client;
use nexus_connect::route::{Offer, Preferences};
use nexus_connect::{Accounts, DesktopSession, KeyChoice, Request, Session};
use nexus_model::{AuditAction, Failure, Machine, Secret, SshKeyId};
use nexus_vault::Vault;

use super::ConnectRequest;
use super::tool_login::ToolLogins;
use crate::App;
use crate::activity::audit_call;

impl App {
    /// Makes a session ready, and notes it in the audit log.
    pub(crate) async fn ready(
        &self,
        request: &ConnectRequest,
    ) -> Result<(Machine, Session), Failure> {
        let vault = self.vault().await?;
        let (machines, preferences) = self.around(request).await?;
        let machine = Self::machine_of(&machines, &request.machine)?;
        let logins = ToolLogins { app: self, vault: &vault };
        let asked = Request::of(machine, &machines, &preferences);
        let asked = self.asked(&vault, request, asked, &logins).await?;
        let session = self.connector().connect(asked).await;
        let taken = session.as_ref().map(|session| (session.user().to_string(), session.route()));
        self.note(&vault, machine, taken.map_err(Clone::clone), "session").await?;
        Ok((machine.clone(), session?))
    }

    /// The same for a desktop, in this program for it.
    pub(super) async fn ready_desktop(
        &self,
        request: &ConnectRequest,
        client: Client,
        password: Option<Secret>,
    ) -> Result<(Machine, DesktopSession), Failure> {
        let vault = self.vault().await?;
        let (machines, preferences) = self.around(request).await?;
        let machine = Self::machine_of(&machines, &request.machine)?;
        let logins = ToolLogins { app: self, vault: &vault };
        let asked = Request::of(machine, &machines, &preferences);
        let asked = self.asked(&vault, request, asked, &logins).await?;
        let session = self.connector().desktop(asked, client, password).await;
        let taken = session.as_ref().map(|session| (session.user().to_string(), session.route()));
        self.note(&vault, machine, taken.map_err(Clone::clone), "desktop").await?;
        Ok((machine.clone(), session?))
    }

    /// The machines and preferences as they are once the machine runs.
    async fn around(
        &self,
        request: &ConnectRequest,
    ) -> Result<(Vec<Machine>, Preferences), Failure> {
        if request.start {
            self.start_for_session(&request.machine).await?;
        }
        Ok((self.machines(None).await?, self.connect_preferences().await?))
    }

    async fn asked<'a>(
        &self,
        vault: &Vault,
        request: &ConnectRequest,
        usual: Request<'a>,
        accounts: &'a dyn Accounts,
    ) -> Result<Request<'a>, Failure> {
        let preferred = usual.preferences.of(usual.machine).key;
        Ok(Request {
            route: request.route,
            user: request.user.as_deref().map(str::parse).transpose()?,
            port: request.port,
            key: self.key_choice(vault, request, preferred).await?,
            command: request.command.clone(),
            accounts: Some(accounts),
            ..usual
        })
    }

    /// The key that is asked for, else the kept one that is preferred for the machine.
    async fn key_choice(
        &self,
        vault: &Vault,
        request: &ConnectRequest,
        preferred: Option<SshKeyId>,
    ) -> Result<KeyChoice, Failure> {
        if let Some(file) = &request.identity {
            return Ok(KeyChoice::File(file.clone()));
        }
        let name = request.key.clone().or_else(|| preferred.map(|id| id.to_string()));
        match name {
            Some(name) => self.lent_key(vault, &name).await,
            None => Ok(KeyChoice::Usual),
        }
    }

    /// Notes who was let in and by which route, or why nobody was.
    async fn note(
        &self,
        vault: &Vault,
        machine: &Machine,
        taken: Result<(String, &Offer), Failure>,
        what: &str,
    ) -> Result<(), Failure> {
        let provider = self.provider(vault, machine.provider).await?.name;
        let done = match &taken {
            Ok((user, route)) => {
                format!("A {what} of {user} on {} by {}.", title(&machine.name), route.title)
            }
            Err(_) => String::new(),
        };
        audit_call(vault, AuditAction::Connect, &provider, &taken, done).await
    }
}
