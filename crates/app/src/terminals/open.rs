use nexus_connect::names::title;
use nexus_connect::pty::{PtyEvent, Size};
use nexus_connect::route::Service;
use nexus_model::{Failure, MachineKey};
use serde::Serialize;

use crate::{App, AppEvent, ConnectRequest};

/// A session inside the app.
#[derive(Clone, Debug, Serialize, specta::Type)]
pub struct OpenedTerminal {
    /// What it is called in the calls that follow.
    pub id: u32,
    /// Name of the machine, fit to be shown.
    pub machine: String,
    /// The route that was taken, in people's words.
    pub route: String,
    /// Why that one.
    pub reason: String,
    /// The user that logs in.
    pub user: String,
}

impl App {
    /// Opens a session inside the app. Its output arrives in pieces, and stops while too many of
    /// them are not yet said to be shown by [`App::take_terminal_output`]; the end comes last.
    ///
    /// # Errors
    /// As [`App::connect`], but for the terminal.
    pub async fn open_terminal(
        &self,
        request: ConnectRequest,
        size: Size,
        events: impl Fn(PtyEvent) + Send + Sync + 'static,
    ) -> Result<OpenedTerminal, Failure> {
        let (machine, session) = self.ready(&request).await?;
        let (route, user) = (session.route().clone(), session.user().to_string());
        let id = self.terminals.start(session, size, events)?;
        // A lock that came meanwhile has ended all sessions before this one was there.
        if let Err(locked) = self.vault().await {
            self.terminals.close(id);
            return Err(locked);
        }
        self.note_visited(&request.machine).await;
        Ok(OpenedTerminal {
            id,
            machine: title(&machine.name),
            route: route.title,
            reason: route.reason,
            user,
        })
    }

    /// Opens what people want of a machine: a Windows machine's desktop, or a session where they want
    /// sessions, in their terminal or inside the app. The latter whoever shows it is asked for by
    /// [`AppEvent::TerminalAsked`]. Says whether it is that.
    ///
    /// # Errors
    /// As [`App::connect`] and [`App::open_desktop`].
    pub async fn connect_as_set(&self, machine: MachineKey) -> Result<bool, Failure> {
        let machines = self.machines(None).await?;
        if Service::usual(Self::machine_of(&machines, &machine)?) == Service::Desktop {
            return self.open_desktop(ConnectRequest::of(machine)).await.map(|_| false);
        }
        if !self.settings().await?.sessions_in_app {
            return self.connect(ConnectRequest::of(machine)).await.map(|_| false);
        }
        self.ask_for_terminal(machine).await.map(|()| true)
    }

    /// Asks whoever shows sessions inside the app for one, by [`AppEvent::TerminalAsked`].
    ///
    /// # Errors
    /// `not_found` for a machine that is no longer listed, `locked`.
    pub async fn ask_for_terminal(&self, machine: MachineKey) -> Result<(), Failure> {
        let machines = self.machines(None).await?;
        let found = Box::new(Self::machine_of(&machines, &machine)?.clone());
        let request = ConnectRequest::of(machine);
        self.emit(AppEvent::TerminalAsked { machine: found, request });
        Ok(())
    }
}
