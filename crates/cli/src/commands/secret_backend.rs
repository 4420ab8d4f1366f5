//! `nexus secret-backend …`

use nexus_app::{
    AddedSecret, App, BackendDraft, BackendState, FoundKind, FoundSecret, PlannedMove,
    SecretBackendStatus,
};
use nexus_model::{Failure, SecretFields};
use serde_json::json;

use super::providers::{read_fields, read_secrets};
use super::signin::{open_in_browser, to_open};
use crate::arguments::{Place, SecretBackendCommand};
use crate::exit::Exit;
use crate::output::{Output, Table, Tone, describe};

pub(crate) async fn run(
    app: &App,
    command: SecretBackendCommand,
    output: &Output,
) -> Result<Exit, Failure> {
    let status = match command {
        // A command is a session of its own: nobody has asked the place yet.
        SecretBackendCommand::Status(_) => app.retry_secret_backend().await?,
        SecretBackendCommand::Check(place) => {
            app.check_secret_backend(draft(app, place, output).await?).await?
        }
        SecretBackendCommand::Move(place) => {
            app.move_secrets(draft(app, place, output).await?).await?
        }
        SecretBackendCommand::Resume(_) => app.resume_secret_move().await?,
        SecretBackendCommand::RollBack(_) => app.roll_back_secret_move().await?,
        SecretBackendCommand::Login { no_browser, .. } => {
            let SecretBackendStatus { backend, fields, login, .. } = app.secret_backend().await?;
            let status = if is_in_browser(app, &backend, &login) {
                let secrets = SecretFields::new();
                let draft = BackendDraft { backend, fields, login, secrets };
                log_in_in_browser(app, draft, no_browser, output).await?
            } else {
                app.login_secret_backend(read_secrets()?).await?
            };
            if !app.vault_status().await?.keyring_available {
                output.note(
                    "There is no keyring here to keep this login: give it by the environment.",
                );
            }
            status
        }
        SecretBackendCommand::Plan(place) => {
            let planned = app.plan_secret_move(draft(app, place, output).await?).await?;
            return Ok(show_plan(&planned, output));
        }
        SecretBackendCommand::Discover(_) => {
            show_found(&app.discover_secrets().await?, output);
            return Ok(Exit::Complete);
        }
        SecretBackendCommand::Add { owners, .. } => {
            return Ok(show_added(&app.add_found(&owners).await?, output));
        }
    };
    Ok(show(&status, output))
}

async fn draft(app: &App, place: Place, output: &Output) -> Result<BackendDraft, Failure> {
    let Place { backend, fields, login, secrets_stdin, no_browser, .. } = place;
    let mut fields = read_fields(&fields)?;
    let (backend, usual) = match backend {
        Some(backend) => {
            let known = app.secret_backends().into_iter().find(|known| known.id == backend);
            let usual = known.and_then(|known| known.logins.into_iter().next());
            (backend, usual.map(|login| login.id))
        }
        None => {
            let now = app.secret_backend().await?;
            if let (true, Some(failure)) = (now.backend.is_empty(), now.failure) {
                return Err(failure);
            }
            fields = now.fields.into_iter().chain(fields).collect();
            (now.backend, Some(now.login))
        }
    };
    let draft = BackendDraft {
        backend,
        fields,
        login: login.or(usual).unwrap_or_default(),
        secrets: if secrets_stdin { read_secrets()? } else { SecretFields::new() },
    };
    if !secrets_stdin && is_in_browser(app, &draft.backend, &draft.login) {
        log_in_in_browser(app, draft.clone(), no_browser, output).await?;
    }
    Ok(draft)
}

fn is_in_browser(app: &App, backend: &str, login: &str) -> bool {
    let all = app.secret_backends();
    let logins = all.iter().filter(|one| one.id == backend).flat_map(|one| &one.logins);
    logins.into_iter().any(|one| one.id == login && one.in_browser)
}

