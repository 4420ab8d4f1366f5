//! `nexus signin`

use std::io::IsTerminal;
use std::sync::Arc;

use nexus_app::{
    App, AppEvent, Choice, Chosen, Imported, SignInPrompt, SignInRequest, qr_terminal,
};
use nexus_model::{CloudId, ConnectionId, ErrorCode, Failure, Peer, SecretFields};
use serde_json::json;

use super::providers::{read_fields, read_secrets};
use crate::arguments::{Choosing, SignInArguments};
use crate::browser::SystemBrowser;
use crate::exit::Exit;
use crate::output::{Output, Table, Tone, describe};

pub(crate) async fn run(
    app: &App,
    arguments: SignInArguments,
    output: &Output,
) -> Result<Exit, Failure> {
    let cloud = CloudId::new(&arguments.cloud);
    let auth = match arguments.auth {
        Some(auth) => auth,
        None => usual_auth(app, &cloud),
    };
    let known = match &arguments.connection {
        Some(name) => Some(app.connection_named(name).await?),
        None => None,
    };
    let peer = known.as_ref().map(|known| known.peer.clone());
    let request = SignInRequest {
        peer: peer.unwrap_or(Peer::Cloud { cloud, auth }),
        endpoint: arguments.endpoint,
        fields: read_fields(&arguments.fields)?,
        secrets: if arguments.secrets_stdin { read_secrets()? } else { SecretFields::new() },
        scopes: Vec::new(),
        way: None,
        connection: known.map(|known| known.id),
    };
    let id = sign_in(app, &request, arguments.no_browser, output).await?;
    if let Some(name) = &arguments.name {
        app.rename_connection(id, name).await?;
    }
    choose(app, id, arguments.choosing, arguments.name, output).await
}

/// Signs in, telling the person where, and waits until that has ended.
pub(crate) async fn sign_in(
    app: &App,
    request: &SignInRequest,
    no_browser: bool,
    output: &Output,
) -> Result<ConnectionId, Failure> {
    open_in_browser(app, no_browser);
    let mut events = app.events();
    let prompt = app.start_sign_in(request).await?;
    show(&prompt, output);
    let ended = async {
        loop {
            match events.recv().await {
                Ok(AppEvent::SignInEnded { connection, failure })
                    if connection == prompt.connection =>
                {
                    return failure.map_or(Ok(()), Err);
                }
                Ok(_) => {}
                // Nothing else goes on here that would tell thousands of events.
                Err(_) => return Err(stopped()),
            }
        }
    };
    tokio::select! {
        ended = ended => ended?,
        _ = tokio::signal::ctrl_c() => {
            app.cancel_sign_in(prompt.connection).await?;
            return Err(stopped());
        }
    }
    Ok(prompt.connection)
}

/// Lets a person at a terminal go on in their browser.
pub(crate) fn open_in_browser(app: &App, no_browser: bool) {
    if !no_browser && std::io::stderr().is_terminal() {
        app.set_opener(Arc::new(SystemBrowser));
    }
}

/// The page, for a browser that does not open by itself.
pub(crate) fn to_open(url: &str) -> String {
    format!("If your browser does not open, open this page in it:\n\n{url}\n")
}

/// Makes what is chosen of a connection providers; shows what there is if nothing is chosen.
pub(crate) async fn choose(
    app: &App,
    id: ConnectionId,
    choosing: Choosing,
    name: Option<String>,
    output: &Output,
) -> Result<Exit, Failure> {
    let choices = app.sign_in_choices(id).await?;
    let is_wanted = |choice: &&Choice| {
        choosing.ids.contains(&choice.id) || (choosing.all && choice.problem.is_none())
    };
    let mut wanted: Vec<_> = match choices.as_slice() {
        [only] if choosing.ids.is_empty() => vec![chosen(only)],
        several => several.iter().filter(is_wanted).map(chosen).collect(),
    };
    // What is not there is told as any other failure is.
    let is_there = |id: &&String| !wanted.iter().any(|one| one.id == **id);
    let absent: Vec<_> = choosing.ids.iter().filter(is_there).cloned().collect();
    wanted.extend(absent.into_iter().map(|id| Chosen { name: id.clone(), id }));
    if wanted.is_empty() {
        show_choices(app, id, &choices, output).await?;
        return Ok(Exit::Complete);
    }
    if let ([only], Some(name)) = (wanted.as_mut_slice(), name) {
        only.name = name;
    }
    let imported = set_up(app, id, wanted, output).await?;
    report(app, id, &imported, output).await
}

