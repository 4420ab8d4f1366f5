use std::time::Duration;

use nexus_model::Failure;
use tokio::task::JoinHandle;

use super::{Session, not_started};
use crate::names::title;
use crate::terminal::Terminal;

/// How long a session's agent and settings stay after the last log-in, where the terminal does not
/// say when it ends: some programs hand the session to one that runs already, and are done.
pub(super) const LINGER: Duration = Duration::from_secs(120);

/// A session in a program of its own: a terminal, or one for desktops. It goes on when this is
/// dropped.
#[derive(Debug)]
pub struct Opened {
    /// The program's process, or the one that asked it.
    pub process: Option<u32>,
    pub(super) ended: JoinHandle<()>,
}

impl Opened {
    /// Takes away now what it needs: agent, settings, tunnel. What is connected directly stays so.
    pub async fn end(self) {
        self.ended.abort();
        let _ = self.ended.await;
    }

    /// Whether it needs nothing of this any more.
    pub fn has_ended(&self) -> bool {
        self.ended.is_finished()
    }

    /// Waits until the session needs its agent and settings no longer.
    pub async fn ended(self) {
        let _ = self.ended.await;
    }
}

impl Session {
    /// Opens it in a terminal, under a title.
    ///
    /// # Errors
    /// `internal` if the terminal cannot be started.
    pub fn open(self, terminal: &Terminal, name: &str) -> Result<Opened, Failure> {
        let call = terminal.invocation(&self.invocation, &title(name));
        let mut command = tokio::process::Command::from(call.command());
        let mut child = command.spawn().map_err(|error| not_started(terminal.name(), &error))?;
        let process = child.id();
        let stays = terminal.stays();
        let ended = tokio::spawn(async move {
            let _ = child.wait().await;
            if !stays {
                self.linger().await;
            }
        });
        Ok(Opened { process, ended })
    }

    /// Until nothing has logged in for a while, and nobody is on the way any more.
    async fn linger(&self) {
        let log_ins = async {
            let Some(agent) = &self.agent else {
                return tokio::time::sleep(LINGER).await;
            };
            let mut signed = agent.signed();
            while matches!(tokio::time::timeout(LINGER, signed.changed()).await, Ok(Ok(()))) {}
        };
        match &self.tunnel {
            Some(tunnel) => drop(tokio::join!(log_ins, tunnel.unused(LINGER))),
            None => log_ins.await,
        }
    }
}
