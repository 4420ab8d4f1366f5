//! `nexus keys …`

use std::fs;
use std::io::{self, BufRead};
use std::path::Path;

use nexus_app::{App, NewSshKey};
use nexus_model::{ErrorCode, Failure, Secret, SshKey};
use serde_json::json;
use zeroize::Zeroizing;

use crate::arguments::KeysCommand;
use crate::exit::Exit;
use crate::key;
use crate::output::{Output, Table, Tone};

/// Longest key that is read, in bytes: many times any key.
const LONGEST: usize = 64 * 1024;

pub(crate) async fn run(
    app: &App,
    command: Option<KeysCommand>,
    output: &Output,
) -> Result<Exit, Failure> {
    match command {
        None | Some(KeysCommand::List { .. }) => list(app, output).await,
        Some(KeysCommand::Add { name, file, passphrase_stdin, .. }) => {
            let key = match file {
                Some(file) => read(&file)?,
                None => pasted()?,
            };
            let passphrase = passphrase_stdin.then(key::line_of_stdin).transpose()?;
            let new = NewSshKey { name, key, passphrase };
            report(&app.add_ssh_key(new).await?, "Kept", output)
        }
        Some(KeysCommand::Rename { name, to, .. }) => {
            report(&app.rename_ssh_key(&name, &to).await?, "Renamed to", output)
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
        output.note("No SSH keys yet. Keep one: nexus keys add NAME < FILE");
    } else {
        let mut table = Table::new(&["NAME", "KIND", "FINGERPRINT", "ADDED"]);
        for key in keys {
            table.row([
                (key.name, Tone::Plain),
                (key.kind, Tone::Plain),
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

/// The key on standard input: to the line that ends it, since a passphrase may come after, or to
/// the end of the input.
fn pasted() -> Result<Secret, Failure> {
    let mut text = Zeroizing::new(String::new());
    let mut input = io::stdin().lock();
    loop {
        let begun = text.len();
        let read = input.read_line(&mut text).map_err(|error| {
            let message = format!("Standard input cannot be read: {error}.");
            unreadable(message, "Give the private key as text.")
        })?;
        let line = text.get(begun..).unwrap_or_default().trim();
        if read == 0 || (line.starts_with("-----END ") && line.ends_with("-----")) {
            return Ok(Secret::new(text.as_str()));
        }
        if text.len() > LONGEST {
            let message = "What came on standard input is too long for a key.".to_owned();
            return Err(unreadable(message, "Give the private key alone."));
        }
    }
}

fn read(file: &Path) -> Result<Secret, Failure> {
    let text = fs::read_to_string(file).map(Zeroizing::new).map_err(|error| {
        unreadable(format!("The key file cannot be read: {error}."), "Check the file's path.")
    })?;
    Ok(Secret::new(text.as_str()))
}

fn unreadable(message: String, remedy: &str) -> Failure {
    Failure::new(ErrorCode::InvalidInput, "read the key", message, remedy).in_field("key")
}
