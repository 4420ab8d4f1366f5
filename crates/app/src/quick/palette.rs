use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use nexus_connect::palette::{Entry, Hit, Index, Palette, Usage};
use nexus_model::{Failure, Machine, MachineKey, Mark, Timestamp};
use serde::Serialize;

use crate::{App, AppEvent};

/// Hits shown at most: more than fit any screen.
const LIMIT: usize = 50;

/// How long a search may go on over machines of before the last change: while a listing arrives,
/// preparing them anew for each batch would cost more than the typing.
const REST: Duration = Duration::from_secs(1);

/// A machine that was found.
#[derive(Clone, Debug, Serialize, specta::Type)]
pub struct Found {
    /// The machine, as of the last listing.
    pub machine: Machine,
    /// The characters of its name that were matched, by their places.
    pub matched: Vec<u32>,
    /// Whether it is a favourite.
    pub favourite: bool,
}

/// What is searched. Nothing while the vault is locked.
#[derive(Default)]
pub(crate) struct Searched(Mutex<Option<Kept>>);

struct Kept {
    prepared: Arc<Prepared>,
    made_at: Instant,
    /// Whether the vault has changed since.
    is_old: bool,
}

struct Prepared {
    machines: HashMap<MachineKey, Machine>,
    favourites: HashSet<MachineKey>,
    palette: Mutex<Palette>,
}

impl Searched {
    /// Takes note of what has changed.
    pub fn hear(&self, event: &AppEvent) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        match event {
            AppEvent::VaultChanged { .. } => *kept = None,
            AppEvent::ProvidersChanged { .. }
            | AppEvent::ProviderRemoved { .. }
            | AppEvent::ResourcesListed { .. }
            | AppEvent::ResourcesRemoved { .. }
            | AppEvent::MachineMarked { .. } => {
                if let Some(kept) = kept.as_mut() {
                    kept.is_old = true;
                }
            }
            _ => {}
        }
    }

    fn get(&self) -> Option<Arc<Prepared>> {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let fresh = |kept: &&Kept| !kept.is_old || kept.made_at.elapsed() < REST;
        kept.as_ref().filter(fresh).map(|kept| Arc::clone(&kept.prepared))
    }

    fn keep(&self, prepared: &Arc<Prepared>) {
        let kept = Kept { prepared: Arc::clone(prepared), made_at: Instant::now(), is_old: false };
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(kept);
    }

    fn forget(&self) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take();
    }
}

impl App {
    /// Brings up the search wherever machines are shown.
    pub fn ask_to_search(&self) {
        self.emit(AppEvent::SearchAsked);
    }

    /// The machines that a few keys mean, best first.
    ///
    /// # Errors
    /// `locked`, `vault_damaged`.
    pub async fn find_machines(&self, query: &str) -> Result<Vec<Found>, Failure> {
        let prepared = self.prepared().await?;
        let hits = {
            let palette = prepared.palette.lock();
            palette.unwrap_or_else(PoisonError::into_inner).search(query, LIMIT)
        };
        let found = |Hit { key, matched }: Hit| {
            let machine = prepared.machines.get(&key)?.clone();
            Some(Found { machine, matched, favourite: prepared.favourites.contains(&key) })
        };
        Ok(hits.into_iter().filter_map(found).collect())
    }

    async fn prepared(&self) -> Result<Arc<Prepared>, Failure> {
        let vault = self.vault().await?;
        if let Some(prepared) = self.searched.get() {
            return Ok(prepared);
        }
        let providers = vault.providers().list().await?;
        let marks = vault.marks().list().await?;
        let machines = self.machines(None).await?;
        let names: HashMap<_, _> =
            providers.iter().map(|provider| (provider.id, provider.name.as_str())).collect();
        let tags: HashMap<_, _> =
            marks.iter().map(|mark| (&mark.machine, mark.tags.as_slice())).collect();
        let usage = usage(&marks);
        let entries = machines.iter().map(|machine| Entry {
            machine,
            provider: names.get(&machine.provider).copied().unwrap_or_default(),
            own_tags: tags.get(&MachineKey::of(machine)).copied().unwrap_or_default(),
        });
        let index = Arc::new(Index::new(entries, &usage, Timestamp::now()));
        let prepared = Arc::new(Prepared {
            palette: Mutex::new(Palette::new(index)),
            favourites: usage.favourites,
            machines: machines.into_iter().map(|it| (MachineKey::of(&it), it)).collect(),
        });
        self.searched.keep(&prepared);
        // A lock that came meanwhile has forgotten before this was kept.
        if let Err(locked) = self.vault().await {
            self.searched.forget();
            return Err(locked);
        }
        Ok(prepared)
    }
}

fn usage(marks: &[Mark]) -> Usage {
    let favourites = marks.iter().filter(|mark| mark.favourite);
    let visited = marks.iter().filter_map(|mark| Some((mark.machine.clone(), mark.visits?)));
    Usage {
        favourites: favourites.map(|mark| mark.machine.clone()).collect(),
        visits: visited.collect(),
    }
}
