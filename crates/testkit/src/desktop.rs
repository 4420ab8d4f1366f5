//! A desktop without a screen: X server, session bus, keyring and a home folder of its own.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use tempfile::TempDir;

/// How long a part of the desktop may take to start on a busy machine.
const START: Duration = Duration::from_secs(30);

/// Debian packages of everything that is started here.
const PACKAGES: &str = "xvfb dbus gnome-keyring webkit2gtk-driver";

/// Folder in the home folder with programs that come before the system's.
const PROGRAMS: &str = "bin";

/// File in the home folder where the addresses are noted that were opened.
const OPENED: &str = "opened";

/// A running desktop; all of it ends when it is dropped.
pub struct Desktop {
    home: TempDir,
    environment: BTreeMap<String, String>,
    parts: Vec<Child>,
}

impl Desktop {
    /// Starts a desktop of 1280 by 800 pixels with an unlocked keyring.
    ///
    /// # Panics
    /// When a part of it is missing or does not start; says how to install it.
    pub fn start() -> Self {
        Self::sized(1280, 800)
    }

    /// Starts a desktop with a screen of this many pixels.
    ///
    /// # Panics
    /// As [`Desktop::start`].
    pub fn sized(width: u32, height: u32) -> Self {
        let home = tempfile::tempdir().expect("a temporary folder");
        give_a_browser(home.path());
        let mut desktop = Self { environment: environment(home.path()), home, parts: Vec::new() };
        desktop.start_screen(width, height);
        desktop.start_bus();
        desktop.start_keyring();
        desktop
    }

    /// The person's home folder; everything the app writes is below it.
    pub fn home(&self) -> &Path {
        self.home.path()
    }

    /// Folder of the app's vault, as the app chooses it by itself.
    pub fn vault(&self) -> PathBuf {
        self.home().join("data/nexus-access-vault/vault.db")
    }

    /// Address of the desktop's bus.
    pub fn bus(&self) -> &str {
        &self.environment["DBUS_SESSION_BUS_ADDRESS"]
    }

    /// Pages that programs had opened in the person's browser, oldest first. Nothing shows them: a
    /// test opens them in a [`crate::Browser`] itself.
    ///
    /// # Panics
    /// When what was noted cannot be read.
    pub fn opened_pages(&self) -> Vec<String> {
        match std::fs::read_to_string(self.home().join(OPENED)) {
            Ok(pages) => pages.lines().map(str::to_owned).collect(),
            Err(why) if why.kind() == std::io::ErrorKind::NotFound => Vec::new(),
            Err(why) => panic!("{OPENED}: {why}"),
        }
    }

    /// A program that will run on this desktop and sees nothing of the caller's.
    pub fn command(&self, program: impl AsRef<Path>) -> Command {
        let mut command = Command::new(program.as_ref());
        command.env_clear().envs(&self.environment);
        command
    }

    /// Starts a program that ends with the desktop.
    ///
    /// # Panics
    /// When the program is missing.
    pub fn spawn(&mut self, command: &mut Command) {
        self.parts.push(run(command));
    }

    /// Sends a signal on the bus, which stands for the session's and the system's.
    ///
    /// # Panics
    /// When `dbus-send` fails.
    pub fn signal(&self, path: &str, signal: &str, argument: &str) {
        let status = self
            .command("/usr/bin/dbus-send")
            .args(["--session", "--type=signal", path, signal, argument])
            .status();
        assert!(status.is_ok_and(|status| status.success()), "dbus-send {signal} failed");
    }

    fn start_screen(&mut self, width: u32, height: u32) {
        let screen = format!("{width}x{height}x24");
        let mut command = self.command("/usr/bin/Xvfb");
        command.args(["-displayfd", "1", "-screen", "0", &screen, "-nolisten", "tcp", "-noreset"]);
        let display = self.spawn_and_read_line(&mut command);
        self.environment.insert("DISPLAY".into(), format!(":{display}"));
    }

    fn start_bus(&mut self) {
        let mut command = self.command("/usr/bin/dbus-daemon");
        command.args(["--session", "--nofork", "--print-address=1"]);
        let address = self.spawn_and_read_line(&mut command);
        for bus in ["DBUS_SESSION_BUS_ADDRESS", "DBUS_SYSTEM_BUS_ADDRESS"] {
            self.environment.insert(bus.into(), address.clone());
        }
    }

