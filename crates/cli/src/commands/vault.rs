//! `nexus vault …`

use nexus_app::{App, SlotKind, VaultState};
use nexus_model::Failure;

use crate::arguments::VaultCommand;
use crate::exit::Exit;
use crate::key::KeySource;
use crate::output::Output;

pub(crate) async fn run(
    app: &App,
    key: KeySource,
    command: VaultCommand,
    output: &Output,
) -> Result<Exit, Failure> {
    match command {
        VaultCommand::Init { keyring } => init(app, key, keyring, output).await,
        VaultCommand::Status { .. } => status(app, output).await,
        VaultCommand::Lock => {
            app.lock_everywhere().await?;
            output.note("Every running app on this vault locks now.");
            Ok(Exit::Complete)
        }
        VaultCommand::Verify { .. } => {
            key.unlock(app).await?;
            verify(app, output).await
        }
    }
}

async fn init(app: &App, key: KeySource, keyring: bool, output: &Output) -> Result<Exit, Failure> {
    let recovery_key = app.create_vault(key.for_new_vault(keyring)?).await?;
    output.note("Recovery key, shown this once. Keep it where the vault is not:");
    output.line(recovery_key.expose());
    // Whoever runs this command has the key on their terminal or in their script.
    app.confirm_recovery().await?;
    Ok(Exit::Complete)
}

async fn status(app: &App, output: &Output) -> Result<Exit, Failure> {
    let status = app.vault_status().await?;
    if output.is_json() {
        output.json(&status);
        return Ok(Exit::Complete);
    }
    let state = match status.state {
        VaultState::Absent => "no vault yet",
        VaultState::Locked => "locked",
        VaultState::Unlocked => "unlocked",
    };
    let ways: Vec<_> = status
        .slots
        .iter()
        .map(|slot| match slot.kind {
            SlotKind::Keyring => "keyring",
            SlotKind::Password => "password",
            SlotKind::Recovery => "recovery key",
        })
        .collect();
    output.line(&format!("{}: {state}", status.path));
    if !ways.is_empty() {
        output.line(&format!("unlocked by: {}", ways.join(", ")));
    }
    if let Some(at) = status.retry_at {
        output.line(&format!("wrong passwords: no try before {at}"));
    }
    Ok(Exit::Complete)
}

async fn verify(app: &App, output: &Output) -> Result<Exit, Failure> {
    let report = app.verify_vault().await?;
    if output.is_json() {
        output.json(&report);
    } else if report.findings.is_empty() {
        output.line("The vault is whole: the file, every sealed value and the audit chain.");
    }
    for finding in report.findings.iter().filter(|_| !output.is_json()) {
        output.line(&format!("{} {}: {}", finding.table, finding.row, finding.problem));
    }
    Ok(if report.findings.is_empty() { Exit::Complete } else { Exit::Failed })
}