fn chosen(choice: &Choice) -> Chosen {
    Chosen { id: choice.id.clone(), name: choice.name.clone() }
}

/// Sets them up, telling a person how far it is.
async fn set_up(
    app: &App,
    id: ConnectionId,
    chosen: Vec<Chosen>,
    output: &Output,
) -> Result<Vec<Imported>, Failure> {
    let mut events = app.events();
    let telling = async {
        while let Ok(event) = events.recv().await {
            if let AppEvent::SetUpProgress { progress: Some(now), .. } = event {
                output.note(&format!("{:>3} %  {}", now.percent, now.text));
            }
        }
        std::future::pending().await
    };
    tokio::select! {
        imported = app.finish_sign_in(id, chosen) => imported,
        () = telling => Err(stopped()),
        _ = tokio::signal::ctrl_c() => {
            app.cancel_sign_in(id).await?;
            Err(stopped())
        }
    }
}

fn show(prompt: &SignInPrompt, output: &Output) {
    if output.is_json() {
        output.ahead(&json!({ "prompt": prompt }));
        return;
    }
    output.note(&prompt.awaited);
    if let Some(url) = &prompt.authorization_url {
        output.note(&to_open(url));
    }
    if let Some(device) = &prompt.device {
        let (code, page) = (&device.user_code, &device.verification_uri);
        output.note(&format!("Open {page} on any device and confirm this code: {code}\n"));
        output.note(&qr_terminal(device.link()));
    }
}

async fn show_choices(
    app: &App,
    id: ConnectionId,
    choices: &[Choice],
    output: &Output,
) -> Result<(), Failure> {
    if output.is_json() {
        let connection = app.connection(id).await?;
        output.json(&json!({ "connection": connection, "choices": choices }));
        return Ok(());
    }
    let mut table = Table::new(&["ID", "NAME", "DETAIL", "PROBLEM"]);
    for choice in choices {
        let problem = choice.problem.as_ref().map(describe).unwrap_or_default();
        table.row([
            (choice.id.clone(), Tone::Plain),
            (choice.name.clone(), Tone::Plain),
            (choice.detail.clone(), Tone::Dim),
            (problem, Tone::Bad),
        ]);
    }
    output.line(&table.text());
    let name = app.connection(id).await?.connection.name;
    output.note(&format!(
        "Add them: nexus connections add “{name}” --choose ID, or all of them with --all."
    ));
    Ok(())
}

async fn report(
    app: &App,
    id: ConnectionId,
    imported: &[Imported],
    output: &Output,
) -> Result<Exit, Failure> {
    if output.is_json() {
        let connection = app.connection(id).await?;
        output.json(&json!({ "connection": connection, "imported": imported }));
    }
    for one in imported {
        if one.card.is_some() && !output.is_json() {
            output.line(&format!("Added {}.", one.name));
        }
        if let Some(failure) = &one.failure {
            output.note(&format!("{}: {}", one.name, describe(failure)));
        }
    }
    let whole = imported.iter().filter(|one| one.card.is_some() && one.failure.is_none()).count();
    Ok(match whole {
        _ if whole == imported.len() => Exit::Complete,
        0 if imported.iter().all(|one| one.card.is_none()) => Exit::Failed,
        _ => Exit::Partial,
    })
}

/// The cloud's first auth kind that signs in; one that has none is told by the use case.
fn usual_auth(app: &App, cloud: &CloudId) -> String {
    let clouds = app.clouds().into_iter();
    let known = clouds.filter(|known| known.id == *cloud);
    let mut kinds = known.flat_map(|known| known.auth_kinds);
    kinds.find(|kind| kind.sign_in.is_some()).map(|kind| kind.id).unwrap_or_default()
}

fn stopped() -> Failure {
    Failure::new(
        ErrorCode::Cancelled,
        "sign in",
        "It was stopped before it ended.",
        "Start it again; what was added stays.",
    )
}
