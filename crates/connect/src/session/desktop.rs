use std::fmt;
use std::process::{ExitStatus, Stdio};

use nexus_model::{ErrorCode, Failure, Secret};
use tokio::io::AsyncWriteExt;
use tokio::process::{Child, Command};

use super::accounts::{Logins, ToolLogin};
use super::open::{LINGER, Opened};
use super::tunnel::Tunnel;
use super::{Connector, Request, Session, not_started};
use crate::Invocation;
use crate::names::{Host, User, title};
use crate::rdp::{Client, Desktop, Start};
use crate::route::{Offer, Path, Service};
use crate::terminal::Terminal;

/// A machine's desktop that is ready to be opened. What it needs meanwhile ends with it: its file,
/// its tunnel, the jump host's session.
pub struct DesktopSession {
    start: Start,
    client: Client,
    route: Offer,
    user: User,
    tunnel: Option<Tunnel>,
    // Last: the tunnel's program has its agent and its settings.
    _jump: Option<Session>,
}

impl fmt::Debug for DesktopSession {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DesktopSession").field("start", &self.start).finish_non_exhaustive()
    }
}

impl Connector {
    /// Makes a machine's desktop ready, in this program for it, which logs in with the password
    /// where it can be given one. Needs a Tokio runtime. The request's key is the jump host's.
    ///
    /// # Errors
    /// As [`Connector::connect`], and `not_found` if the program is not installed.
    pub async fn desktop(
        &self,
        request: Request<'_>,
        client: Client,
        password: Option<Secret>,
    ) -> Result<DesktopSession, Failure> {
        let machine = request.machine;
        let route = self.offer(machine, &request, request.route, Service::Desktop).await?;
        let preference = request.preferences.of(machine);
        let user = self.user(&request, &preference)?;
        let port = request.port.or(preference.port).unwrap_or(Service::Desktop.port());
        let mut logins = Logins::of(request.accounts);
        let mut jump = None;
        let tunnel = match route.path.clone() {
            Some(Path::Direct(host)) => {
                let desktop = Desktop { host, port, user: user.clone() };
                let start = client.start(&self.tools, &desktop, password)?;
                let (tunnel, _jump) = (None, None);
                return Ok(DesktopSession { start, client, route, user, tunnel, _jump });
            }
            Some(Path::Proxy(call)) => {
                Tunnel::through(call, port, logins.login(machine).await?).await?
            }
            Some(Path::Tunnel(call)) => {
                Tunnel::open(call, port, logins.login(machine).await?).await?
            }
            Some(Path::Jump { via, host }) => {
                let machines = request.machines;
                let via = machines.iter().find(|one| via.is(one)).ok_or_else(|| gone(&route))?;
                let there = Request {
                    key: request.key,
                    accounts: request.accounts,
                    ..Request::of(via, machines, request.preferences)
                };
                let session = self.ready(there, Some(&host.with_port(port.get()))).await?;
                let name = title(&via.name);
                let advice = format!(
                    "Connect to the jump host {name} once by itself, so that its key and its user are known to be right."
                );
                let login = ToolLogin { advice, ..ToolLogin::default() };
                let opened = Tunnel::open(session.invocation.clone(), port, login).await?;
                jump = Some(session);
                opened
            }
            None => return Err(gone(&route)),
        };
        let desktop = Desktop { host: Host::loopback(), port: tunnel.port(), user: user.clone() };
        let start = client.start(&self.tools, &desktop, password)?;
        let tunnel = Some(tunnel);
        Ok(DesktopSession { start, client, route, user, tunnel, _jump: jump })
    }
}

impl DesktopSession {
    /// The call of the program.
    pub fn invocation(&self) -> &Invocation {
        &self.start.invocation
    }

    /// The route that was taken, with the reason.
    pub fn route(&self) -> &Offer {
        &self.route
    }

    /// The user that logs in.
    pub fn user(&self) -> &User {
        &self.user
    }

    /// The program it is opened in.
    pub fn client(&self) -> Client {
        self.client
    }

    /// Whether the program has to be in a terminal, where it asks for the password.
    pub fn needs_terminal(&self) -> bool {
        self.client.asks_in_terminal() && self.start.input.is_none()
    }

    /// Opens it, in a terminal where it needs one, under a title.
    ///
    /// # Errors
    /// `internal` if the program cannot be started.
    pub fn open(mut self, terminal: Option<&Terminal>, name: &str) -> Result<Opened, Failure> {
        let terminal = terminal.filter(|_| self.needs_terminal());
        let (call, stays) = match terminal {
            Some(terminal) => {
                let call = terminal.invocation(&self.start.invocation, &title(name));
                (call, terminal.stays())
            }
            None => (self.start.invocation.clone(), self.client.stays()),
        };
        let mut command = Command::from(call.command());
        command.stdin(Stdio::null());
        let mut child = self.spawn(command)?;
        let process = child.id();
        let input = self.start.input.take();
        let ended = tokio::spawn(async move {
            give(&mut child, input).await;
            let _ = child.wait().await;
            if !stays {
                self.linger().await;
            }
        });
        Ok(Opened { process, ended })
    }

    /// Runs it from this terminal until it ends, and with it what it goes through.
    ///
    /// # Errors
    /// `internal` if it cannot be started.
    pub async fn run(mut self) -> Result<ExitStatus, Failure> {
        let mut child = self.spawn(Command::from(self.start.invocation.command()))?;
        give(&mut child, self.start.input.take()).await;
        let status = loop {
            tokio::select! {
                status = child.wait() => break status,
                // It is the program's, in the same terminal; what is kept for it here goes after it.
                _ = tokio::signal::ctrl_c() => {}
            }
        };
        if !self.client.stays() {
            tokio::select! {
                () = self.linger() => {}
                _ = tokio::signal::ctrl_c() => {}
            }
        }
        status.map_err(|error| not_started(self.client.tool().name(), &error))
    }

    fn spawn(&self, mut command: Command) -> Result<Child, Failure> {
        if self.start.input.is_some() {
            command.stdin(Stdio::piped());
        }
        command.spawn().map_err(|error| not_started(self.client.tool().name(), &error))
    }

    /// Until the program that it was handed to has read the file, or has left the tunnel.
    async fn linger(&self) {
        match &self.tunnel {
            Some(tunnel) => tunnel.unused(LINGER).await,
            None => tokio::time::sleep(LINGER).await,
        }
    }
}

/// Writes what the program reads from its input, and closes it.
async fn give(child: &mut Child, input: Option<Secret>) {
    if let (Some(mut pipe), Some(input)) = (child.stdin.take(), input) {
        // A program that has ended meanwhile says so by its status.
        let _ = pipe.write_all(input.expose().as_bytes()).await;
        let _ = pipe.write_all(b"\n").await;
    }
}

fn gone(route: &Offer) -> Failure {
    Failure::new(
        ErrorCode::NotFound,
        "remote desktop",
        format!("{} no longer leads to the machine.", route.title),
        "Refresh the list, or choose another route.",
    )
    .in_field("route")
}
