use std::process::ExitStatus;

use nexus_connect::names::title;
use nexus_connect::route::{self, Around, Offer};
use nexus_connect::terminal::{Terminal, TerminalChoice};
use nexus_connect::{KeyChoice, Request, Session, Tools};
use nexus_model::{AuditAction, Failure, Machine, MachineKey, SshKeyId};
use nexus_vault::Vault;
use serde::Serialize;

use super::ConnectRequest;
use crate::App;
use crate::activity::audit_call;

/// A session that was opened.
#[derive(Clone, Debug, Serialize, specta::Type)]
pub struct Connected {
    /// Name of the machine, fit to be shown.
    pub machine: String,
    /// The route that was taken, in people's words.
    pub route: String,
    /// Why that one.
    pub reason: String,
    /// The user that logs in.
    pub user: String,
    /// The terminal it was opened in.
    pub terminal: String,
}

impl App {
    /// Opens a session in the person's own terminal.
    ///
    /// # Errors
    /// `not_found` for a machine that is no longer listed, a route that does not lead there or a
    /// terminal that is not installed; `invalid_input` for a name that cannot be used; `locked`.
    pub async fn connect(&self, request: ConnectRequest) -> Result<Connected, Failure> {
        let chosen = self.settings().await?.terminal;
        let terminal = Terminal::find(&Tools::system(), chosen.as_deref())?;
        let (machine, session) = self.ready(&request).await?;
        let name = title(&machine.name);
        let connected = Connected {
            machine: name.clone(),
            route: session.route().title.clone(),
            reason: session.route().reason.clone(),
            user: session.user().to_string(),
            terminal: terminal.name().to_owned(),
        };
        session.open(&terminal, &name)?;
        Ok(connected)
    }

    /// Runs a session in this terminal until it ends. The status is the remote command's own, or
    /// OpenSSH's 255.
    ///
    /// # Errors
    /// As [`App::connect`], but for the terminal.
    pub async fn connect_here(&self, request: ConnectRequest) -> Result<ExitStatus, Failure> {
        let (_, session) = self.ready(&request).await?;
        session.run().await
    }

    /// Every route to a machine, the one that would be taken first among the usable ones.
    ///
    /// # Errors
    /// `not_found`, `locked`.
    pub async fn connect_routes(&self, machine: &MachineKey) -> Result<Vec<Offer>, Failure> {
        let machines = self.machines(None).await?;
        let machine = Self::machine_of(&machines, machine)?;
        let preferences = self.connect_preferences().await?;
        let port = preferences.of(machine).port.map_or(22, std::num::NonZeroU16::get);
        let reachable = route::reachable(&machine.private_ips, port).await;
        let tools = Tools::system();
        let around = Around {
            machines: &machines,
            tools: &tools,
            preferences: &preferences,
            reachable: &reachable,
        };
        Ok(route::offers(machine, &around))
    }

    /// The terminals that are installed, most preferred first.
    pub fn terminals(&self) -> Vec<TerminalChoice> {
        Terminal::installed(&Tools::system()).iter().map(Terminal::choice).collect()
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

    /// Makes a session ready, and notes it in the audit log and among the machine's visits.
    pub(crate) async fn ready(
        &self,
        request: &ConnectRequest,
    ) -> Result<(Machine, Session), Failure> {
        let vault = self.vault().await?;
        if request.start {
            self.start_for_session(&request.machine).await?;
        }
        let machines = self.machines(None).await?;
        let machine = Self::machine_of(&machines, &request.machine)?;
        let preferences = self.connect_preferences().await?;
        let asked = Request {
            route: request.route,
            user: request.user.as_deref().map(str::parse).transpose()?,
            port: request.port,
            key: self.key_choice(&vault, request, preferences.of(machine).key).await?,
            command: request.command.clone(),
            ..Request::of(machine, &machines, &preferences)
        };
        let session = self.connector().connect(asked).await;
        let provider = self.provider(&vault, machine.provider).await?.name;
        let done = match &session {
            Ok(session) => format!(
                "A session of {} on {} by {}.",
                session.user(),
                title(&machine.name),
                session.route().title
            ),
            Err(_) => String::new(),
        };
        audit_call(&vault, AuditAction::Connect, &provider, &session, done).await?;
        let session = session?;
        self.note_visit(&request.machine).await?;
        Ok((machine.clone(), session))
    }
}
