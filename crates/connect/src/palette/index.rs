use std::cmp::Reverse;

use nexus_model::{MachineKey, Timestamp};

use super::pattern::{Pattern, Texts, Tools, fold, letters};
use super::{Entry, Hit, Usage};

/// What is searched of every machine.
pub struct Index {
    items: Vec<Item>,
    keys: Vec<MachineKey>,
    /// The names and all else, one after the other: reading it from one end to the other is what
    /// takes the time, and memory is fastest so.
    text: String,
    /// Places, in the order of an empty query.
    order: Vec<u32>,
}

struct Item {
    letters: u64,
    /// Where its texts begin, where the name ends, and where the others do.
    from: usize,
    named: usize,
    to: usize,
    boost: u32,
    /// Its place in `order`.
    rank: u32,
}

impl Index {
    /// Prepares an inventory. It takes a moment for a large one, so it is made where no one waits.
    pub fn new<'a>(
        entries: impl IntoIterator<Item = Entry<'a>>,
        usage: &Usage,
        now: Timestamp,
    ) -> Self {
        let (mut items, mut keys, mut text) = (Vec::new(), Vec::new(), String::new());
        for entry in entries {
            let key = MachineKey::of(entry.machine);
            let name = fold(&entry.machine.name);
            let from = text.len();
            text.push_str(&name);
            let named = text.len();
            text.push_str(&fold(&entry.others()));
            let (letters, boost) = (letters(&name), usage.boost(&key, now));
            items.push(Item { letters, from, named, to: text.len(), boost, rank: 0 });
            keys.push(key);
        }
        let mut order: Vec<u32> = (0..u32::try_from(items.len()).unwrap_or(u32::MAX)).collect();
        order.sort_unstable_by_key(|at| {
            let (item, key) = (&items[*at as usize], &keys[*at as usize]);
            let favourite = usage.favourites.contains(key);
            (Reverse(favourite), Reverse(item.boost), &text[item.from..item.named], *at)
        });
        for (rank, at) in (0..).zip(&order) {
            items[*at as usize].rank = rank;
        }
        Self { items, keys, text, order }
    }

    pub(super) fn len(&self) -> u32 {
        // As many as there are places.
        self.order.len() as u32
    }

    /// The first places of an empty query.
    pub(super) fn first(&self, limit: usize) -> &[u32] {
        &self.order[..limit.min(self.order.len())]
    }

    /// Where a place stands in an empty query: of two that match as well the smaller goes first.
    pub(super) fn rank(&self, at: u32) -> u32 {
        self.items[at as usize].rank
    }

    pub(super) fn glance(&self, at: u32, pattern: &Pattern) -> Option<u32> {
        let item = &self.items[at as usize];
        let texts = Texts {
            name: &self.text[item.from..item.named],
            others: &self.text[item.named..item.to],
            letters: item.letters,
        };
        Some(pattern.glance(texts)? + item.boost)
    }

    pub(super) fn fine(&self, at: u32, pattern: &Pattern, tools: &mut Tools) -> u32 {
        pattern.fine(self.name(at), tools)
    }

    pub(super) fn hit(&self, at: u32, pattern: &Pattern, tools: &mut Tools) -> Hit {
        let matched = pattern.matched(self.name(at), tools);
        Hit { key: self.keys[at as usize].clone(), matched }
    }

    fn name(&self, at: u32) -> &str {
        let item = &self.items[at as usize];
        &self.text[item.from..item.named]
    }
}
