use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};

use nexus_connect::names::title;
use nexus_model::{
    Failure, Machine, MachineKey, MachineState, Mark, Provider, ProviderId, Timestamp,
};

use crate::App;

/// Machines that were connected to lately, on the menu.
const RECENT: usize = 8;

/// The machines a tray's menu has.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct QuickMenu {
    /// The person's favourites, by name.
    pub favourites: Vec<QuickItem>,
    /// Those connected to most and most lately that are no favourites.
    pub recent: Vec<QuickItem>,
    /// Every running machine, by provider in the person's order; providers without one are left
    /// out.
    pub running: Vec<QuickGroup>,
}

/// One provider's running machines.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QuickGroup {
    /// Name of the provider.
    pub provider: String,
    /// Its machines, by name.
    pub machines: Vec<QuickItem>,
}

/// One machine of a menu.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QuickItem {
    /// Which machine.
    pub machine: MachineKey,
    /// Its name, fit to be shown.
    pub name: String,
    /// The region it is in, fit to be shown.
    pub region: String,
    /// How it stands.
    pub state: MachineState,
}

impl App {
    /// What a tray's menu shows now. No cloud is asked.
    ///
    /// # Errors
    /// `locked`, `vault_damaged`.
    pub async fn quick_menu(&self) -> Result<QuickMenu, Failure> {
        let vault = self.vault().await?;
        let providers = vault.providers().list().await?;
        let marks = vault.marks().list().await?;
        let machines = self.machines(None).await?;
        Ok(arrange(&providers, &marks, &machines, Timestamp::now()))
    }
}

fn arrange(
    providers: &[Provider],
    marks: &[Mark],
    machines: &[Machine],
    now: Timestamp,
) -> QuickMenu {
    let known: HashMap<_, _> =
        machines.iter().map(|machine| (MachineKey::of(machine), machine)).collect();
    let favourite = |mark: &&Mark| mark.favourite;
    let mut favourites: Vec<_> = marks
        .iter()
        .filter(favourite)
        .filter_map(|mark| known.get(&mark.machine))
        .map(|machine| item(machine))
        .collect();
    favourites.sort_by_cached_key(order);
    let shown: HashSet<_> = favourites.iter().map(|item| &item.machine).collect();
    let weight = |mark: &Mark| mark.visits.map(|visits| visits.weight(now));
    let mut used: Vec<_> = marks
        .iter()
        .filter_map(|mark| Some((weight(mark)?, &mark.machine)))
        .filter(|(_, machine)| !shown.contains(machine))
        .collect();
    used.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(b.1)));
    let recent = used
        .into_iter()
        .filter_map(|(_, machine)| known.get(machine))
        .take(RECENT)
        .map(|machine| item(machine))
        .collect();
    QuickMenu { favourites, recent, running: running(providers, machines) }
}

fn running(providers: &[Provider], machines: &[Machine]) -> Vec<QuickGroup> {
    let mut of: HashMap<ProviderId, Vec<QuickItem>> = HashMap::new();
    for machine in machines.iter().filter(|machine| machine.state == MachineState::Running) {
        of.entry(machine.provider).or_default().push(item(machine));
    }
    let mut providers: Vec<_> = providers.iter().collect();
    providers.sort_by_key(|provider| (Reverse(provider.pinned), provider.position));
    providers
        .into_iter()
        .filter_map(|provider| {
            let mut machines = of.remove(&provider.id)?;
            machines.sort_by_cached_key(order);
            Some(QuickGroup { provider: title(&provider.name), machines })
        })
        .collect()
}

fn item(machine: &Machine) -> QuickItem {
    QuickItem {
        machine: MachineKey::of(machine),
        name: title(&machine.name),
        region: title(&machine.region),
        state: machine.state,
    }
}

/// By name without case; two of one name stay in one order.
fn order(item: &QuickItem) -> (String, MachineKey) {
    (item.name.to_lowercase(), item.machine.clone())
}
