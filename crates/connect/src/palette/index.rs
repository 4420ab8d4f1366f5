use std::cmp::Reverse;

use nexus_model::Timestamp;
use nucleo_matcher::{Matcher, Utf32Str, Utf32String};

use super::pattern::{Pattern, letters};
use super::{Entry, Hit, Usage};
use crate::route::MachineKey;

/// What is searched of every machine.
pub struct Index {
    items: Vec<Item>,
    /// Places, in the order of an empty query.
    order: Vec<u32>,
    /// The place of each in `order`.
    rank: Vec<u32>,
}

struct Item {
    key: MachineKey,
    name: Utf32String,
    letters: u64,
    others: Box<str>,
    boost: u32,
    favourite: bool,
}

impl Index {
    /// Prepares an inventory. Takes some 0.1 seconds for 100,000 machines, so it is made where no
    /// one waits.
    pub fn new<'a>(
        entries: impl IntoIterator<Item = Entry<'a>>,
        usage: &Usage,
        now: Timestamp,
    ) -> Self {
        let item = |entry: Entry<'a>| {
            let key = MachineKey::of(entry.machine);
            let name = entry.machine.name.as_str();
            let name_letters = if name.is_ascii() { letters(name) } else { u64::MAX };
            Item {
                name: Utf32String::from(name),
                letters: name_letters,
                others: entry.others().into(),
                boost: usage.boost(&key, now),
                favourite: usage.favourites.contains(&key),
                key,
            }
        };
        let items: Vec<_> = entries.into_iter().map(item).collect();
        // No more machines than this are searched: it is 40,000 times what there is to be.
        let mut order: Vec<u32> = (0..u32::try_from(items.len()).unwrap_or(u32::MAX)).collect();
        order.sort_by_cached_key(|at| {
            let item = &items[*at as usize];
            (Reverse(item.favourite), Reverse(item.boost), item.name.to_string().to_lowercase())
        });
        let mut rank = vec![0; order.len()];
        for (place, at) in (0..).zip(&order) {
            rank[*at as usize] = place;
        }
        Self { items, order, rank }
    }

    pub(super) fn len(&self) -> u32 {
        // As many as there are places.
        self.order.len() as u32
    }

    /// The first places of an empty query.
    pub(super) fn first(&self, limit: usize) -> impl Iterator<Item = u32> {
        self.order.iter().copied().take(limit)
    }

    /// Where a place stands in an empty query: the smaller of two that match as well goes first.
    pub(super) fn order(&self, at: u32) -> u32 {
        self.rank[at as usize]
    }

    pub(super) fn score(&self, at: u32, pattern: &Pattern, matcher: &mut Matcher) -> Option<u32> {
        let item = &self.items[at as usize];
        let name = (item.name(), item.letters);
        Some(pattern.score(name, &item.others, matcher)? + item.boost)
    }

    pub(super) fn hit(&self, at: u32, pattern: &Pattern, matcher: &mut Matcher) -> Hit {
        let item = &self.items[at as usize];
        Hit { key: item.key.clone(), matched: pattern.matched(item.name(), matcher) }
    }
}

impl Item {
    fn name(&self) -> Utf32Str<'_> {
        self.name.slice(..)
    }
}
