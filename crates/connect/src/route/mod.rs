//! Which way to a machine: one file per way, all of the same shape.
//!
//! A `Way` looks at a machine and what is around it and says whether it leads there, which tool
//! it needs, and why, in words for a person. [`offers`] asks all of them in the order in which they
//! are preferred; the first that is usable is taken, unless a preference names another.

mod aws;
mod bastion;
mod iap;
mod instance_connect;
mod jump;
mod os_login;
mod preference;
mod private;
mod probe;
mod public;
mod service;
mod session_manager;
mod tailscale;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;
use std::net::IpAddr;

use nexus_model::{ErrorCode, Failure, Machine, MachineKey, MachineState};
use serde::{Deserialize, Serialize};

pub use instance_connect::Push as InstanceConnectPush;
pub use os_login::Push as OsLoginPush;
pub use preference::{Bastion, MachineScope, Preference, Preferences, Rule};
pub use probe::reachable;
pub use service::Service;

use crate::names::{Host, title};
use crate::{Invocation, Tool, Tools};

/// A kind of way to a machine.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum Route {
    /// Its public address.
    Public,
    /// Its private address, from within its network.
    Private,
    /// Its address in a tailnet that this computer is in.
    Tailscale,
    /// Another machine.
    Jump,
    /// AWS Systems Manager's Session Manager.
    SessionManager,
    /// EC2 Instance Connect.
    InstanceConnect,
    /// Google Cloud's Identity-Aware Proxy.
    Iap,
    /// Google Cloud's OS Login.
    OsLogin,
    /// Azure Bastion.
    Bastion,
}

impl Route {
    /// All, in the order in which they are preferred.
    pub const ALL: [Self; 9] = [
        Self::Public,
        Self::Private,
        Self::Tailscale,
        Self::Jump,
        Self::SessionManager,
        Self::InstanceConnect,
        Self::Iap,
        Self::OsLogin,
        Self::Bastion,
    ];

    /// The word for it in JSON, links and the terminal.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Public => "public",
            Self::Private => "private",
            Self::Tailscale => "tailscale",
            Self::Jump => "jump",
            Self::SessionManager => "session_manager",
            Self::InstanceConnect => "instance_connect",
            Self::Iap => "iap",
            Self::OsLogin => "os_login",
            Self::Bastion => "bastion",
        }
    }

    /// What people call it.
    pub fn title(self) -> &'static str {
        match self {
            Self::Public => "Public address",
            Self::Private => "Private address",
            Self::Tailscale => "Tailscale",
            Self::Jump => "Jump host",
            Self::SessionManager => "AWS Session Manager",
            Self::InstanceConnect => "EC2 Instance Connect",
            Self::Iap => "Google Cloud IAP",
            Self::OsLogin => "Google Cloud OS Login",
            Self::Bastion => "Azure Bastion",
        }
    }

    fn way(self) -> &'static dyn Way {
        match self {
            Self::Public => &public::Public,
            Self::Private => &private::Private,
            Self::Tailscale => &tailscale::Tailscale,
            Self::Jump => &jump::Jump,
            Self::SessionManager => &session_manager::SessionManager,
            Self::InstanceConnect => &instance_connect::InstanceConnect,
            Self::Iap => &iap::Iap,
            Self::OsLogin => &os_login::OsLogin,
            Self::Bastion => &bastion::AzureBastion,
        }
    }
}

impl std::str::FromStr for Route {
    type Err = Failure;

    /// # Errors
    /// `invalid_input` for a word that is none of [`Route::ALL`].
    fn from_str(word: &str) -> Result<Self, Failure> {
        Self::ALL.into_iter().find(|route| route.as_str() == word).ok_or_else(|| {
            let all = Self::ALL.map(Self::as_str).join(", ");
            Failure::new(
                ErrorCode::InvalidInput,
                "connect",
                format!("There is no route called “{}”.", title(word)),
                format!("The routes are {all}."),
            )
            .in_field("route")
        })
    }
}