/// Sends the person to log in, telling them where, and waits until they have.
async fn log_in_in_browser(
    app: &App,
    draft: BackendDraft,
    no_browser: bool,
    output: &Output,
) -> Result<SecretBackendStatus, Failure> {
    open_in_browser(app, no_browser);
    let prompt = app.start_backend_login(draft).await?;
    if output.is_json() {
        output.ahead(&json!({ "prompt": prompt }));
    } else {
        output.note(&prompt.awaited);
        output.note(&to_open(&prompt.authorization_url));
    }
    // Ended by a signal, the command's end closes the port too.
    app.wait_for_backend_login().await
}

fn show(status: &SecretBackendStatus, output: &Output) -> Exit {
    let (word, exit) = match status.state {
        BackendState::Ready => ("ready", Exit::Complete),
        BackendState::ReadOnly => ("ready to read only", Exit::Complete),
        BackendState::Unchecked => ("not asked yet", Exit::Complete),
        BackendState::NeedsLogin => ("wants a login", Exit::Failed),
        BackendState::Unreachable => ("does not answer", Exit::Failed),
        BackendState::Refused => ("says no", Exit::Failed),
    };
    if output.is_json() {
        output.json(status);
        return exit;
    }
    output.line(&format!("{}: {}: {word}", status.backend, status.place));
    if let Some(failure) = &status.failure {
        output.note(&describe(failure));
    }
    if let Some(left) = status.move_left.as_ref().filter(|left| left.switched) {
        output.note(&format!("The old credentials in {} are not wiped yet: resume.", left.from));
    } else if let Some(left) = &status.move_left {
        output.note(&format!(
            "A move from {} to {} was cut off after {} of {}. Go on with it by resume, or roll-back.",
            left.from, left.to, left.done, left.total
        ));
    }
    exit
}

fn show_plan(planned: &[PlannedMove], output: &Output) -> Exit {
    let is_free = planned.iter().all(|one| one.failure.is_none());
    let exit = if is_free { Exit::Complete } else { Exit::Partial };
    if output.is_json() {
        output.json(&json!({ "planned": planned }));
        return exit;
    }
    let mut table = Table::new(&["NAME", "FIELDS", "PROBLEM"]);
    for one in planned {
        let problem = one.failure.as_ref().map(describe).unwrap_or_default();
        table.row([
            (one.name.clone(), Tone::Plain),
            (one.fields.join(" "), Tone::Dim),
            (problem, Tone::Bad),
        ]);
    }
    output.line(&table.text());
    exit
}

fn show_found(found: &[FoundSecret], output: &Output) {
    if output.is_json() {
        output.json(&json!({ "found": found }));
        return;
    }
    let mut table = Table::new(&["OWNER", "NAME", "WHAT", "HERE"]);
    for one in found {
        let what = match &one.what {
            FoundKind::Provider { cloud, .. } => cloud.to_string(),
            FoundKind::SshKey { .. } => "SSH key".to_owned(),
        };
        let here = if one.known { "yes" } else { "no" };
        table.row([
            (one.owner.clone(), Tone::Plain),
            (one.name.clone(), Tone::Plain),
            (what, Tone::Plain),
            (here.to_owned(), Tone::Dim),
        ]);
    }
    output.line(&table.text());
    output.note("Add them: nexus secret-backend add OWNER…");
}

fn show_added(added: &[AddedSecret], output: &Output) -> Exit {
    if output.is_json() {
        output.json(&json!({ "added": added }));
    } else {
        for one in added {
            match &one.failure {
                None => output.line(&format!("Added {}.", one.name)),
                Some(failure) => output.note(&format!("{}: {}", one.name, describe(failure))),
            }
        }
    }
    match added.iter().filter(|one| one.failure.is_none()).count() {
        count if count == added.len() => Exit::Complete,
        0 => Exit::Failed,
        _ => Exit::Partial,
    }
}
