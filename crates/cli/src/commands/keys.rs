//! `nexus keys …`

use std::fs;
use std::path::Path;

use nexus_app::{App, NewSshKey};
use nexus_model::{ErrorCode, Failure, Secret, SshKey};
use serde_json::json;
use zeroize::Zeroizing;

use crate::arguments::KeysCommand;
use crate::exit::Exit;
use crate::key;
use crate::output::{Output, Table, Tone};

pub(crate) async fn run(
    app: &App,
    command: Option<KeysCommand>,
    output: &Output,
) -> Result<Exit, Failure> {
    match command {
        None | Some(KeysCommand::List { .. }) => list(app, output).await,
        Some(KeysCommand::Add { name, file, passphrase_stdin, .. }) => {
            let passphrase = passphrase_stdin.then(key::line_of_stdin).transpose()?;
            let new = NewSshKey { name, key: read(&file)?, passphrase };
            report(&app.add_ssh_key(new).await?, "Kept", output)
        }
        Some(KeysCommand::Remove { name, .. }) => {
            report(&app.remove_ssh_key(&name).await?, "Removed", output)
        }
    }
}

async fn list(app: &App, output: &Output) -> Result<Exit, Failure> {
    let keys = app.ssh_keys().await?;
    if output.is_json() {
        output.json(&json!({ "keys": keys }));
    } else if keys.is_empty() {
        output.note("No SSH keys yet. Keep one: nexus keys add NAME --file FILE");
    } else {
        let mut table = Table::new(&["NAME", "FINGERPRINT", "ADDED"]);
        for key in keys {
            table.row([
                (key.name, Tone::Plain),
                (key.fingerprint, Tone::Plain),
                (key.added_at.to_string(), Tone::Dim),
            ]);
        }
        output.line(&table.text());
    }
    Ok(Exit::Complete)
}

fn report(key: &SshKey, done: &str, output: &Output) -> Result<Exit, Failure> {
    if output.is_json() {
        output.json(key);
    } else {
        output.line(&format!("{done} {}: {}", key.name, key.fingerprint));
    }
    Ok(Exit::Complete)
}

fn read(file: &Path) -> Result<Secret, Failure> {
    let text = fs::read_to_string(file).map(Zeroizing::new).map_err(|error| {
        let message = format!("The key file cannot be read: {error}.");
        Failure::new(ErrorCode::InvalidInput, "read the key", message, "Check the file's path.")
            .in_field("key")
    })?;
    Ok(Secret::new(text.as_str()))
}
