//! `nexus clouds`

use nexus_app::App;
use nexus_model::Failure;

use crate::exit::Exit;
use crate::output::{Output, Table, Tone};

pub(crate) fn run(app: &App, output: &Output) -> Result<Exit, Failure> {
    let clouds = app.clouds();
    if output.is_json() {
        output.json(&clouds);
        return Ok(Exit::Complete);
    }
    let mut table = Table::new(&["CLOUD", "NAME", "AUTH", "IMPORTS", "FIELDS"]);
    for cloud in &clouds {
        let endpoint = if cloud.endpoint.required { "--endpoint " } else { "" };
        let imports: Vec<_> = cloud.imports.iter().map(|import| import.id.as_str()).collect();
        for (place, kind) in cloud.auth_kinds.iter().enumerate() {
            // They are the cloud's and not one kind's: once is enough.
            let imports = if place == 0 { imports.join(" ") } else { String::new() };
            table.row([
                (cloud.id.to_string(), Tone::Plain),
                (cloud.name.clone(), Tone::Plain),
                (kind.id.clone(), Tone::Plain),
                (imports, Tone::Plain),
                (format!("{endpoint}{}", fields(&kind.schema)), Tone::Dim),
            ]);
        }
    }
    output.line(&table.text());
    output.note("* secret, given on standard input with --secrets-stdin; [ ] optional");
    output.note("IMPORTS: accounts of other tools, added by nexus providers import CLOUD");
    Ok(Exit::Complete)
}

/// The fields in the order of the form: `access_key secret_key* [region]`.
fn fields(schema: &serde_json::Value) -> String {
    let names =
        |key: &str| schema[key].as_array().into_iter().flatten().filter_map(|name| name.as_str());
    names("x-order")
        .map(|name| {
            let secret = schema["properties"][name]["writeOnly"].as_bool().unwrap_or(false);
            let shown = if secret { format!("{name}*") } else { name.to_owned() };
            let required = names("required").any(|other| other == name);
            if required { shown } else { format!("[{shown}]") }
        })
        .collect::<Vec<_>>()
        .join(" ")
}
