//! The words of the environment, and of a file with the same words, that choose a store.

mod words;

use std::fs;

use nexus_http::{Http, Patience};
use nexus_model::{ErrorCode, Failure, Fields, Secret, SecretFields};

use self::words::WordKind;
pub(crate) use self::words::{LoginWords, Word, Words};
use crate::backends::{kind, known};
use crate::{BackendConfig, open};

/// The word that chooses the store, and its value for the vault on this computer.
const BACKEND: &str = "SECRET_BACKEND";
const INTERNAL: &str = "internal";

/// The store that the words choose; `None` without `SECRET_BACKEND`, or with `internal`. `word`
/// looks one up: in the environment, or in a file with the same words.
///
/// # Errors
/// `invalid_input` naming the variable that is missing or cannot be used, and what to do.
pub fn from_environment(
    word: &dyn Fn(&str) -> Option<String>,
) -> Result<Option<BackendConfig>, Failure> {
    let given = |name: &str| word(name).map(|text| text.trim().to_owned());
    let given = |name: &str| given(name).filter(|text| !text.is_empty());
    let backend = match given(BACKEND) {
        None => return Ok(None),
        Some(backend) if backend == INTERNAL => return Ok(None),
        Some(backend) => backend,
    };
    let (kind, _) = kind(&backend).ok_or_else(|| {
        let remedy = format!("Set it to {INTERNAL}, {}.", known().join(", "));
        bad(BACKEND, format!("{BACKEND} is “{backend}”, which is no secret backend."), remedy)
    })?;
    let login = login_of(kind.words, &given)?;
    let needs = kind.words.needs.iter().chain(login.needs);
    for name in needs {
        if given(name).is_none() {
            let message = format!("{name} is not set, which {BACKEND}={backend} needs.");
            return Err(bad(name, message, format!("Set {name}, or {BACKEND}={INTERNAL}.")));
        }
    }
    let (mut fields, mut secrets) = (Fields::new(), SecretFields::new());
    for word in kind.words.place.iter().chain(login.words) {
        let Some(text) = given(word.name) else { continue };
        let field = word.field.to_owned();
        match word.kind {
            WordKind::Text => drop(fields.insert(field, text)),
            WordKind::File => drop(fields.insert(field, content(word.name, &text)?)),
            WordKind::Secret => drop(secrets.insert(field, Secret::new(text))),
        }
    }
    let config = BackendConfig { backend, fields, login: login.id.to_owned(), secrets };
    checked(config, kind.words.place.iter().chain(login.words)).map(Some)
}

/// The way to log in: the one that is named, or the first that a word chooses, or what is left.
fn login_of(
    words: &'static Words,
    given: &dyn Fn(&str) -> Option<String>,
) -> Result<&'static LoginWords, Failure> {
    let named = words.login.and_then(|name| Some((name, given(name)?)));
    if let Some((name, id)) = named {
        return words.logins().find(|login| login.id == id).ok_or_else(|| {
            let known: Vec<_> = words.logins().map(|login| login.id).collect();
            let message = format!("{name} is “{id}”, which is no login that words can choose.");
            bad(name, message, format!("Set it to one of {}.", known.join(", ")))
        });
    }
    let is_chosen = |login: &&LoginWords| login.chosen_by.iter().any(|name| given(name).is_some());
    Ok(words.others.iter().find(is_chosen).unwrap_or(&words.usual))
}

/// What is in a file that a word names.
fn content(name: &str, file: &str) -> Result<String, Failure> {
    fs::read_to_string(file).map_err(|why| {
        let message = format!("{name} is {file}, which cannot be read ({}).", why.kind());
        bad(name, message, "Name a file that is there and can be read.".to_owned())
    })
}

/// Opens the store to try, which calls nobody, and tells a field by its variable. A secret that is
/// missing is asked for later.
fn checked<'a>(
    config: BackendConfig,
    mut words: impl Iterator<Item = &'a Word>,
) -> Result<BackendConfig, Failure> {
    let failure = match open(&config, &Http::new(Patience::default())) {
        Ok(_) => return Ok(config),
        Err(failure) => failure,
    };
    match words.find(|word| failure.field.as_deref() == Some(word.field)) {
        Some(Word { field, kind: WordKind::Secret, .. })
            if !config.secrets.contains_key(*field) =>
        {
            Ok(config)
        }
        Some(Word { name, .. }) => {
            let message = format!("{name} cannot be used. {}", failure.message);
            Err(bad(name, message, failure.remedy))
        }
        None => Err(failure),
    }
}

fn bad(name: &str, message: String, remedy: String) -> Failure {
    Failure::new(ErrorCode::InvalidInput, "read the environment", message, remedy).in_field(name)
}

#[cfg(test)]
mod tests;