    fn start_keyring(&mut self) {
        let mut command = self.command("/usr/bin/gnome-keyring-daemon");
        command.args(["--foreground", "--unlock", "--components=secrets"]);
        let mut keyring = run(command.stdin(Stdio::piped()));
        let mut password = keyring.stdin.take().expect("a pipe");
        password.write_all(b"desktop\n").expect("the keyring reads its password");
        drop(password);
        self.parts.push(keyring);
        // Asking for the service itself would start a second, locked one.
        self.wait_for("the keyring", |desktop| {
            let owned = desktop
                .command("/usr/bin/dbus-send")
                .args(["--session", "--print-reply", "--dest=org.freedesktop.DBus", "/"])
                .args(["org.freedesktop.DBus.NameHasOwner", "string:org.freedesktop.secrets"])
                .output();
            owned.is_ok_and(|reply| String::from_utf8_lossy(&reply.stdout).contains("true"))
        });
    }

    fn spawn_and_read_line(&mut self, command: &mut Command) -> String {
        let mut child = run(command.stdout(Stdio::piped()));
        let mut line = String::new();
        let told = BufReader::new(child.stdout.take().expect("a pipe")).read_line(&mut line);
        self.parts.push(child);
        assert!(told.is_ok() && !line.trim().is_empty(), "{command:?} ended without a word");
        line.trim().to_owned()
    }

    fn wait_for(&self, what: &str, is_there: impl Fn(&Self) -> bool) {
        let deadline = Instant::now() + START;
        while !is_there(self) {
            assert!(Instant::now() < deadline, "{what} did not start");
            std::thread::sleep(Duration::from_millis(50));
        }
    }
}

impl Drop for Desktop {
    fn drop(&mut self) {
        for part in self.parts.iter_mut().rev() {
            let _ = part.kill();
            let _ = part.wait();
        }
    }
}

fn run(command: &mut Command) -> Child {
    match command.spawn() {
        Ok(child) => child,
        Err(why) => panic!("{command:?}: {why}. Install it: apt-get install {PACKAGES}"),
    }
}

fn environment(home: &Path) -> BTreeMap<String, String> {
    let mut environment: BTreeMap<String, String> = [
        ("LANG", "C.UTF-8"),
        // Without these WebKitGTK draws nothing on a screen without a graphics card.
        ("WEBKIT_DISABLE_COMPOSITING_MODE", "1"),
        ("WEBKIT_DISABLE_DMABUF_RENDERER", "1"),
        ("NO_AT_BRIDGE", "1"),
        ("GSETTINGS_BACKEND", "memory"),
        // Lets a WebDriver session steer the window.
        ("TAURI_AUTOMATION", "true"),
        ("TAURI_WEBVIEW_AUTOMATION", "true"),
    ]
    .map(|(name, value)| (name.to_owned(), value.to_owned()))
    .into();
    environment.insert("HOME".into(), home.display().to_string());
    environment.insert("PATH".into(), format!("{}:/usr/bin:/bin", home.join(PROGRAMS).display()));
    for (variable, folder) in [
        ("XDG_DATA_HOME", "data"),
        ("XDG_CONFIG_HOME", "config"),
        ("XDG_CACHE_HOME", "cache"),
        ("XDG_STATE_HOME", "state"),
        ("XDG_RUNTIME_DIR", "run"),
        ("TMPDIR", "tmp"),
    ] {
        let folder = home.join(folder);
        private_folder(&folder);
        environment.insert(variable.into(), folder.display().to_string());
    }
    environment
}

/// Puts what opens pages before the system's own, which would look for a browser to start.
fn give_a_browser(home: &Path) {
    use std::os::unix::fs::PermissionsExt;
    private_folder(&home.join(PROGRAMS));
    let program = home.join(PROGRAMS).join("xdg-open");
    let script = format!("#!/bin/sh\nprintf '%s\\n' \"$1\" >> \"$HOME/{OPENED}\"\n");
    std::fs::write(&program, script).expect("a program");
    let runs = std::fs::Permissions::from_mode(0o700);
    std::fs::set_permissions(&program, runs).expect("a program that runs");
}

fn private_folder(folder: &Path) {
    use std::os::unix::fs::DirBuilderExt;
    std::fs::DirBuilder::new().mode(0o700).create(folder).expect("a folder in the home folder");
}
