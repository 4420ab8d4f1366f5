//! What the menu says, before anything is drawn.

use nexus_app::{QuickItem, QuickMenu};
use nexus_model::{MachineKey, MachineState};

use super::words::Words;

/// Longest text of an item, in characters: a menu as wide as the screen helps nobody.
const MAX_CHARS: usize = 60;

/// One line of the menu.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Entry {
    /// Something to click.
    Item { text: String, action: Action },
    /// A heading, which cannot be clicked.
    Heading(String),
    /// More lines behind one.
    Submenu { text: String, entries: Vec<Entry> },
    /// A line between groups.
    Separator,
}

/// What a click does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Action {
    Connect(MachineKey),
    Search,
    Sync,
    Lock,
    Unlock,
    Show,
    Quit,
}

/// The menu of a locked or absent vault: nothing of what is in it.
pub(super) fn locked(words: &Words) -> Vec<Entry> {
    vec![
        action(words.get("tray_unlock"), Action::Unlock),
        Entry::Separator,
        action(words.get("tray_quit"), Action::Quit),
    ]
}

/// The menu of an unlocked vault.
pub(super) fn unlocked(menu: &QuickMenu, words: &Words) -> Vec<Entry> {
    let mut entries = vec![action(words.get("tray_search"), Action::Search), Entry::Separator];
    group(&mut entries, words.get("tray_favourites"), &menu.favourites, words);
    group(&mut entries, words.get("tray_recent"), &menu.recent, words);
    if menu.running.is_empty() {
        entries.push(Entry::Heading(words.get("tray_none_running").to_owned()));
    } else {
        entries.push(Entry::Heading(words.get("tray_running").to_owned()));
    }
    for provider in &menu.running {
        let count = provider.machines.len();
        entries.push(Entry::Submenu {
            text: format!("{} ({count})", shown(&provider.provider)),
            entries: provider.machines.iter().map(|item| machine(item, words)).collect(),
        });
    }
    entries.extend([
        Entry::Separator,
        action(words.get("tray_show"), Action::Show),
        action(words.get("tray_sync"), Action::Sync),
        action(words.get("lock"), Action::Lock),
        Entry::Separator,
        action(words.get("tray_quit"), Action::Quit),
    ]);
    entries
}

fn group(entries: &mut Vec<Entry>, heading: &str, machines: &[QuickItem], words: &Words) {
    if machines.is_empty() {
        return;
    }
    entries.push(Entry::Heading(heading.to_owned()));
    entries.extend(machines.iter().map(|item| machine(item, words)));
    entries.push(Entry::Separator);
}

fn machine(item: &QuickItem, words: &Words) -> Entry {
    // A menu has no other way to say that a machine is not up.
    let state = match item.state {
        MachineState::Running => String::new(),
        other => format!(" · {}", words.state(other)),
    };
    let text = format!("{} · {}{state}", shown(&item.name), shown(&item.region));
    Entry::Item { text, action: Action::Connect(item.machine.clone()) }
}

fn action(text: &str, action: Action) -> Entry {
    Entry::Item { text: text.to_owned(), action }
}

/// A text as a menu can show it: not too long, and with no `&` that would become an underlined key.
fn shown(text: &str) -> String {
    let mut short: String = text.chars().take(MAX_CHARS).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    short.replace('&', "&&")
}

#[cfg(test)]
mod tests {
    use nexus_app::{QuickGroup, QuickItem, QuickMenu};
    use nexus_model::{MachineKey, MachineState, ProviderId};

    use super::{Action, Entry, Words, locked, shown, unlocked};

    fn item(name: &str, state: MachineState) -> QuickItem {
        QuickItem {
            machine: MachineKey {
                provider: ProviderId::random(),
                region: "eu-west-1".into(),
                id: name.into(),
            },
            name: name.into(),
            region: "eu-west-1".into(),
            state,
        }
    }

    #[test]
    fn a_locked_vault_shows_nothing_of_itself() {
        let entries = locked(Words::of(Some("en")));
        let texts = format!("{entries:?}");
        assert!(texts.contains("Unlock…") && texts.contains("Quit"));
        assert_eq!(entries.len(), 3);
    }

    #[test]
    fn machines_are_below_their_headings_and_providers() {
        let menu = QuickMenu {
            favourites: vec![item("db", MachineState::Stopped)],
            recent: Vec::new(),
            running: vec![QuickGroup {
                provider: "AWS R&D".into(),
                machines: vec![item("web", MachineState::Running)],
            }],
        };
        let entries = unlocked(&menu, Words::of(Some("en")));
        let Some(Entry::Item { text, action: Action::Connect(machine) }) = entries.get(3) else {
            panic!("{entries:?}");
        };
        assert_eq!((text.as_str(), machine.id.as_str()), ("db · eu-west-1 · stopped", "db"));
        let submenu = entries.iter().find_map(|entry| match entry {
            Entry::Submenu { text, entries } => Some((text.as_str(), entries.len())),
            _ => None,
        });
        assert_eq!(submenu, Some(("AWS R&&D (1)", 1)));
        assert!(!entries.contains(&Entry::Heading("Recent".into())), "an empty group is left out");
        let spanish = unlocked(&menu, Words::of(Some("es")));
        let Some(Entry::Item { text, .. }) = spanish.get(3) else { panic!("{spanish:?}") };
        assert_eq!(text, "db · eu-west-1 · detenida");
        assert!(spanish.contains(&Entry::Heading("Favoritas".into())));
    }

    #[test]
    fn a_long_name_is_cut() {
        let text = shown(&"ä".repeat(300));
        assert!(text.ends_with('…'));
        assert_eq!(text.chars().count(), 61);
    }
}
