//! From a machine to a session that is ready to be started.
//!
//! [`Connector::connect`] chooses the route, guesses what was not said, puts a key on the machine
//! where the route wants that, lends the person's key by an agent, and gives a [`Session`]: one
//! call of OpenSSH, to run in this terminal, in the person's own, or in the app.

mod accounts;
mod chain;
mod desktop;
mod open;
mod program;
mod push;
mod relay;
mod tunnel;

use std::fmt;
use std::num::NonZeroU16;
use std::path::PathBuf;
use std::sync::Arc;

use nexus_model::{ErrorCode, Failure, Machine};

pub use accounts::{Accounts, ToolLogin};
pub use desktop::DesktopSession;
pub use open::Opened;

use accounts::Logins;

use crate::agent::{Agent, Consent, Given};
use crate::names::User;
use crate::route::{Offer, Preference, Preferences, Route};
use crate::ssh::{self, HostKeys, Key};
use crate::{Invocation, PrivateKey, SessionFolder, Tool, Tools};

/// What sessions are made with on this computer.
#[derive(Clone, Debug)]
pub struct Connector {
    /// The programs that are installed.
    pub tools: Tools,
    /// The host keys that were seen.
    pub host_keys: HostKeys,
    /// The name of the person on this computer.
    pub person: String,
}

/// What a person asks for.
pub struct Request<'a> {
    /// The machine to connect to.
    pub machine: &'a Machine,
    /// All machines, among which are jump hosts and devices of tailnets.
    pub machines: &'a [Machine],
    /// The person's preferences.
    pub preferences: &'a Preferences,
    /// The route, if another than the preferred or first usable one.
    pub route: Option<Route>,
    /// The user, if another than the preferred or guessed one.
    pub user: Option<User>,
    /// The port, if another than the preferred one or 22.
    pub port: Option<NonZeroU16>,
    /// The key.
    pub key: KeyChoice,
    /// A command, or none for a shell.
    pub command: Vec<String>,
    /// Whether a command gets a terminal on the machine, as a shell always does.
    pub terminal: bool,
    /// Who gives the clouds' own tools a session of the account; they use their own logins without.
    pub accounts: Option<&'a dyn Accounts>,
}

impl<'a> Request<'a> {
    /// For a machine, with all else left to preferences and guesses.
    pub fn of(machine: &'a Machine, machines: &'a [Machine], preferences: &'a Preferences) -> Self {
        Self {
            machine,
            machines,
            preferences,
            route: None,
            user: None,
            port: None,
            key: KeyChoice::default(),
            command: Vec::new(),
            terminal: false,
            accounts: None,
        }
    }
}

/// The key to log in with.
#[derive(Default)]
pub enum KeyChoice {
    /// The preferred file, or else whatever the person's OpenSSH offers by itself.
    #[default]
    Usual,
    /// The one in this file.
    File(PathBuf),
    /// One that is kept in the vault, lent by an agent of the session's own.
    Kept {
        /// The key.
        key: PrivateKey,
        /// Who is asked before it is used.
        consent: Arc<dyn Consent>,
    },
}

/// A session that is ready to be started. What it needs meanwhile ends with it: its agent, its
/// settings, its tunnel.
pub struct Session {
    invocation: Invocation,
    route: Offer,
    user: User,
    port: NonZeroU16,
    agent: Option<Agent>,
    tunnel: Option<tunnel::Tunnel>,
    // Last, for the others have files in it.
    folder: SessionFolder,
}

/// The usual port of SSH (RFC 4253, section 4.1).
pub(crate) const PORT: NonZeroU16 = NonZeroU16::new(22).unwrap();

impl Connector {
    /// Makes a session ready. Needs a Tokio runtime.
    ///
    /// # Errors
    /// `not_found` where there is no route, `invalid_input` for a name that cannot be used, and
    /// what the cloud's own tools answer.
    pub async fn connect(&self, request: Request<'_>) -> Result<Session, Failure> {
        self.ready(request, None).await
    }

