use std::process::ExitStatus;

use nexus_connect::Tools;
use nexus_connect::names::title;
use nexus_connect::route::{self, Around, Offer, Service};
use nexus_connect::terminal::{Terminal, TerminalChoice};
use nexus_model::{Failure, MachineKey};
use serde::Serialize;

use super::ConnectRequest;
use crate::App;

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
    /// The terminal it was opened in, or the program for desktops.
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
        self.outside.keep(session.open(&terminal, &name)?);
        self.note_visited(&request.machine).await;
        Ok(connected)
    }

    /// Runs a session in this terminal until it ends. The status is the remote command's own, or
    /// OpenSSH's 255.
    ///
    /// # Errors
    /// As [`App::connect`], but for the terminal.
    pub async fn connect_here(&self, request: ConnectRequest) -> Result<ExitStatus, Failure> {
        let (_, session) = self.ready(&request).await?;
        self.note_visited(&request.machine).await;
        session.run().await
    }

    /// Every route to what people want of a machine, a Windows machine's desktop or a shell; the one
    /// that would be taken first among the usable ones.
    ///
    /// # Errors
    /// `not_found`, `locked`.
    pub async fn connect_routes(&self, machine: &MachineKey) -> Result<Vec<Offer>, Failure> {
        let machines = self.machines(None).await?;
        let machine = Self::machine_of(&machines, machine)?;
        let preferences = self.connect_preferences().await?;
        let service = Service::usual(machine);
        let port = preferences.of(machine).port.unwrap_or(service.port()).get();
        let reachable = route::reachable(&machine.private_ips, port).await;
        let tools = Tools::system();
        let around = Around {
            service,
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
}