/// What a way may look at beside the machine.
pub struct Around<'a> {
    /// What the session is to be.
    pub service: Service,
    /// All machines of all providers.
    pub machines: &'a [Machine],
    /// The programs that are installed.
    pub tools: &'a Tools,
    /// What the person prefers, of each machine.
    pub preferences: &'a Preferences,
    /// Private addresses that were seen to answer from here, by [`reachable`].
    pub reachable: &'a BTreeSet<IpAddr>,
}

/// How a connection gets to the machine.
#[derive(Clone, Debug)]
pub enum Path {
    /// Straight to this host.
    Direct(Host),
    /// Through another machine, whose own route is found the same way, to this host.
    Jump {
        /// The other machine.
        via: MachineKey,
        /// The machine's address as the other one sees it.
        host: Host,
    },
    /// Through a program that carries one connection on its input and output (`ProxyCommand`). The
    /// machine's port is put in place of [`REMOTE_PORT`].
    Proxy(Invocation),
    /// Through a program that listens on a port of this computer while it runs, which is put in
    /// place of [`LOCAL_PORT`], and leads to the one in place of [`REMOTE_PORT`].
    Tunnel(Invocation),
}

/// Stands for the port of this computer in a [`Path::Tunnel`]'s arguments.
pub const LOCAL_PORT: &str = "{port}";

/// Stands for the machine's port in the arguments of a program on the way, as it does for OpenSSH
/// (<https://man.openbsd.org/ssh_config>, TOKENS).
pub const REMOTE_PORT: &str = "%p";

/// A public key that the cloud puts on the machine for a short time.
#[derive(Clone, Debug)]
pub enum KeyPush {
    /// For a minute, by EC2 Instance Connect.
    InstanceConnect(InstanceConnectPush),
    /// For five minutes, by OS Login, which also tells the user's name.
    OsLogin(OsLoginPush),
}

/// What a way says of a machine.
#[derive(Clone, Debug)]
pub enum Verdict {
    /// It leads there.
    Usable {
        /// How.
        path: Path,
        /// A key to be put there first.
        push: Option<KeyPush>,
        /// Why, in words: “it has a public address”.
        reason: String,
    },
    /// It would lead there with these tools.
    Missing {
        /// What to install.
        tools: Vec<Tool>,
    },
    /// It does not lead there.
    No {
        /// Why, in words: “it has no public address”.
        reason: String,
    },
}

