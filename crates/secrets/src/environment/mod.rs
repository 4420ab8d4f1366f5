//! The words of the environment, and of a file with the same words, that choose a store.

mod words;

use std::fs;

use nexus_http::{Http, Patience};
use nexus_model::{ErrorCode, Failure, Fields, Secret, SecretFields};

use self::words::{ALL, Word, Words};
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
    let words = ALL.iter().find(|words| words.backend == backend).ok_or_else(|| {
        let known: Vec<_> = ALL.iter().map(|words| words.backend).collect();
        let remedy = format!("Set it to {INTERNAL}, {}.", known.join(", "));
        bad(BACKEND, format!("{BACKEND} is “{backend}”, which is no secret backend."), remedy)
    })?;
    let login = words.logins.iter().find(|login| {
        login.chosen_by.is_empty() || login.chosen_by.iter().any(|name| given(name).is_some())
    });
    let needs = words.needs.iter().chain(login.iter().flat_map(|login| login.needs));
    for name in needs {
        if given(name).is_none() {
            let message = format!("{name} is not set, which {BACKEND}={backend} needs.");
            return Err(bad(name, message, format!("Set {name}, or {BACKEND}={INTERNAL}.")));
        }
    }
    let (mut fields, mut secrets) = (Fields::new(), SecretFields::new());
    for Word(name, field, is_secret) in words.place.iter().chain(login.iter().flat_map(|l| l.words))
    {
        match given(name) {
            Some(text) if *is_secret => {
                secrets.insert((*field).to_owned(), Secret::new(text));
            }
            Some(text) => {
                fields.insert((*field).to_owned(), text);
            }
            None => {}
        }
    }
    let login = login.map(|login| login.id.to_owned()).unwrap_or_default();
    let config = BackendConfig { backend, fields, login, secrets };
    checked(with_certificate(config)?, words).map(Some)
}

/// `VAULT_CACERT` names a file; the field is what is in it.
fn with_certificate(mut config: BackendConfig) -> Result<BackendConfig, Failure> {
    if let Some(file) = config.fields.get_mut("ca_certificate") {
        *file = fs::read_to_string(&*file).map_err(|why| {
            let message = format!("VAULT_CACERT is {file}, which cannot be read ({}).", why.kind());
            bad("VAULT_CACERT", message, "Name a file with the certificates in PEM.".to_owned())
        })?;
    }
    Ok(config)
}

/// Opens the store to try, which calls nobody, and tells a field by its variable. A secret that is
/// missing is asked for later.
fn checked(config: BackendConfig, words: &Words) -> Result<BackendConfig, Failure> {
    let failure = match open(&config, &Http::new(Patience::default())) {
        Ok(_) => return Ok(config),
        Err(failure) => failure,
    };
    let all = words.place.iter().chain(words.logins.iter().flat_map(|login| login.words));
    let word = all.into_iter().find(|Word(_, field, _)| failure.field.as_deref() == Some(field));
    match word {
        Some(Word(_, field, true)) if !config.secrets.contains_key(*field) => Ok(config),
        Some(Word(name, ..)) => {
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
