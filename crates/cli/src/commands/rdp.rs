//! `nexus rdp` and `nexus password`

use nexus_app::{App, ConnectRequest, PasswordRequest};
use nexus_model::{Failure, MachineKey};
use serde_json::json;

use super::ssh;
use crate::arguments::{PasswordArguments, RdpRequest};
use crate::exit::Exit;
use crate::output::Output;

/// Opens a desktop and waits until it has ended.
pub(crate) async fn run(app: &App, asked: RdpRequest) -> Result<Exit, Failure> {
    let machine = app.machine_named(&asked.name, asked.provider.as_deref()).await?;
    let request = ConnectRequest {
        user: asked.user,
        port: asked.port,
        route: asked.route.as_deref().map(str::parse).transpose()?,
        identity: asked.identity,
        key: asked.key,
        start: asked.start,
        ..ConnectRequest::of(MachineKey::of(&machine))
    };
    Ok(ssh::exit(app.desktop_here(request, asked.with_password).await?))
}

/// Prints a Windows machine's first password.
pub(crate) async fn password(
    app: &App,
    asked: PasswordArguments,
    output: &Output,
) -> Result<Exit, Failure> {
    let machine = app.machine_named(&asked.name, asked.provider.as_deref()).await?;
    let request = PasswordRequest {
        key: asked.key,
        identity: asked.identity,
        ..PasswordRequest::of(MachineKey::of(&machine))
    };
    let login = app.windows_password(request).await?;
    if output.is_json() {
        output.json(&json!({ "user": login.user, "password": login.password.expose() }));
    } else {
        output.line(login.password.expose());
    }
    Ok(Exit::Complete)
}
