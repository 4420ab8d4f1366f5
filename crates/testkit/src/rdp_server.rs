//! FreeRDP's shadow server on loopback, as the Windows machine whose desktop is opened. It shows an
//! empty screen to whoever logs in by network level authentication.
//! <https://github.com/FreeRDP/FreeRDP/wiki/FreeRDP-Shadow-Server>

use std::io::{BufRead, BufReader};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use tempfile::TempDir;

use crate::ssh_server::make_program;

/// The programs by their names in FreeRDP 2 and 3.
const SERVER: [&str; 2] = ["freerdp-shadow-cli", "freerdp-shadow-cli3"];
const HASH: [&str; 2] = ["winpr-hash", "winpr-hash3"];
const CLIENT: [&str; 2] = ["xfreerdp3", "xfreerdp"];

const INSTALL: &str = "apt-get install xvfb freerdp2-x11 freerdp2-shadow-x11 winpr-utils";

/// How long a part of it may take to start on a busy machine.
const START: Duration = Duration::from_secs(30);

/// How often it is started before it is given up.
const TRIES: u32 = 5;

/// A running server; it ends with its screen when it is dropped.
pub struct RdpServer {
    parts: Vec<Child>,
    display: String,
    port: u16,
    folder: Arc<TempDir>,
}

impl RdpServer {
    /// Starts one that lets this user in with this password.
    ///
    /// # Panics
    /// When a part of it is missing, saying how to install it.
    pub fn start(user: &str, password: &str) -> Self {
        let folder = Arc::new(tempfile::tempdir().expect("a folder"));
        let accounts = folder.path().join("sam");
        let mut hash = Command::new(program(&HASH));
        hash.args(["-u", user, "-p", password, "-f", "sam"]);
        let hash = hash.output().expect("it hashes");
        std::fs::write(&accounts, hash.stdout).expect("its accounts");

        // Several screens that start at one moment may be in each other's way, as may programs that
        // look for a free port: what has ended at once is started again.
        for _ in 0..TRIES {
            let (screen, display) = start_screen();
            let port = free_port();
            let mut server = Command::new(program(&SERVER));
            server.env_clear().env("HOME", folder.path()).env("DISPLAY", &display);
            server.arg(format!("/port:{port}")).arg("/bind-address:127.0.0.1");
            server.arg(format!("/sam-file:{}", accounts.display())).args(["/sec:nla", "+auth"]);
            let log = std::fs::File::create(folder.path().join("log")).expect("a log");
            server.stdout(log.try_clone().expect("the log")).stderr(log).stdin(Stdio::null());
            let server = server.spawn().expect("runs");
            let parts = vec![server, screen];
            let mut this = Self { parts, display, port, folder: Arc::clone(&folder) };
            if this.comes_up() {
                return this;
            }
        }
        let log = std::fs::read_to_string(folder.path().join("log")).unwrap_or_default();
        panic!("the RDP server did not start: {log}");
    }

    /// Waits until it listens; `false` once it has ended.
    fn comes_up(&mut self) -> bool {
        let deadline = Instant::now() + START;
        while TcpStream::connect(self.address()).is_err() {
            let ended = self.parts.iter_mut().any(|part| !matches!(part.try_wait(), Ok(None)));
            if ended || Instant::now() > deadline {
                return false;
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        true
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        (Ipv4Addr::LOCALHOST, self.port).into()
    }

    /// What it has logged so far.
    pub fn log(&self) -> String {
        std::fs::read_to_string(self.folder.path().join("log")).unwrap_or_default()
    }

    /// Puts FreeRDP's client into a folder, as one that logs in on this server's screen, says by its
    /// status whether it was let in, and ends. It notes its arguments in the file returned.
    ///
    /// # Panics
    /// When the client is missing, saying how to install it.
    pub fn put_client(&self, folder: &Path) -> PathBuf {
        let noted = folder.join("arguments");
        let script = format!(
            "#!/bin/sh\nprintf '%s\\n' \"$@\" > {}\nexport DISPLAY={} HOME={}\nexec {} \"$@\" +auth-only\n",
            noted.display(),
            self.display,
            self.folder.path().display(),
            program(&CLIENT).display()
        );
        make_program(&folder.join("xfreerdp"), &script);
        noted
    }
}

impl Drop for RdpServer {
    fn drop(&mut self) {
        for part in &mut self.parts {
            let _ = part.kill();
            let _ = part.wait();
        }
    }
}

/// A screen without a monitor, and its name.
fn start_screen() -> (Child, String) {
    let mut screen = Command::new(program(&["Xvfb"]));
    screen.args(["-displayfd", "1", "-screen", "0", "640x480x24", "-nolisten", "tcp", "-noreset"]);
    let mut screen = screen.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().expect("runs");
    let mut display = String::new();
    let told = BufReader::new(screen.stdout.take().expect("a pipe")).read_line(&mut display);
    assert!(told.is_ok() && !display.trim().is_empty(), "Xvfb ended without a word");
    (screen, format!(":{}", display.trim()))
}

fn program(names: &[&str]) -> PathBuf {
    let paths = names.iter().map(|name| Path::new("/usr/bin").join(name));
    let found = paths.into_iter().find(|path| path.exists());
    found.unwrap_or_else(|| panic!("{} is missing. Install it: {INSTALL}", names[0]))
}

fn free_port() -> u16 {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0));
    listener.and_then(|bound| bound.local_addr()).map(|at| at.port()).expect("a free port")
}
