//! The menu as it is drawn. Lives on the main thread.
//!
//! A tray host may hold the menu open and a menu that was given to it cannot be taken back, so its
//! items are changed where they are: most updates change a few texts.

use std::collections::HashMap;

use tauri::menu::{IsMenuItem, Menu, MenuItem, PredefinedMenuItem, Submenu};
use tauri::{AppHandle, Wry};

use super::entry::{Action, Entry};

/// A drawn menu and what its items do.
pub(super) struct DrawnMenu {
    shell: AppHandle,
    root: Menu<Wry>,
    lines: Vec<Line>,
}

/// What is drawn of one entry.
enum Line {
    Item { item: MenuItem<Wry>, text: String, action: Option<Action> },
    Submenu { menu: Submenu<Wry>, text: String, lines: Vec<Line> },
    Separator(PredefinedMenuItem<Wry>),
}

/// A menu that lines are put into.
trait Container {
    fn put(&self, line: &dyn IsMenuItem<Wry>, position: usize) -> tauri::Result<()>;
    fn take(&self, line: &dyn IsMenuItem<Wry>) -> tauri::Result<()>;
}

impl Container for Menu<Wry> {
    fn put(&self, line: &dyn IsMenuItem<Wry>, position: usize) -> tauri::Result<()> {
        self.insert(line, position)
    }
    fn take(&self, line: &dyn IsMenuItem<Wry>) -> tauri::Result<()> {
        self.remove(line)
    }
}

impl Container for Submenu<Wry> {
    fn put(&self, line: &dyn IsMenuItem<Wry>, position: usize) -> tauri::Result<()> {
        self.insert(line, position)
    }
    fn take(&self, line: &dyn IsMenuItem<Wry>) -> tauri::Result<()> {
        self.remove(line)
    }
}

impl DrawnMenu {
    /// An empty menu.
    pub fn new(shell: &AppHandle) -> tauri::Result<Self> {
        Ok(Self { shell: shell.clone(), root: Menu::new(shell)?, lines: Vec::new() })
    }

    /// The menu, to be given to the tray once.
    pub fn root(&self) -> &Menu<Wry> {
        &self.root
    }

    /// Makes the menu say this, changing no more than differs.
    pub fn show(&mut self, entries: &[Entry]) -> tauri::Result<()> {
        update(&self.shell, &self.root, &mut self.lines, entries)
    }

    /// What each item does, by its id.
    pub fn actions(&self) -> HashMap<String, Action> {
        let mut actions = HashMap::new();
        collect(&self.lines, &mut actions);
        actions
    }
}

fn update(
    shell: &AppHandle,
    container: &dyn Container,
    lines: &mut Vec<Line>,
    entries: &[Entry],
) -> tauri::Result<()> {
    for (position, entry) in entries.iter().enumerate() {
        let changed = match lines.get_mut(position) {
            Some(line) => line.change(shell, entry)?,
            None => false,
        };
        if !changed {
            // What was here is of another kind, and may fit further down.
            let line = Line::draw(shell, entry)?;
            container.put(line.drawn(), position)?;
            lines.insert(position, line);
        }
    }
    for line in lines.split_off(entries.len()) {
        container.take(line.drawn())?;
    }
    Ok(())
}

fn collect(lines: &[Line], actions: &mut HashMap<String, Action>) {
    for line in lines {
        match line {
            Line::Item { item, action: Some(action), .. } => {
                actions.insert(item.id().0.clone(), action.clone());
            }
            Line::Submenu { lines, .. } => collect(lines, actions),
            Line::Item { .. } | Line::Separator(_) => {}
        }
    }
}

impl Line {
    fn draw(shell: &AppHandle, entry: &Entry) -> tauri::Result<Self> {
        Ok(match entry {
            Entry::Item { text, action } => Self::Item {
                item: MenuItem::new(shell, text, true, None::<&str>)?,
                text: text.clone(),
                action: Some(action.clone()),
            },
            Entry::Heading(text) => Self::Item {
                item: MenuItem::new(shell, text, false, None::<&str>)?,
                text: text.clone(),
                action: None,
            },
            Entry::Submenu { text, entries } => {
                let menu = Submenu::new(shell, text, true)?;
                let mut lines = Vec::new();
                update(shell, &menu, &mut lines, entries)?;
                Self::Submenu { menu, text: text.clone(), lines }
            }
            Entry::Separator => Self::Separator(PredefinedMenuItem::separator(shell)?),
        })
    }

    /// Makes it say what the entry says; `false` if it is of another kind.
    fn change(&mut self, shell: &AppHandle, entry: &Entry) -> tauri::Result<bool> {
        match (self, entry) {
            (
                Self::Item { item, text, action: Some(action) },
                Entry::Item { text: new, action: does },
            ) => {
                *action = does.clone();
                retext(text, new, |new| item.set_text(new))?;
            }
            (Self::Item { item, text, action: None }, Entry::Heading(new)) => {
                retext(text, new, |new| item.set_text(new))?;
            }
            (Self::Submenu { menu, text, lines }, Entry::Submenu { text: new, entries }) => {
                retext(text, new, |new| menu.set_text(new))?;
                update(shell, menu, lines, entries)?;
            }
            (Self::Separator(_), Entry::Separator) => {}
            _ => return Ok(false),
        }
        Ok(true)
    }

    fn drawn(&self) -> &dyn IsMenuItem<Wry> {
        match self {
            Self::Item { item, .. } => item,
            Self::Submenu { menu, .. } => menu,
            Self::Separator(separator) => separator,
        }
    }
}

fn retext(
    old: &mut String,
    new: &str,
    set: impl FnOnce(&str) -> tauri::Result<()>,
) -> tauri::Result<()> {
    if old != new {
        set(new)?;
        new.clone_into(old);
    }
    Ok(())
}
