use std::process::Stdio;
use std::time::Duration;

use nexus_model::Failure;
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, ChildStderr, Command};
use tokio::task::JoinHandle;

use super::not_started;
use crate::Invocation;
use crate::names::title;

/// How long the rest of what a program has said may take once it has ended.
const REST: Duration = Duration::from_secs(1);

/// A program that works for a session. It is ended with all that it has started when this is
/// dropped: the clouds' tools start others to do the work.
pub(super) struct Program(pub(super) Child);

impl Program {
    /// Starts it, with its input, output and complaints where `prepare` puts them.
    pub(super) fn start(
        call: &Invocation,
        prepare: impl FnOnce(&mut Command),
    ) -> Result<Self, Failure> {
        let mut command = Command::from(call.command());
        command.stdin(Stdio::null()).stdout(Stdio::null()).kill_on_drop(true);
        #[cfg(unix)]
        command.process_group(0);
        prepare(&mut command);
        let child = command.spawn().map_err(|error| not_started(&call.program, &error))?;
        Ok(Self(child))
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        #[cfg(unix)]
        if let Some(group) = self.0.id().and_then(|id| i32::try_from(id).ok())
            && let Some(group) = rustix::process::Pid::from_raw(group)
        {
            // It may have ended meanwhile.
            let _ = rustix::process::kill_process_group(group, rustix::process::Signal::TERM);
        }
    }
}

/// The last line that a program complains in, which tells most of why it ended.
pub(super) struct LastWords(JoinHandle<String>);

impl LastWords {
    pub(super) fn of(stderr: Option<ChildStderr>) -> Self {
        Self(tokio::spawn(async move {
            let mut last = String::new();
            let Some(stderr) = stderr else { return last };
            let mut lines = BufReader::new(stderr).lines();
            while let Ok(Some(line)) = lines.next_line().await {
                if !line.trim().is_empty() {
                    last = title(line.trim());
                }
            }
            last
        }))
    }

    /// Once the program has ended.
    pub(super) async fn read(self) -> String {
        tokio::time::timeout(REST, self.0).await.ok().and_then(Result::ok).unwrap_or_default()
    }
}
