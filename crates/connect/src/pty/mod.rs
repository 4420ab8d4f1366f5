//! A session inside the app, on a terminal of its own.

mod utf8;

use std::fmt;
use std::io::{Read, Write};
use std::sync::mpsc::{Receiver, channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use nexus_model::{ErrorCode, Failure};
use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};
use serde::{Deserialize, Serialize};

use crate::Invocation;
use utf8::Utf8;

/// How long what is left of the output may take after the program has ended, and how long a
/// program may take to end after its terminal is gone.
const PATIENCE: Duration = Duration::from_secs(1);
/// What is read at once, in bytes.
const CHUNK: usize = 16 * 1024;

/// A terminal's size in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(rename = "TerminalSize")]
pub struct Size {
    /// Characters in a row.
    pub columns: u16,
    /// Rows.
    pub rows: u16,
}

/// What happens in a terminal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, specta::Type)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum PtyEvent {
    /// The program has written this.
    Output {
        /// Whole characters: one that is written in two parts arrives in one.
        text: String,
    },
    /// The program has ended; the last event.
    Ended {
        /// Its status: the remote command's own, or [`crate::ssh::NOT_CONNECTED`].
        status: i32,
    },
}

/// A program on a terminal of its own. Dropping it ends the program, as closing a window would.
pub struct Pty {
    master: Mutex<Box<dyn MasterPty + Send>>,
    writer: Mutex<Box<dyn Write + Send>>,
    process: Arc<Process>,
}

/// The program, for who may end it.
struct Process {
    id: Option<u32>,
    ended: Mutex<bool>,
}

impl Pty {
    /// Starts a program. Its events are told on a thread of their own; while one is being told, the
    /// program waits once its terminal is full.
    ///
    /// # Errors
    /// `internal` if no terminal can be had or the program cannot be started.
    pub fn spawn(
        call: &Invocation,
        size: Size,
        events: impl Fn(PtyEvent) + Send + Sync + 'static,
    ) -> Result<Self, Failure> {
        let pair = native_pty_system().openpty(size.into()).map_err(|why| refusal(&why))?;
        let mut command = CommandBuilder::new(&call.program);
        command.args(&call.arguments);
        command.env("TERM", "xterm-256color");
        for (name, value) in &call.environment {
            command.env(name, value.expose());
        }
        let reader = pair.master.try_clone_reader().map_err(|why| refusal(&why))?;
        let writer = pair.master.take_writer().map_err(|why| refusal(&why))?;
        let child = pair.slave.spawn_command(command).map_err(|why| refusal(&why))?;
        let process = Arc::new(Process { id: child.process_id(), ended: Mutex::new(false) });

        let events = Arc::new(events);
        let (done, read) = channel();
        let tell = Arc::clone(&events);
        std::thread::spawn(move || {
            forward(reader, &*tell);
            drop(done);
        });
        let theirs = Arc::clone(&process);
        std::thread::spawn(move || {
            let status = theirs.wait(child, &read);
            events(PtyEvent::Ended { status });
        });
        Ok(Self { master: Mutex::new(pair.master), writer: Mutex::new(writer), process })
    }

    /// Sends what was typed or pasted.
    ///
    /// # Errors
    /// `internal` if the program has ended.
    pub fn write(&self, text: &str) -> Result<(), Failure> {
        let mut writer = locked(&self.writer);
        writer.write_all(text.as_bytes()).and_then(|()| writer.flush()).map_err(|why| refusal(&why))
    }

    /// Tells the program another size.
    ///
    /// # Errors
    /// `internal` if the program has ended.
    pub fn resize(&self, size: Size) -> Result<(), Failure> {
        locked(&self.master).resize(size.into()).map_err(|why| refusal(&why))
    }

    /// Ends the program, as closing its window would; what is being written is given up with it.
    pub fn end(&self) {
        if !self.process.end(false) {
            return;
        }
        let process = Arc::clone(&self.process);
        std::thread::spawn(move || {
            // Not a wait for something: it is what the program is given to end by itself.
            std::thread::sleep(PATIENCE);
            process.end(true);
        });
    }

    /// The program's process id.
    pub fn process(&self) -> Option<u32> {
        self.process.id
    }
}

impl Drop for Pty {
    fn drop(&mut self) {
        self.end();
    }
}

impl fmt::Debug for Pty {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pty").field("process", &self.process.id).finish_non_exhaustive()
    }
}

impl Process {
    /// Waits for the program and then for the rest of its output.
    fn wait(&self, mut child: Box<dyn Child + Send + Sync>, read: &Receiver<()>) -> i32 {
        self.until_ended();
        let status = {
            // From here on its number may be another process's.
            let mut ended = locked(&self.ended);
            *ended = true;
            child.wait()
        };
        // A program in the background may hold on to the terminal for ever.
        let _ = read.recv_timeout(PATIENCE);
        status.map_or(-1, |status| i32::try_from(status.exit_code()).unwrap_or(-1))
    }

    /// Until the program has ended, without taking its status, so that its number stays its own.
    #[cfg(unix)]
    fn until_ended(&self) {
        use rustix::process::{WaitId, WaitIdOptions, waitid};
        let Some(id) = self.pid() else { return };
        let options = WaitIdOptions::EXITED | WaitIdOptions::NOWAIT;
        while matches!(waitid(WaitId::Pid(id), options), Err(rustix::io::Errno::INTR)) {}
    }

    #[cfg(not(unix))]
    fn until_ended(&self) {}

    /// Asks it to end, as closing a terminal does, or ends it; `false` if it has ended before.
    #[cfg(unix)]
    fn end(&self, by_force: bool) -> bool {
        use rustix::process::{Signal, kill_process_group};
        let signal = if by_force { Signal::KILL } else { Signal::HUP };
        let ended = locked(&self.ended);
        let running = self.pid().filter(|_| !*ended);
        if let Some(id) = running {
            // It leads a group of its own, with all that it has started.
            let _ = kill_process_group(id, signal);
        }
        running.is_some()
    }

    /// Closing the pseudoconsole ends it.
    #[cfg(not(unix))]
    fn end(&self, _: bool) -> bool {
        false
    }

    #[cfg(unix)]
    fn pid(&self) -> Option<rustix::process::Pid> {
        rustix::process::Pid::from_raw(i32::try_from(self.id?).ok()?)
    }
}

impl From<Size> for PtySize {
    fn from(size: Size) -> Self {
        Self { cols: size.columns, rows: size.rows, pixel_width: 0, pixel_height: 0 }
    }
}

fn forward(mut reader: Box<dyn Read + Send>, tell: &dyn Fn(PtyEvent)) {
    let mut bytes = vec![0; CHUNK];
    let mut utf8 = Utf8::default();
    // At its end a terminal gives an error on Linux, and nothing elsewhere.
    while let Ok(length @ 1..) = reader.read(&mut bytes) {
        let text = utf8.take(&bytes[..length]);
        if !text.is_empty() {
            tell(PtyEvent::Output { text });
        }
    }
    let text = utf8.end();
    if !text.is_empty() {
        tell(PtyEvent::Output { text });
    }
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn refusal(why: &dyn fmt::Display) -> Failure {
    Failure::new(
        ErrorCode::Internal,
        "terminal",
        format!("The session's terminal is not usable: {why}."),
        "Close it and connect again.",
    )
}
