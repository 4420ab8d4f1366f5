//! `nexus profiles …`

use std::fs;
use std::path::Path;

use nexus_app::{
    App, Applied, ConnectionCard, PlanAction, PlannedChange, ProfileCard, ProfileFile,
    ProfileFormat, SignInRequest, SignInWay,
};
use nexus_model::{ErrorCode, Failure, Peer, ProfileId, Secret, SecretFields};
use serde_json::json;

use super::providers::{read_fields, read_secrets};
use super::signin;
use crate::arguments::{ConnectProfile, ExportFormat, ProfilesCommand};
use crate::exit::Exit;
use crate::output::{Output, Table, Tone, describe};

/// How the names of a folder's profile files end.
const ENDINGS: [&str; 3] = ["json", "yaml", "yml"];

pub(crate) async fn run(
    app: &App,
    command: Option<ProfilesCommand>,
    output: &Output,
) -> Result<Exit, Failure> {
    match command {
        None | Some(ProfilesCommand::List { .. }) => list(app, output).await,
        Some(ProfilesCommand::Apply { path, dry_run, .. }) => {
            apply(app, &read(&path)?, dry_run, output).await
        }
        Some(ProfilesCommand::Export { names, format, json }) => {
            let format = match format {
                ExportFormat::Yaml if !json => ProfileFormat::Yaml,
                _ => ProfileFormat::Json,
            };
            export(app, &names, format, output).await
        }
        Some(ProfilesCommand::Remove { name, force, .. }) => {
            remove(app, &name, force, output).await
        }
        Some(ProfilesCommand::Connect(request)) => connect(app, request, output).await,
        Some(ProfilesCommand::Ready { name, values, .. }) => {
            ready(app, name.as_deref(), &values, output)
        }
    }
}

async fn list(app: &App, output: &Output) -> Result<Exit, Failure> {
    let cards = app.profiles().await?;
    if output.is_json() {
        output.json(&json!({ "profiles": cards }));
    } else if cards.is_empty() {
        output.note("No profiles yet. Apply a file or a folder: nexus profiles apply PATH");
    } else {
        output.line(&table(&cards));
    }
    Ok(Exit::Complete)
}

async fn apply(
    app: &App,
    files: &[ProfileFile],
    dry_run: bool,
    output: &Output,
) -> Result<Exit, Failure> {
    let applied = match dry_run {
        true => Applied::of(app.plan_profiles(files).await?),
        false => app.apply_profiles(files).await?,
    };
    let refused = applied.changes.iter().find_map(|change| change.failure.as_ref());
    if output.is_json() {
        output.json(&applied);
    } else {
        for change in &applied.changes {
            output.line(&words(change));
        }
        let Applied { created, changed, unchanged, .. } = &applied;
        let done = if dry_run { "would be " } else { "" };
        output.line(&format!(
            "{created} {done}created, {changed} {done}changed, {unchanged} unchanged"
        ));
    }
    Ok(refused.map_or(Exit::Complete, Exit::of))
}

async fn export(
    app: &App,
    names: &[String],
    format: ProfileFormat,
    output: &Output,
) -> Result<Exit, Failure> {
    let mut ids = Vec::new();
    for name in names {
        ids.push(app.profile_named(name).await?.id);
    }
    let text = app.export_profiles(&ids, format).await?;
    output.line(text.trim_end());
    Ok(Exit::Complete)
}

async fn remove(app: &App, name: &str, force: bool, output: &Output) -> Result<Exit, Failure> {
    let card = app.profile_named(name).await?;
    if let (false, count @ 1..) = (force, card.connections.len()) {
        let names: Vec<_> =
            card.connections.iter().map(|each| each.connection.name.as_str()).collect();
        let message =
            format!("{count} connections depend on {}: {}.", card.profile.name, names.join(", "));
        return Err(Failure::new(
            ErrorCode::InvalidInput,
            "remove the profile",
            message,
            "Give --force to end them with it.",
        ));
    }
    let ended = app.remove_profile(card.id).await?;
    if output.is_json() {
        output.json(&json!({ "removed": card.profile.name, "connections": ended }));
    } else {
        output.line(&format!("Removed {} with {ended} connections.", card.profile.name));
    }
    Ok(Exit::Complete)
}

async fn connect(app: &App, request: ConnectProfile, output: &Output) -> Result<Exit, Failure> {
    let profile = app.profile_named(&request.profile).await?;
    let card = match profile.form {
        Some(_) if request.client_credentials => return Err(typed(&profile.profile.name)),
        Some(_) => {
            let secrets = if request.secrets_stdin { read_secrets()? } else { SecretFields::new() };
            let fields = read_fields(&request.fields)?;
            let name = request.name.unwrap_or_default();
            app.connect_profile(profile.id, &name, secrets, &fields).await?
        }
        None => signed_in(app, profile.id, request, output).await?,
    };
    if output.is_json() {
        output.json(&card);
    } else {
        output.line(&format!("Connected {} to {}.", card.connection.name, card.peer_name));
    }
    Ok(Exit::Complete)
}

