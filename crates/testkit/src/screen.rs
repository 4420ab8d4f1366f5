//! What a person does and sees outside of a page: keys for whichever window has the focus, and the
//! windows there are. By xdotool (<https://manpages.debian.org/bookworm/xdotool/xdotool.1.en.html>),
//! which presses keys as a keyboard does.

use std::process::Output;
use std::time::{Duration, Instant};

use crate::Desktop;

const XDOTOOL: &str = "/usr/bin/xdotool";
const WINDOW_MANAGER: &str = "/usr/bin/openbox";

/// How long a person would wait for a window before calling it broken.
const PATIENCE: Duration = Duration::from_secs(60);

impl Desktop {
    /// Starts what gives windows a frame and the focus, as any desktop has it.
    ///
    /// # Panics
    /// When it is missing or does not start; says how to install it.
    pub fn manage_windows(&mut self) {
        for program in [XDOTOOL, WINDOW_MANAGER] {
            let is_there = std::path::Path::new(program).exists();
            assert!(is_there, "{program} is missing. Install it: apt-get install openbox xdotool");
        }
        self.spawn(&mut self.command(WINDOW_MANAGER));
        let deadline = Instant::now() + PATIENCE;
        while !self.xdotool(&["get_num_desktops"]).status.success() {
            assert!(Instant::now() < deadline, "the window manager did not start");
            std::thread::sleep(Duration::from_millis(50));
        }
    }

    /// Presses keys together, such as `ctrl+shift+k`.
    ///
    /// # Panics
    /// When there is no such key.
    pub fn press(&self, keys: &str) {
        assert!(self.xdotool(&["key", "--clearmodifiers", keys]).status.success(), "{keys}");
    }

    /// Types a text.
    ///
    /// # Panics
    /// When it cannot be typed.
    pub fn type_text(&self, text: &str) {
        assert!(self.xdotool(&["type", "--delay", "20", text]).status.success(), "{text}");
    }

    /// The titles of the windows in sight.
    pub fn windows(&self) -> Vec<String> {
        let found = self.xdotool(&["search", "--onlyvisible", "--name", "."]);
        words(&found).lines().filter_map(|id| self.title(id)).collect()
    }

    /// Waits until the windows in sight satisfy a condition.
    ///
    /// # Panics
    /// When they never do; says which there are.
    pub async fn windows_when(&self, is_right: impl Fn(&[String]) -> bool) {
        let deadline = Instant::now() + PATIENCE;
        loop {
            let windows = self.windows();
            if is_right(&windows) {
                return;
            }
            assert!(Instant::now() < deadline, "these windows stay: {windows:?}");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// The title of the window that has the focus.
    pub fn focused(&self) -> Option<String> {
        let id = words(&self.xdotool(&["getactivewindow"])).trim().to_owned();
        self.title(&id)
    }

    /// Turns to the window of a title.
    ///
    /// # Panics
    /// When there is none.
    pub fn turn_to(&self, title: &str) {
        let exactly = format!("^{title}$");
        let turned =
            self.xdotool(&["search", "--onlyvisible", "--name", &exactly, "windowactivate"]);
        assert!(turned.status.success(), "{title}: {turned:?}");
    }

    fn title(&self, id: &str) -> Option<String> {
        let title = words(&self.xdotool(&["getwindowname", id])).trim().to_owned();
        // The window manager has windows of its own, without a title.
        Some(title).filter(|title| !title.is_empty())
    }

    fn xdotool(&self, arguments: &[&str]) -> Output {
        let output = self.command(XDOTOOL).args(arguments).output();
        output.expect("xdotool runs. Install it: apt-get install xdotool")
    }
}

fn words(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}
