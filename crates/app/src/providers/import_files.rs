//! Where other tools keep their files.

use std::collections::BTreeMap;
use std::env;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use directories::BaseDirs;
use nexus_clouds::{Files, Import, ImportFile};
use nexus_model::{ErrorCode, Failure, Secret};

use crate::failures;

const OPERATION: &str = "read the files to import from";

/// Longest file that is read, in bytes. A thousand profiles are a tenth of it.
const LONGEST: u64 = 1 << 20;

/// The files that are there. A path that was given must be.
pub(super) async fn read(
    import: &Import,
    paths: &BTreeMap<String, String>,
) -> Result<Files, Failure> {
    let mut files = Files::new();
    let mut looked_at = Vec::new();
    for file in &import.files {
        let given = paths.get(&file.id).map(|path| path.trim()).filter(|path| !path.is_empty());
        let places = match given {
            Some(path) => vec![home(path)],
            None => places(file),
        };
        for place in places {
            match text(&place).await? {
                Some(text) => {
                    files.insert(file.id.clone(), text);
                    break;
                }
                None if given.is_some() => return Err(absent(&file.name, &place)),
                None => looked_at.push(place.display().to_string()),
            }
        }
    }
    if files.is_empty() {
        let message = format!("None of the files is there: {}.", looked_at.join(", "));
        let remedy = "Give the path of the file if it is elsewhere.";
        return Err(Failure::new(ErrorCode::NotFound, OPERATION, message, remedy));
    }
    Ok(files)
}

/// Where a file may be, the likeliest first.
fn places(file: &ImportFile) -> Vec<PathBuf> {
    let named = file.variable.as_ref().and_then(env::var_os).filter(|path| !path.is_empty());
    match named {
        Some(path) => vec![PathBuf::from(path)],
        None => file.places.iter().map(|place| home(place)).collect(),
    }
}

fn home(path: &str) -> PathBuf {
    match (path.strip_prefix("~/"), BaseDirs::new()) {
        (Some(rest), Some(dirs)) => dirs.home_dir().join(rest),
        _ => PathBuf::from(path),
    }
}

async fn text(path: &Path) -> Result<Option<Secret>, Failure> {
    let told = |why: &str| {
        let message = format!("{} cannot be read: {why}.", path.display());
        failures::invalid(OPERATION, "paths", message, "Check the path and the file's permissions.")
    };
    match tokio::fs::metadata(path).await {
        Ok(about) if !about.is_file() => return Err(told("it is not a file")),
        Ok(about) if about.len() > LONGEST => return Err(told("it is longer than 1 MiB")),
        _ => {}
    }
    match tokio::fs::read_to_string(path).await {
        Ok(text) => Ok(Some(Secret::new(text))),
        Err(why) if why.kind() == ErrorKind::NotFound => Ok(None),
        Err(why) if why.kind() == ErrorKind::InvalidData => Err(told("it is not UTF-8 text")),
        Err(why) => Err(told(&why.to_string())),
    }
}

fn absent(name: &str, place: &Path) -> Failure {
    failures::invalid(
        OPERATION,
        "paths",
        format!("{name} is not at {}.", place.display()),
        "Check the path, or leave it empty to look where it usually is.",
    )
}
