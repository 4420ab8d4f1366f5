//! The machine one means, after a few keys.
//!
//! An [`Index`] holds what is searched of every machine, prepared once per inventory. A
//! [`Palette`] is one person typing: each key narrows what the last one has found, so that only
//! the first looks at everything.

mod entry;
mod frecency;
mod index;
mod pattern;
#[cfg(test)]
mod tests;

use std::cmp::Reverse;
use std::sync::Arc;
use std::thread::available_parallelism;

use nexus_model::MachineKey;
use serde::Serialize;

pub use entry::Entry;
pub use frecency::Usage;
pub use index::Index;
use pattern::{Pattern, Tools};

/// Fewer machines than this are not worth a second thread.
const SHARE: usize = 8_000;
/// More threads than this gain nothing: memory is what takes the time.
const THREADS: usize = 4;
/// How many times more machines than are shown are looked at closely.
const CLOSELY: usize = 8;

/// A machine that was found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, specta::Type)]
pub struct Hit {
    /// Which.
    pub key: MachineKey,
    /// The characters of its name that were matched, to be shown, by their places.
    pub matched: Vec<u32>,
}

/// A person who types.
pub struct Palette {
    index: Arc<Index>,
    tools: Tools,
    threads: usize,
    query: String,
    /// Places in the index that match `query`.
    found: Vec<u32>,
}

/// How well a place matches: the greater goes first.
type Scored = (u32, Reverse<u32>, u32);

impl Palette {
    /// Over an index.
    pub fn new(index: Arc<Index>) -> Self {
        let threads = available_parallelism().map_or(1, usize::from).min(THREADS);
        let (tools, query, found) = (Tools::default(), String::new(), Vec::new());
        let mut palette = Self { index, tools, threads, query, found };
        palette.forget();
        palette
    }

    /// Goes on over another index, after the inventory has changed.
    pub fn set_index(&mut self, index: Arc<Index>) {
        self.index = index;
        self.forget();
    }

    /// The best machines for a query, best first. Every word must be found, in any order: the
    /// whole of it in the name, an address, a tag, the provider or the id, or its letters in the
    /// name. Without a query: favourites first, then those that were used, then the rest by name.
    pub fn search(&mut self, query: &str, limit: usize) -> Vec<Hit> {
        let index = Arc::clone(&self.index);
        let pattern = Pattern::new(query);
        if pattern.is_empty() {
            self.forget();
            return self.hits(index.first(limit).iter().copied(), &pattern);
        }
        if !query.starts_with(&self.query) {
            self.forget();
        }
        let mut scored = self.glance(&pattern);
        self.found.clear();
        self.found.extend(scored.iter().map(|(_, _, at)| *at));
        query.clone_into(&mut self.query);

        keep_best(&mut scored, limit.saturating_mul(CLOSELY));
        for (score, _, at) in &mut scored {
            *score += index.fine(*at, &pattern, &mut self.tools);
        }
        keep_best(&mut scored, limit);
        scored.sort_unstable_by_key(|scored| Reverse(*scored));
        self.hits(scored.into_iter().map(|(_, _, at)| at), &pattern)
    }

    fn forget(&mut self) {
        self.query.clear();
        self.found.clear();
        self.found.extend(0..self.index.len());
    }

    /// Every machine found so far that still matches.
    fn glance(&self, pattern: &Pattern) -> Vec<Scored> {
        let threads = self.threads.min(self.found.len() / SHARE + 1);
        let share = self.found.len().div_ceil(threads).max(1);
        let index = &*self.index;
        let of_share = |places: &[u32]| -> Vec<Scored> {
            let scored = places.iter().filter_map(|at| {
                Some((index.glance(*at, pattern)?, Reverse(index.rank(*at)), *at))
            });
            scored.collect()
        };
        let mut shares = self.found.chunks(share);
        let Some(own) = shares.next() else { return Vec::new() };
        std::thread::scope(|scope| {
            let others: Vec<_> =
                shares.map(|places| scope.spawn(move || of_share(places))).collect();
            let mut scored = of_share(own);
            for other in others {
                scored.extend(other.join().unwrap_or_default());
            }
            scored
        })
    }

    fn hits(&mut self, places: impl IntoIterator<Item = u32>, pattern: &Pattern) -> Vec<Hit> {
        places.into_iter().map(|at| self.index.hit(at, pattern, &mut self.tools)).collect()
    }
}

fn keep_best(scored: &mut Vec<Scored>, limit: usize) {
    if scored.len() > limit {
        scored.select_nth_unstable_by_key(limit, |scored| Reverse(*scored));
        scored.truncate(limit);
    }
}
