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

use std::sync::Arc;
use std::thread::available_parallelism;

use nucleo_matcher::{Config, Matcher};
use serde::Serialize;

pub use entry::Entry;
pub use frecency::{Usage, Visits};
pub use index::Index;
use pattern::Pattern;

use crate::route::MachineKey;

/// Fewer machines than this are not worth a second thread.
const SHARE: usize = 8_000;
/// More threads than this gain nothing: memory is what takes the time.
const THREADS: usize = 4;

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
    matchers: Vec<Matcher>,
    query: String,
    /// Places in the index that match `query`.
    found: Vec<u32>,
}

impl Palette {
    /// Over an index.
    pub fn new(index: Arc<Index>) -> Self {
        let threads = available_parallelism().map_or(1, usize::from).min(THREADS);
        let matchers = vec![Matcher::new(Config::DEFAULT); threads];
        let mut palette = Self { index, matchers, query: String::new(), found: Vec::new() };
        palette.forget();
        palette
    }

    /// Goes on over another index, after the inventory has changed.
    pub fn set_index(&mut self, index: Arc<Index>) {
        self.index = index;
        self.forget();
    }

    /// The best machines for a query, best first. Every word must be found, in any order: the
    /// letters of it in the name, or the whole of it in an address, a tag, the provider or the id.
    /// Without a query: favourites first, then those that were used, then the rest by name.
    pub fn search(&mut self, query: &str, limit: usize) -> Vec<Hit> {
        let pattern = Pattern::new(query);
        if pattern.is_empty() {
            self.forget();
            let first: Vec<_> = self.index.first(limit).collect();
            return self.hits(first, &pattern);
        }
        if !query.starts_with(&self.query) {
            self.forget();
        }
        let mut scored = self.score(&pattern);
        self.found.clear();
        self.found.extend(scored.iter().map(|(_, at)| *at));
        query.clone_into(&mut self.query);

        let index = &self.index;
        let better = |a: &(u32, u32), b: &(u32, u32)| {
            b.0.cmp(&a.0).then_with(|| index.order(a.1).cmp(&index.order(b.1)))
        };
        if scored.len() > limit {
            scored.select_nth_unstable_by(limit, better);
            scored.truncate(limit);
        }
        scored.sort_unstable_by(better);
        self.hits(scored.into_iter().map(|(_, at)| at), &pattern)
    }

    fn forget(&mut self) {
        self.query.clear();
        self.found.clear();
        self.found.extend(0..self.index.len());
    }

    /// Score and place of every machine found so far that still matches.
    fn score(&mut self, pattern: &Pattern) -> Vec<(u32, u32)> {
        let threads = self.matchers.len().min(self.found.len() / SHARE + 1);
        let share = self.found.len().div_ceil(threads).max(1);
        let index = &*self.index;
        let of_share = |matcher: &mut Matcher, places: &[u32]| -> Vec<(u32, u32)> {
            let scored =
                places.iter().filter_map(|at| Some((index.score(*at, pattern, matcher)?, *at)));
            scored.collect()
        };
        let mut shares = self.found.chunks(share).zip(&mut self.matchers);
        let Some((own, own_matcher)) = shares.next() else { return Vec::new() };
        std::thread::scope(|scope| {
            let others: Vec<_> = shares
                .map(|(places, matcher)| scope.spawn(move || of_share(matcher, places)))
                .collect();
            let mut scored = of_share(own_matcher, own);
            for other in others {
                scored.extend(other.join().unwrap_or_default());
            }
            scored
        })
    }

    fn hits(&mut self, places: impl IntoIterator<Item = u32>, pattern: &Pattern) -> Vec<Hit> {
        let Some(matcher) = self.matchers.first_mut() else { return Vec::new() };
        places.into_iter().map(|at| self.index.hit(at, pattern, matcher)).collect()
    }
}
