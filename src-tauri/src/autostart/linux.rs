//! A desktop entry among those that a session starts:
//! <https://specifications.freedesktop.org/autostart-spec/latest/>. Tauri's plugin writes one too, but
//! looks past `XDG_CONFIG_HOME` and puts a path with a space into it as two words.

use std::ffi::OsString;
use std::io::{Error, ErrorKind, Result};
use std::path::{Path, PathBuf};
use std::{env, fs};

use tauri::{AppHandle, Builder, Wry};

use super::ARGUMENT;

const FILE: &str = "dev.nexusaccess.vault.desktop";

/// Nothing is needed in the app.
pub(crate) fn prepare(builder: Builder<Wry>) -> Builder<Wry> {
    builder
}

pub(super) fn set(_: &AppHandle, wanted: bool) -> Result<()> {
    let folder = folder(|name| env::var_os(name));
    let folder = folder.ok_or_else(|| Error::new(ErrorKind::NotFound, "no home folder"))?;
    let entry = folder.join(FILE);
    if wanted {
        fs::create_dir_all(&folder)?;
        return fs::write(entry, text(&program()?)?);
    }
    match fs::remove_file(entry) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

/// Where the session looks. A path that is not absolute counts as none (Base Directory
/// Specification).
fn folder(variable: impl Fn(&str) -> Option<OsString>) -> Option<PathBuf> {
    let named = |name| variable(name).map(PathBuf::from).filter(|path| path.is_absolute());
    let settings =
        named("XDG_CONFIG_HOME").or_else(|| named("HOME").map(|home| home.join(".config")));
    settings.map(|settings| settings.join("autostart"))
}

/// What runs here: the image that was mounted for it, or the program itself.
fn program() -> Result<PathBuf> {
    env::var_os("APPIMAGE").map_or_else(env::current_exe, |image| Ok(image.into()))
}

fn text(program: &Path) -> Result<String> {
    let refused = || Error::new(ErrorKind::InvalidInput, "a path that no desktop entry can hold");
    let program = program.to_str().filter(|path| !path.contains(char::is_control));
    let program = quoted(program.ok_or_else(refused)?);
    Ok(format!(
        "[Desktop Entry]\nType=Application\nName=Nexus Access Vault\nExec={program} {ARGUMENT}\n\
         Terminal=false\nStartupNotify=false\n"
    ))
}

/// One word of `Exec`: in double quotes, in which a backslash goes before four characters; then each
/// backslash twice, as in all text of an entry; and `%` twice, which begins a field
/// (<https://specifications.freedesktop.org/desktop-entry-spec/latest/exec-variables.html>).
fn quoted(word: &str) -> String {
    let mut quoted = String::from('"');
    for c in word.chars() {
        match c {
            '"' | '`' | '$' => quoted.push_str("\\\\"),
            '\\' => quoted.push_str("\\\\\\"),
            '%' => quoted.push('%'),
            _ => {}
        }
        quoted.push(c);
    }
    quoted + "\""
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::{folder, text};

    #[test]
    fn it_is_where_the_session_looks() {
        let of = |config: &str, home: &str| {
            let (config, home) = (config.to_owned(), home.to_owned());
            folder(|name| Some(if name == "HOME" { &home } else { &config }.into()))
        };
        assert_eq!(of("/c", "/home/ada").as_deref(), Some(Path::new("/c/autostart")));
        let usual = Path::new("/home/ada/.config/autostart");
        for none in ["", "relative"] {
            assert_eq!(of(none, "/home/ada").as_deref(), Some(usual));
        }
        assert_eq!(folder(|_| None), None);
    }

    #[test]
    fn a_path_is_one_word_whatever_it_holds() {
        let exec = |path: &str| {
            let text = text(Path::new(path)).expect("an entry");
            let line = text.lines().find_map(|line| line.strip_prefix("Exec="));
            line.expect("a command").to_owned()
        };
        assert_eq!(exec("/opt/My App/nexus"), r#""/opt/My App/nexus" --hidden"#);
        assert_eq!(exec("/a/100%/$x`y"), r#""/a/100%%/\\$x\\`y" --hidden"#);
        assert_eq!(exec(r#"/a/"b\c"#), r#""/a/\\"b\\\\c" --hidden"#);
        assert!(text(Path::new("/a\nExec=b")).is_err());
    }
}
