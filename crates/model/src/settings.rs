use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// Which colours the window uses.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum Theme {
    /// As the system is set.
    #[default]
    System,
    /// Always light.
    Light,
    /// Always dark.
    Dark,
}

/// What a person can set. Stored sealed in the vault; a missing part has its default.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(default)]
pub struct Settings {
    /// Lock after this many minutes without input; `None` never.
    pub auto_lock_minutes: Option<u32>,
    /// Lock when the machine goes to sleep.
    pub lock_on_suspend: bool,
    /// Lock when the screen is locked.
    pub lock_on_screen_lock: bool,
    /// Seconds after which a copied secret is cleared from the clipboard.
    pub clipboard_clear_seconds: u32,
    /// Check every provider's credential after this many minutes, give or take a fifth; `None`
    /// never.
    pub health_check_minutes: Option<u32>,
    /// Tell on the desktop when a credential stops working.
    pub notify: bool,
    /// Keep running in the tray when the window is closed, where there is a tray.
    pub close_to_tray: bool,
    /// Start, stop and reboot no machine.
    pub read_only: bool,
    /// A key combination that opens the search from any program, such as `CmdOrCtrl+Shift+K`.
    pub global_shortcut: Option<String>,
    /// Start with the person's session, hidden in the tray. The system keeps this too; it follows.
    pub start_at_login: bool,
    /// Id of the terminal that sessions are opened in; `None` is the system's usual one.
    pub terminal: Option<String>,
    /// Id of the program for remote desktops; `None` is the first that is installed.
    pub remote_desktop: Option<String>,
    /// Open sessions in tabs of the app, not in that terminal.
    pub sessions_in_app: bool,
    /// Colours.
    pub theme: Theme,
    /// Language tag of the window (`en`, `es`); `None` follows the system.
    pub language: Option<String>,
    /// What the page remembers of its views (column widths, filters, sort), by view.
    pub views: BTreeMap<String, String>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            auto_lock_minutes: Some(15),
            lock_on_suspend: true,
            lock_on_screen_lock: true,
            clipboard_clear_seconds: 30,
            health_check_minutes: Some(30),
            notify: true,
            close_to_tray: true,
            read_only: false,
            global_shortcut: None,
            start_at_login: false,
            terminal: None,
            remote_desktop: None,
            sessions_in_app: false,
            theme: Theme::System,
            language: None,
            views: BTreeMap::new(),
        }
    }
}
