//! `nexus providers import`

use nexus_app::{App, Import, ImportCandidate, ImportRequest, Imported};
use nexus_model::{CloudId, ErrorCode, Failure};
use serde_json::json;

use crate::arguments::ImportArguments;
use crate::exit::Exit;
use crate::output::{Output, Table, Tone, describe};

pub(crate) async fn run(
    app: &App,
    arguments: ImportArguments,
    output: &Output,
) -> Result<Exit, Failure> {
    let cloud = CloudId::new(&arguments.cloud);
    let import = match arguments.from {
        Some(import) => import,
        None => only_import(app, &cloud)?,
    };
    let paths = arguments.files.iter().map(|pair| file(pair)).collect::<Result<_, _>>()?;
    let request = ImportRequest { cloud, import, paths };
    let found = app.import_candidates(&request).await?;
    let names: Vec<String> = match arguments.all {
        true => {
            found.iter().filter(|one| one.problem.is_none()).map(|one| one.name.clone()).collect()
        }
        false => arguments.names,
    };
    if names.is_empty() {
        show_found(&found, output);
        return Ok(Exit::Complete);
    }
    let imported = app.import_providers(&request, &names).await?;
    show_imported(&imported, output);
    let added = imported.iter().filter(|one| one.card.is_some()).count();
    Ok(match added {
        _ if added == imported.len() => Exit::Complete,
        0 => Exit::Failed,
        _ => Exit::Partial,
    })
}

/// The cloud's import, if it has one only; an unknown cloud is told by the use case.
fn only_import(app: &App, cloud: &CloudId) -> Result<String, Failure> {
    let clouds = app.clouds().into_iter().filter(|known| known.id == *cloud);
    let imports: Vec<Import> = clouds.flat_map(|known| known.imports).collect();
    match imports.as_slice() {
        [] => Ok(String::new()),
        [only] => Ok(only.id.clone()),
        several => {
            let ids: Vec<_> = several.iter().map(|import| import.id.as_str()).collect();
            let message = "This cloud has several imports.";
            let remedy = format!("Choose one with --from: {}.", ids.join(", "));
            Err(Failure::new(ErrorCode::InvalidInput, "read the arguments", message, remedy))
        }
    }
}

fn file(pair: &str) -> Result<(String, String), Failure> {
    let parts = pair.split_once('=').filter(|(id, path)| !id.is_empty() && !path.is_empty());
    let (id, path) = parts.ok_or_else(|| {
        let message = "A --file is not of the form id=path.";
        let remedy = "See `nexus clouds --json` for the ids of an import's files.";
        Failure::new(ErrorCode::InvalidInput, "read the arguments", message, remedy)
    })?;
    Ok((id.to_owned(), path.to_owned()))
}

fn show_found(found: &[ImportCandidate], output: &Output) {
    if output.is_json() {
        output.json(&json!({ "found": found }));
        return;
    }
    let mut table = Table::new(&["NAME", "AUTH", "PROBLEM"]);
    for one in found {
        let problem = one.problem.as_ref().map(describe).unwrap_or_default();
        table.row([
            (one.name.clone(), Tone::Plain),
            (one.auth.clone(), Tone::Plain),
            (problem, Tone::Bad),
        ]);
    }
    output.line(&table.text());
    output.note("Import them by name, or all of them with --all.");
}

fn show_imported(imported: &[Imported], output: &Output) {
    if output.is_json() {
        output.json(&json!({ "imported": imported }));
        return;
    }
    for one in imported {
        match (&one.card, &one.failure) {
            (Some(_), _) => output.line(&format!("Added {}.", one.name)),
            (None, Some(failure)) => output.note(&format!("{}: {}", one.name, describe(failure))),
            (None, None) => {}
        }
    }
}
