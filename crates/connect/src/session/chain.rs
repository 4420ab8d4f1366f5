use std::collections::BTreeSet;
use std::num::NonZeroU16;

use nexus_model::{ErrorCode, Failure, Machine, MachineKey};

use super::accounts::Logins;
use super::tunnel::Tunnel;
use super::{Connector, PORT, Request};
use crate::names::{Host, User, title};
use crate::route::{self, Around, Offer, Path, Preferences, Route, Service};
use crate::ssh::{self, HostKeys, Key, Target};

/// The machines on the way, the jump host nearest to here first.
pub(super) struct Chain<'a> {
    hops: Vec<(&'a Machine, Path)>,
    preferences: &'a Preferences,
    /// How the last is reached.
    pub(super) route: Offer,
}

impl Chain<'_> {
    /// Whether a program has to listen on this computer meanwhile.
    pub(super) fn opens_tunnel(&self) -> bool {
        self.hops.iter().any(|(_, path)| matches!(path, Path::Tunnel(_)))
    }
}

/// How one logs in to the machine itself.
pub(super) struct Login {
    pub(super) user: User,
    pub(super) port: NonZeroU16,
    pub(super) key: Key,
}

impl Connector {
    /// Finds the route to the machine, and of each jump host on it.
    pub(super) async fn chain<'a>(&self, request: &Request<'a>) -> Result<Chain<'a>, Failure> {
        let route = self.offer(request.machine, request, request.route, Service::Shell).await?;
        let mut hops = Vec::new();
        let mut seen = BTreeSet::from([MachineKey::of(request.machine)]);
        let mut machine = request.machine;
        let mut path = route.path.clone();
        while let Some(step) = path.take() {
            let next = match &step {
                Path::Jump { via, .. } => Some(via.clone()),
                _ => None,
            };
            hops.push((machine, step));
            let Some(via) = next else { break };
            if !seen.insert(via.clone()) {
                return Err(circle(machine));
            }
            let found = request.machines.iter().find(|one| via.is(one));
            machine = found.ok_or_else(|| circle(machine))?;
            let offer = self.offer(machine, request, None, Service::Shell).await?;
            if offer.push.is_some() || matches!(offer.path, Some(Path::Tunnel(_))) {
                return Err(unfit(machine, &offer));
            }
            path = offer.path;
        }
        hops.reverse();
        Ok(Chain { hops, preferences: request.preferences, route })
    }

    pub(super) async fn offer(
        &self,
        machine: &Machine,
        request: &Request<'_>,
        asked: Option<Route>,
        service: Service,
    ) -> Result<Offer, Failure> {
        route::check_state(machine)?;
        let preference = request.preferences.of(machine);
        // Asking the network takes time, so it is asked only where the answer can matter.
        let matters = match asked.or(preference.route) {
            Some(route) => route == Route::Private,
            None => machine.public_ips.is_empty(),
        };
        let mut reachable = BTreeSet::new();
        if matters {
            let port = request.port.or(preference.port).unwrap_or(service.port()).get();
            reachable = route::reachable(&machine.private_ips, port).await;
        }
        let around = Around {
            service,
            machines: request.machines,
            tools: &self.tools,
            preferences: request.preferences,
            reachable: &reachable,
        };
        route::choose(machine, &around, asked)
    }

    /// What OpenSSH is told of each machine on the way.
    pub(super) async fn targets(
        &self,
        chain: Chain<'_>,
        login: Login,
        logins: &mut Logins<'_>,
    ) -> Result<(Vec<Target>, Option<Tunnel>), Failure> {
        let mut tunnel = None;
        let mut way = Vec::new();
        let last = chain.hops.len().saturating_sub(1);
        for (at, (machine, path)) in chain.hops.into_iter().enumerate() {
            let preference = chain.preferences.of(machine);
            let mut port = login.port;
            let mut user = login.user.clone();
            let mut key = login.key.clone();
            if at < last {
                port = preference.port.unwrap_or(PORT);
                user = match &preference.user {
                    Some(user) => user.parse()?,
                    None => ssh::guess_user(machine, &self.person).user.parse()?,
                };
                key = preference.identity.map_or(key, Key::File);
            }
            let mut proxy = None;
            let host = match path {
                Path::Direct(host) | Path::Jump { host, .. } => host,
                Path::Proxy(call) => {
                    let tool = logins.login(machine).await?;
                    if tool.environment.is_empty() {
                        proxy = Some(call);
                        // OpenSSH wants a name, and the program in between knows the machine.
                        HostKeys::alias(machine).parse()?
                    } else {
                        // Not by OpenSSH: it, its terminal and what it sends on would have it too.
                        let opened = Tunnel::through(call, port, tool).await?;
                        port = opened.port();
                        tunnel = Some(opened);
                        Host::loopback()
                    }
                }
                Path::Tunnel(call) => {
                    let tool = logins.login(machine).await?;
                    let opened = Tunnel::open(call, port, tool).await?;
                    port = opened.port();
                    tunnel = Some(opened);
                    Host::loopback()
                }
            };
            way.push(Target {
                host,
                port,
                user,
                key,
                alias: HostKeys::alias(machine),
                known_hosts: self.host_keys.file(machine.provider)?,
                proxy,
            });
        }
        Ok((way, tunnel))
    }
}

fn circle(machine: &Machine) -> Failure {
    Failure::new(
        ErrorCode::InvalidInput,
        "connect",
        format!("The jump hosts of {} lead back to themselves.", title(&machine.name)),
        "Choose another jump host for one of them.",
    )
    .in_field("route")
}

fn unfit(machine: &Machine, offer: &Offer) -> Failure {
    let name = title(&machine.name);
    Failure::new(
        ErrorCode::InvalidInput,
        "connect",
        format!(
            "The jump host {name} is itself reached by {}, which cannot be passed through.",
            offer.title
        ),
        "Choose another route for it, or another jump host.",
    )
    .in_field("route")
}