    /// The same, or a way through the machine to a place behind it.
    async fn ready(&self, request: Request<'_>, forward: Option<&str>) -> Result<Session, Failure> {
        let ssh = self.tools.find(Tool::Ssh).ok_or_else(no_ssh)?;
        let chain = self.chain(&request).await?;
        let preference = request.preferences.of(request.machine);
        let mut user = self.user(&request, &preference)?;
        let port = request.port.or(preference.port).unwrap_or(PORT);
        let folder = SessionFolder::make()?;
        let mut logins = Logins::of(request.accounts);

        let mut lent = None;
        let mut key = match request.key {
            KeyChoice::File(file) => Key::File(file),
            KeyChoice::Usual => preference.identity.map_or(Key::Own, Key::File),
            KeyChoice::Kept { key, consent } => {
                lent = Some((key, consent));
                Key::Own
            }
        };
        let route = chain.route.clone();
        if let Some(push) = &route.push {
            let temporary = PrivateKey::temporary()?;
            let login = logins.login(request.machine).await?;
            let pushing = push::Pushing { tools: &self.tools, login };
            user = pushing.push(push, user, &temporary.public_line()).await?;
            lent = Some((temporary, Arc::new(Given)));
        }
        let mut agent = None;
        if let Some((private, consent)) = lent {
            let started = Agent::start(&folder.path(""), private, consent)?;
            key = Key::Agent(started.socket().to_owned());
            agent = Some(started);
        }

        let login = chain::Login { user: user.clone(), port, key };
        let (way, tunnel) = self.targets(chain, login, &mut logins).await?;
        let (command, terminal) = (&request.command, request.terminal);
        let remote = ssh::Remote { command, terminal, forward };
        let invocation = ssh::invocation(&ssh, &way, &folder, &remote)?;
        Ok(Session { invocation, route, user, port, agent, tunnel, folder })
    }

    /// The call of OpenSSH that a person would type to get there as asked for, of which nothing is
    /// run. `None` for a route that is more than a call of OpenSSH: one that opens a tunnel or puts
    /// a key on the machine first.
    ///
    /// # Errors
    /// As [`Connector::connect`].
    pub async fn typed(&self, request: &Request<'_>) -> Result<Option<Invocation>, Failure> {
        let chain = self.chain(request).await?;
        if chain.route.push.is_some() || chain.opens_tunnel() {
            return Ok(None);
        }
        let preference = request.preferences.of(request.machine);
        let login = chain::Login {
            user: self.user(request, &preference)?,
            port: request.port.or(preference.port).unwrap_or(PORT),
            key: preference.identity.map_or(Key::Own, Key::File),
        };
        let (way, _) = self.targets(chain, login, &mut Logins::of(None)).await?;
        Ok(ssh::typed(&way))
    }

    /// The user that is asked for, else the preferred, else the guessed one.
    fn user(&self, request: &Request<'_>, preference: &Preference) -> Result<User, Failure> {
        match (&request.user, &preference.user) {
            (Some(user), _) => Ok(user.clone()),
            (None, Some(user)) => user.parse(),
            (None, None) => ssh::guess_user(request.machine, &self.person).user.parse(),
        }
    }
}

impl Session {
    /// The call of OpenSSH.
    pub fn invocation(&self) -> &Invocation {
        &self.invocation
    }

    /// The route that was taken, with the reason.
    pub fn route(&self) -> &Offer {
        &self.route
    }

    /// The user that logs in, to be remembered.
    pub fn user(&self) -> &User {
        &self.user
    }

    /// The agent that lends its key, if one does.
    pub fn agent(&self) -> Option<&Agent> {
        self.agent.as_ref()
    }

    /// The port.
    pub fn port(&self) -> NonZeroU16 {
        self.port
    }

    /// Runs it in this terminal until it ends. The status is OpenSSH's: the remote command's own,
    /// or [`ssh::NOT_CONNECTED`].
    ///
    /// # Errors
    /// `internal` if it cannot be started.
    pub async fn run(self) -> Result<std::process::ExitStatus, Failure> {
        let failed = |error| not_started("OpenSSH", &error);
        let mut command = tokio::process::Command::from(self.invocation.command());
        let mut ssh = command.spawn().map_err(failed)?;
        loop {
            tokio::select! {
                status = ssh.wait() => return status.map_err(failed),
                // It is OpenSSH's, in the same terminal; what is kept for it here goes after it.
                _ = tokio::signal::ctrl_c() => {}
            }
        }
    }
}

impl fmt::Debug for Session {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_struct("Session");
        shown.field("invocation", &self.invocation).field("folder", &self.folder).finish()
    }
}

fn no_ssh() -> Failure {
    Failure::new(
        ErrorCode::NotFound,
        "connect",
        "OpenSSH's client is not installed.",
        "Install it: openssh-client on Debian, an optional feature on Windows.",
    )
    .with_link(Tool::Ssh.install())
}

pub(crate) fn not_started(what: &str, error: &std::io::Error) -> Failure {
    Failure::new(
        ErrorCode::Internal,
        "connect",
        format!("{what} cannot be started: {error}."),
        "Check that it is installed and may be run.",
    )
}
