use std::process::ExitStatus;

use nexus_connect::Tools;
use nexus_connect::names::title;
use nexus_connect::rdp::{Client, ClientChoice};
use nexus_connect::terminal::Terminal;
use nexus_model::{Failure, Secret};

use super::{ConnectRequest, Connected};
use crate::{App, PasswordRequest};

impl App {
    /// Opens a machine's desktop in the person's program for it. One that asks for the password in a
    /// terminal is opened in theirs.
    ///
    /// # Errors
    /// `not_found` for a machine that is no longer listed, a route that does not lead there or a
    /// program that is not installed; `invalid_input` for a name that cannot be used; `locked`.
    pub async fn open_desktop(&self, request: ConnectRequest) -> Result<Connected, Failure> {
        let settings = self.settings().await?;
        let tools = Tools::system();
        let client = Client::find(&tools, settings.remote_desktop.as_deref())?;
        let terminal = match client.asks_in_terminal() {
            true => Some(Terminal::find(&tools, settings.terminal.as_deref())?),
            false => None,
        };
        let (machine, session) = self.ready_desktop(&request, client, None).await?;
        let name = title(&machine.name);
        let connected = Connected {
            machine: name.clone(),
            route: session.route().title.clone(),
            reason: session.route().reason.clone(),
            user: session.user().to_string(),
            terminal: client.tool().name().to_owned(),
        };
        self.outside.keep(session.open(terminal.as_ref(), &name)?);
        self.note_visited(&request.machine).await;
        Ok(connected)
    }

    /// Opens a machine's desktop from this terminal and waits until it has ended; the status is the
    /// program's own. With the password that the machine's cloud keeps, if that is wanted: the
    /// request's key opens it.
    ///
    /// # Errors
    /// As [`App::open_desktop`] and [`App::windows_password`].
    pub async fn desktop_here(
        &self,
        mut request: ConnectRequest,
        with_password: bool,
    ) -> Result<ExitStatus, Failure> {
        let settings = self.settings().await?;
        let client = Client::find(&Tools::system(), settings.remote_desktop.as_deref())?;
        let password = if with_password { Some(self.log_in(&mut request).await?) } else { None };
        let (_, session) = self.ready_desktop(&request, client, password).await?;
        self.note_visited(&request.machine).await;
        session.run().await
    }

    /// The programs for remote desktops that are installed, most preferred first.
    pub fn desktop_clients(&self) -> Vec<ClientChoice> {
        Client::installed(&Tools::system()).into_iter().map(Client::choice).collect()
    }

    /// The password that the cloud keeps. Its user logs in, and its key is not the jump host's.
    async fn log_in(&self, request: &mut ConnectRequest) -> Result<Secret, Failure> {
        let login = self
            .windows_password(PasswordRequest {
                key: request.key.take(),
                identity: request.identity.take(),
                ..PasswordRequest::of(request.machine.clone())
            })
            .await?;
        request.user.get_or_insert(login.user);
        Ok(login.password)
    }
}
