//! The folder that sessions keep their sockets and settings in while they last.

use std::io::Write;
use std::path::{Path, PathBuf};

use nexus_model::{ErrorCode, Failure};

use crate::invocation::is_plain;

/// Longest path of a Unix socket: 104 bytes with their end on macOS, 108 on Linux (`sun_path`).
const LONGEST_SOCKET: usize = 103;

/// A private folder of one session (0700), removed with all in it when dropped.
#[derive(Debug)]
pub struct SessionFolder(PathBuf);

impl SessionFolder {
    /// Makes one where the system keeps such things: `XDG_RUNTIME_DIR`, else the temporary folder.
    ///
    /// # Errors
    /// `internal` if none can be made.
    pub fn make() -> Result<Self, Failure> {
        let runtime = std::env::var_os("XDG_RUNTIME_DIR").map(PathBuf::from);
        let places = runtime.into_iter().chain([std::env::temp_dir(), PathBuf::from("/tmp")]);
        let mut why = String::from("no folder is fit for it");
        for place in places {
            match Self::make_in(&place) {
                Ok(Some(folder)) => return Ok(folder),
                Ok(None) => {}
                Err(error) => why = format!("{}: {error}", place.display()),
            }
        }
        Err(Failure::new(
            ErrorCode::Internal,
            "connect",
            format!("There is no place for the session's files: {why}."),
            "Check that XDG_RUNTIME_DIR or the temporary folder exists and has room.",
        ))
    }

    /// `None` where the path could not be handed on: OpenSSH passes the name of its settings
    /// through a shell to itself for each jump host, and a socket's path is short.
    fn make_in(place: &Path) -> std::io::Result<Option<Self>> {
        let name = uuid::Uuid::new_v4().simple().to_string();
        let folder = place.join(format!("nexus-{}", &name[..16]));
        let text = folder.to_str().unwrap_or_default();
        let fits = text.len() + "/agent".len() <= LONGEST_SOCKET;
        if cfg!(unix) && !(fits && folder.is_absolute() && text.chars().all(is_plain)) {
            return Ok(None);
        }
        make_private(&folder)?;
        Ok(Some(Self(folder)))
    }

    /// A path in it, as text: all of it is ASCII, except on Windows.
    pub fn path(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }

    /// Writes a file that only this user can read (0600).
    ///
    /// # Errors
    /// `internal` if it cannot be written.
    pub fn write(&self, name: &str, content: &str) -> Result<PathBuf, Failure> {
        let path = self.path(name);
        write_private(&path, content).map_err(|error| {
            Failure::new(
                ErrorCode::Internal,
                "connect",
                format!("The session's settings cannot be written: {error}."),
                "Check that there is room on the disk.",
            )
        })?;
        Ok(path)
    }
}

impl Drop for SessionFolder {
    fn drop(&mut self) {
        if let Err(error) = std::fs::remove_dir_all(&self.0) {
            tracing::warn!("a session's folder is left behind: {error}");
        }
    }
}

#[cfg(unix)]
pub(crate) fn make_private(folder: &Path) -> std::io::Result<()> {
    use std::os::unix::fs::DirBuilderExt;
    std::fs::DirBuilder::new().mode(0o700).create(folder)
}

#[cfg(not(unix))]
pub(crate) fn make_private(folder: &Path) -> std::io::Result<()> {
    std::fs::DirBuilder::new().create(folder)
}

fn write_private(path: &Path, content: &str) -> std::io::Result<()> {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)?.write_all(content.as_bytes())
}

#[cfg(all(test, unix))]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::SessionFolder;

    #[test]
    fn it_and_its_files_are_private_and_go_with_it() {
        let folder = SessionFolder::make().expect("a folder");
        let file = folder.write("config", "Host *\n").expect("a file");
        let mode = |path: &std::path::Path| path.metadata().expect("is there").permissions().mode();
        assert_eq!(mode(&file) & 0o777, 0o600);
        assert_eq!(mode(file.parent().expect("its folder")) & 0o777, 0o700);
        drop(folder);
        assert!(!file.exists());
    }

    #[test]
    fn a_path_that_a_shell_would_not_take_as_it_is_is_passed_over() {
        let place = tempfile::tempdir().expect("a folder");
        let odd = place.path().join("Application Support");
        std::fs::create_dir(&odd).expect("a folder");
        assert!(SessionFolder::make_in(&odd).expect("no error").is_none());
        assert!(SessionFolder::make_in(place.path()).expect("no error").is_some());
    }
}
