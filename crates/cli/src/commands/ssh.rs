//! `nexus ssh`

use std::process::ExitStatus;

use nexus_app::{App, ConnectRequest};
use nexus_model::{Failure, MachineKey};

use crate::arguments::SshRequest;
use crate::exit::Exit;

/// OpenSSH's status when it has failed itself, and of a command that a signal has ended
/// (<https://man.openbsd.org/ssh>, EXIT STATUS).
const NOT_CONNECTED: u8 = 255;

/// Runs a session in this terminal.
pub(crate) async fn run(app: &App, asked: SshRequest) -> Result<Exit, Failure> {
    let machine = app.machine_named(&asked.name, asked.provider.as_deref()).await?;
    let request = ConnectRequest {
        user: asked.user,
        port: asked.port,
        route: asked.route.as_deref().map(str::parse).transpose()?,
        identity: asked.identity,
        key: asked.key,
        command: asked.command,
        start: asked.start,
        ..ConnectRequest::of(MachineKey::of(&machine))
    };
    Ok(exit(app.connect_here(request).await?))
}

/// A session's own status.
pub(super) fn exit(status: ExitStatus) -> Exit {
    Exit::Session(status.code().and_then(|code| code.try_into().ok()).unwrap_or(NOT_CONNECTED))
}
