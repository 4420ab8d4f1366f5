//! `nexus request PROFILE METHOD PATH`

use std::fs;
use std::io::{self, Read};

use nexus_app::{App, ProfileCard, ProfileReply, ProfileRequest};
use nexus_model::{ConnectionId, ErrorCode, Failure};

use crate::arguments::RequestArguments;
use crate::exit::Exit;
use crate::output::Output;

pub(crate) async fn run(
    app: &App,
    request: RequestArguments,
    output: &Output,
) -> Result<Exit, Failure> {
    let card = app.profile_named(&request.profile).await?;
    let connection = connection(&card, request.connection.as_deref())?;
    let asked = ProfileRequest {
        method: request.method,
        path: request.path,
        headers: headers(&request.headers)?,
        body: request.data.as_deref().map(data).transpose()?,
    };
    let reply = app.send_request(connection, &asked).await?;
    show(&reply, output);
    Ok(if (200..400).contains(&reply.status) { Exit::Complete } else { Exit::Failed })
}

/// The connection of that name, or the only one there is.
fn connection(card: &ProfileCard, name: Option<&str>) -> Result<ConnectionId, Failure> {
    let profile = &card.profile.name;
    let names: Vec<_> = card.connections.iter().map(|each| each.connection.name.clone()).collect();
    let wanted = name.map(|name| name.trim().to_lowercase());
    let mut found = card.connections.iter().filter(|each| match &wanted {
        Some(wanted) => each.connection.name.to_lowercase() == *wanted,
        None => true,
    });
    match (found.next(), found.next()) {
        (Some(one), None) => Ok(one.connection.id),
        (Some(_), Some(_)) => Err(wrong(
            format!("{profile} has several connections: {}.", names.join(", ")),
            "Choose one with --connection NAME.",
        )),
        (None, _) if names.is_empty() => Err(wrong(
            format!("{profile} has no connection."),
            "Connect first: nexus profiles connect NAME, or sign in with the app.",
        )),
        (None, _) => Err(wrong(
            format!("{profile} has no connection of that name."),
            &format!("Use one of: {}.", names.join(", ")),
        )),
    }
}

fn headers(pairs: &[String]) -> Result<Vec<(String, String)>, Failure> {
    let pair = |text: &String| {
        let (name, value) = text.split_once(':').ok_or_else(|| {
            wrong("A --header is not of the form Name: value.".to_owned(), "Write it so.")
        })?;
        Ok((name.trim().to_owned(), value.trim().to_owned()))
    };
    pairs.iter().map(pair).collect()
}

/// The body: as given, from the file after `@`, or from standard input for `@-`.
fn data(given: &str) -> Result<String, Failure> {
    let Some(path) = given.strip_prefix('@') else { return Ok(given.to_owned()) };
    let read = match path {
        "-" => {
            let mut text = String::new();
            io::stdin().lock().read_to_string(&mut text).map(|_| text)
        }
        path => fs::read_to_string(path),
    };
    read.map_err(|_| {
        wrong(format!("{path} cannot be read as text."), "Give a file that is there, as @FILE.")
    })
}

/// For people the status and the body; the body alone goes to standard output.
fn show(reply: &ProfileReply, output: &Output) {
    if output.is_json() {
        output.json(reply);
        return;
    }
    output.note(&format!("{} in {} ms: {}", reply.status, reply.latency_ms, reply.url));
    output.line(&reply.body);
    if reply.truncated {
        output.note("The rest of the answer is not shown.");
    }
}

fn wrong(message: String, remedy: &str) -> Failure {
    Failure::new(ErrorCode::InvalidInput, "read the arguments", message, remedy)
}