/// A way to machines.
trait Way: Sync {
    /// What it says of a machine.
    fn consider(&self, machine: &Machine, around: &Around<'_>) -> Verdict;
}

/// What a route says of a machine, to be shown.
#[derive(Clone, Debug, Serialize, specta::Type)]
pub struct Offer {
    /// The route.
    pub route: Route,
    /// What people call it.
    pub title: String,
    /// Whether it can be taken now.
    pub usable: bool,
    /// Why, or why not, as a sentence.
    pub reason: String,
    /// What to install first, if that is all that is missing: names and pages.
    pub install: Vec<Install>,
    /// How it gets there, if it is usable.
    #[serde(skip)]
    pub path: Option<Path>,
    /// A key to be put there first.
    #[serde(skip)]
    pub push: Option<KeyPush>,
}

/// A tool to install.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, specta::Type)]
pub struct Install {
    /// The tool.
    pub tool: Tool,
    /// What people call it.
    pub name: String,
    /// Where to get it.
    pub link: String,
}

/// Asks every way, in the order in which they are preferred.
pub fn offers(machine: &Machine, around: &Around<'_>) -> Vec<Offer> {
    Route::ALL.map(|route| offer(route, machine, around)).into()
}

/// The route to take: the one that is asked for, else the one the preferences name, else the first
/// that is usable.
///
/// # Errors
/// `not_found` if there is none, or the one asked for is not usable; it says what would help.
pub fn choose(
    machine: &Machine,
    around: &Around<'_>,
    asked: Option<Route>,
) -> Result<Offer, Failure> {
    check_state(machine)?;
    if let Some(route) = asked.or_else(|| around.preferences.of(machine).route) {
        let offer = offer(route, machine, around);
        return if offer.usable { Ok(offer) } else { Err(refusal(machine, &[offer])) };
    }
    let offers = offers(machine, around);
    match offers.iter().find(|offer| offer.usable) {
        Some(offer) => Ok(offer.clone()),
        None => Err(refusal(machine, &offers)),
    }
}

/// A stopped machine is to be started first, whatever its routes.
///
/// # Errors
/// `not_found`, in the field `state`, where nothing can be connected to.
pub fn check_state(machine: &Machine) -> Result<(), Failure> {
    let name = title(&machine.name);
    let (message, remedy) = match machine.state {
        MachineState::Stopped | MachineState::Suspended => {
            (format!("{name} is stopped."), "Start it, then connect.")
        }
        MachineState::Stopping => {
            (format!("{name} is stopping."), "Wait until it has stopped, start it, then connect.")
        }
        MachineState::Terminated => (format!("{name} is gone."), "Refresh the list."),
        _ => return Ok(()),
    };
    Err(Failure::new(ErrorCode::NotFound, "connect", message, remedy).in_field("state"))
}

fn offer(route: Route, machine: &Machine, around: &Around<'_>) -> Offer {
    let mut offer = Offer {
        route,
        title: route.title().to_owned(),
        usable: false,
        reason: String::new(),
        install: Vec::new(),
        path: None,
        push: None,
    };
    match route.way().consider(machine, around) {
        Verdict::Usable { path, push, reason } => {
            offer.usable = true;
            offer.reason = reason;
            (offer.path, offer.push) = (Some(path), push);
        }
        Verdict::Missing { tools } => {
            let names: Vec<_> = tools.iter().map(|tool| tool.name()).collect();
            offer.reason = format!("Needs {}, which is not installed.", names.join(" and "));
            offer.install = tools.into_iter().map(Install::of).collect();
        }
        Verdict::No { reason } => offer.reason = reason,
    }
    offer
}

impl Install {
    fn of(tool: Tool) -> Self {
        Self { tool, name: tool.name().to_owned(), link: tool.install().to_owned() }
    }
}

/// Names what would help: what to install, or else what would give the machine a route.
fn refusal(machine: &Machine, offers: &[Offer]) -> Failure {
    let name = title(&machine.name);
    let missing: Vec<_> = offers.iter().flat_map(|offer| &offer.install).collect();
    let (message, remedy) = match (offers, missing.as_slice()) {
        ([offer], []) => (
            format!("{} does not lead to {name}: {}", offer.title, offer.reason),
            "Choose another route.".to_owned(),
        ),
        (_, []) => (
            format!("There is no route to {name}: it has no address that is reachable from here."),
            "Give it a public address, connect to its network, choose a jump host for it, or put \
             it in a tailnet."
                .to_owned(),
        ),
        (_, missing) => {
            let mut names: Vec<_> = missing.iter().map(|one| one.name.as_str()).collect();
            names.dedup();
            (
                format!("There is no route to {name} with what is installed."),
                format!("Install {}.", names.join(" and ")),
            )
        }
    };
    let failure = Failure::new(ErrorCode::NotFound, "connect", message, remedy).in_field("route");
    match missing.first() {
        Some(install) => failure.with_link(install.link.clone()),
        None => failure,
    }
}

/// The tools of these that are not installed.
fn missing(around: &Around<'_>, tools: &[Tool]) -> Vec<Tool> {
    tools.iter().copied().filter(|tool| around.tools.find(*tool).is_none()).collect()
}

fn no(reason: impl Into<String>) -> Verdict {
    Verdict::No { reason: reason.into() }
}