/// Signs in to a profile and waits for the person.
async fn signed_in(
    app: &App,
    profile: ProfileId,
    request: ConnectProfile,
    output: &Output,
) -> Result<ConnectionCard, Failure> {
    let sign_in = SignInRequest {
        peer: Peer::Profile { profile },
        endpoint: None,
        fields: read_fields(&request.fields)?,
        secrets: SecretFields::new(),
        scopes: request.scopes,
        way: request.client_credentials.then_some(SignInWay::ClientCredentials),
        connection: None,
    };
    let id = signin::sign_in(app, &sign_in, request.no_browser, output).await?;
    if let Some(name) = &request.name {
        app.rename_connection(id, name).await?;
    }
    app.connection(id).await
}

fn typed(profile: &str) -> Failure {
    Failure::new(
        ErrorCode::InvalidInput,
        "connect",
        format!("{profile} has no OAuth client: its credential is typed."),
        "Leave --client-credentials out and give the credential's fields.",
    )
}

/// The ready profiles, or one of them as a file.
fn ready(
    app: &App,
    name: Option<&str>,
    values: &[String],
    output: &Output,
) -> Result<Exit, Failure> {
    let entries = app.profile_catalogue();
    let Some(name) = name else {
        if output.is_json() {
            output.json(&json!({ "ready": entries }));
            return Ok(Exit::Complete);
        }
        let mut table = Table::new(&["NAME", "API", "AUTH", "NEEDS", "DOCUMENTATION"]);
        for entry in &entries {
            let needs: Vec<_> = entry.variables.iter().map(|one| one.name.as_str()).collect();
            table.row([
                (entry.profile.name.clone(), Tone::Plain),
                (entry.title.clone(), Tone::Plain),
                (entry.profile.auth_type.as_str().to_owned(), Tone::Plain),
                (needs.join(" "), Tone::Plain),
                (entry.docs.clone(), Tone::Dim),
            ]);
        }
        output.line(&table.text());
        return Ok(Exit::Complete);
    };
    let entry = entries.iter().find(|entry| entry.profile.name == name).ok_or_else(|| {
        Failure::new(
            ErrorCode::NotFound,
            "find the profile",
            "There is no ready profile of that name.",
            "See `nexus profiles ready` for those there are.",
        )
    })?;
    let text = app.ready_profile(entry, &read_fields(values)?, format_of(output))?;
    for note in &entry.notes {
        output.note(&format!("- {note}"));
    }
    output.line(text.trim_end());
    Ok(Exit::Complete)
}

fn format_of(output: &Output) -> ProfileFormat {
    if output.is_json() { ProfileFormat::Json } else { ProfileFormat::Yaml }
}

/// The file, or the folder's files by name.
fn read(path: &Path) -> Result<Vec<ProfileFile>, Failure> {
    let unreadable = |path: &Path| {
        Failure::new(
            ErrorCode::InvalidInput,
            "read the profiles",
            format!("{} cannot be read.", path.display()),
            "Give a file, or a folder with *.json, *.yaml or *.yml.",
        )
    };
    let mut paths = vec![path.to_owned()];
    if path.is_dir() {
        let entries = fs::read_dir(path).map_err(|_| unreadable(path))?;
        let entries = entries.filter_map(|entry| Some(entry.ok()?.path()));
        let is_one = |path: &std::path::PathBuf| {
            let ending = path.extension().and_then(|ending| ending.to_str());
            path.is_file() && ending.is_some_and(|ending| ENDINGS.contains(&ending))
        };
        paths = entries.filter(is_one).collect();
        paths.sort();
    }
    let files = paths.iter().map(|path| {
        let text = fs::read_to_string(path).map_err(|_| unreadable(path))?;
        Ok(ProfileFile { name: path.display().to_string(), text: Secret::new(text) })
    });
    files.collect()
}

/// A change in words: what becomes of the profile, then each field that differs.
fn words(change: &PlannedChange) -> String {
    if let Some(failure) = &change.failure {
        return format!("refused    {}\n  {}", change.file, describe(failure));
    }
    let action = match change.action {
        PlanAction::Create => "create",
        PlanAction::Change => "change",
        PlanAction::Unchanged => "unchanged",
    };
    let mut text = format!("{action:<10} {}", change.name);
    for difference in &change.differences {
        let part = |value: &Option<String>| value.clone().unwrap_or_else(|| "-".to_owned());
        let (before, after) = (part(&difference.before), part(&difference.after));
        text.push_str(&format!("\n  {}: {before} → {after}", difference.field));
    }
    text
}

fn table(cards: &[ProfileCard]) -> String {
    let mut table = Table::new(&["NAME", "AUTH", "API", "CONNECTIONS", "CHANGED"]);
    for card in cards {
        let profile = &card.profile;
        let names: Vec<_> =
            card.connections.iter().map(|each| each.connection.name.as_str()).collect();
        table.row([
            (profile.name.clone(), Tone::Plain),
            (profile.auth_type.as_str().to_owned(), Tone::Plain),
            (profile.api_base_url.clone().unwrap_or_else(|| "-".to_owned()), Tone::Plain),
            (names.join(", "), Tone::Plain),
            (card.changed_at.to_string(), Tone::Dim),
        ]);
    }
    table.text()
}
