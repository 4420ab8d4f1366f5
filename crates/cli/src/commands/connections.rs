//! `nexus connections …`

use nexus_app::{App, ConnectionCard};
use nexus_model::{ConnectionState, Failure};
use serde_json::json;

use super::signin;
use crate::arguments::ConnectionsCommand;
use crate::exit::Exit;
use crate::output::{Output, Table, Tone, describe};

pub(crate) async fn run(
    app: &App,
    command: Option<ConnectionsCommand>,
    output: &Output,
) -> Result<Exit, Failure> {
    match command {
        None | Some(ConnectionsCommand::List { .. }) => list(app, output).await,
        Some(ConnectionsCommand::Add { name, choosing, .. }) => {
            let id = app.connection_named(&name).await?.id;
            signin::choose(app, id, choosing, None, output).await
        }
        Some(ConnectionsCommand::Refresh { name, .. }) => refresh(app, &name, output).await,
        Some(ConnectionsCommand::Disconnect { name, force, .. }) => {
            disconnect(app, &name, force, output).await
        }
    }
}

async fn list(app: &App, output: &Output) -> Result<Exit, Failure> {
    let cards = app.connections().await?;
    if output.is_json() {
        output.json(&json!({ "connections": cards }));
    } else if cards.is_empty() {
        output.note("No connections yet. Sign in: nexus signin <cloud> …");
    } else {
        output.line(&table(&cards));
    }
    Ok(Exit::Complete)
}

async fn refresh(app: &App, name: &str, output: &Output) -> Result<Exit, Failure> {
    let id = app.connection_named(name).await?.id;
    let card = app.refresh_connection(id).await?;
    if output.is_json() {
        output.json(&card);
    } else {
        output.line(&table(std::slice::from_ref(&card)));
    }
    Ok(Exit::Complete)
}

async fn disconnect(app: &App, name: &str, force: bool, output: &Output) -> Result<Exit, Failure> {
    let connection = app.connection_named(name).await?;
    let outcome = app.disconnect(connection.id, force).await?;
    if output.is_json() {
        output.json(&json!({ "disconnected": connection.name, "outcome": outcome }));
        return Ok(Exit::Complete);
    }
    let revoked = match outcome.revoked {
        true => "Its tokens are revoked and wiped.",
        false => "Its tokens are wiped here; the server takes them until they end.",
    };
    output.line(&format!("Disconnected {}. {revoked}", connection.name));
    if let Some(failure) = &outcome.failure {
        output.note(&describe(failure));
    }
    Ok(Exit::Complete)
}

fn table(cards: &[ConnectionCard]) -> String {
    let mut table = Table::new(&["NAME", "WITH", "STATE", "PROVIDERS", "TOKEN ENDS", "MISSING"]);
    for card in cards {
        let connection = &card.connection;
        let (state, tone) = match connection.state {
            ConnectionState::Pending => ("pending", Tone::Attention),
            ConnectionState::Active => ("active", Tone::Good),
            ConnectionState::Attention => ("attention", Tone::Bad),
            ConnectionState::Failed => ("failed", Tone::Bad),
        };
        let ends = connection.expires_at.map(|at| at.to_string());
        table.row([
            (connection.name.clone(), Tone::Plain),
            (card.peer_name.clone(), Tone::Plain),
            (state.to_owned(), tone),
            (card.providers.join(", "), Tone::Plain),
            (ends.unwrap_or_else(|| "-".to_owned()), Tone::Dim),
            (card.missing_scopes.join(" "), Tone::Bad),
        ]);
    }
    table.text()
}
