//! Whose the vault is, and who else can read it.
//!
//! Checked on Unix. On Windows the profile folder's access list keeps other accounts out, and there
//! is nothing to compare.

use std::fs::{self, File, OpenOptions};
use std::path::Path;

use crate::VaultError;

/// Files made with these options can be read and written by their owner only.
pub fn private(options: &mut OpenOptions) {
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(options, 0o600);
    #[cfg(not(unix))]
    let _ = options;
}

/// Makes an empty private file.
///
/// # Errors
/// [`VaultError::Exists`] if there is one already.
pub fn create_private_file(path: &Path) -> Result<File, VaultError> {
    let mut options = OpenOptions::new();
    options.create_new(true).write(true);
    private(&mut options);
    options.open(path).map_err(|error| match error.kind() {
        std::io::ErrorKind::AlreadyExists => VaultError::Exists { path: path.to_owned() },
        _ => VaultError::io("creating the file")(error),
    })
}

/// Makes the folder, with those above it, if it is not there.
pub fn create_private_folder(path: &Path) -> Result<(), VaultError> {
    if path.is_dir() {
        return Ok(());
    }
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path).map_err(VaultError::io("creating the vault's folder"))
}

/// Makes sure that a new or renamed file is still there after a power cut.
pub fn sync_folder(path: &Path) -> Result<(), VaultError> {
    #[cfg(unix)]
    File::open(path)
        .and_then(|folder| folder.sync_all())
        .map_err(VaultError::io("saving the folder"))?;
    #[cfg(not(unix))]
    let _ = path;
    Ok(())
}

/// Refuses a file or folder that belongs to someone else, or that others can get into.
///
/// # Errors
/// [`VaultError::Unsafe`] with the command that mends it.
#[cfg(unix)]
pub fn check(path: &Path) -> Result<(), VaultError> {
    use std::os::unix::fs::MetadataExt;

    let metadata = fs::metadata(path).map_err(VaultError::io("reading the file's permissions"))?;
    let refuse = |problem: String, remedy: String| {
        Err(VaultError::Unsafe { path: path.to_owned(), problem, remedy })
    };
    let (what, mode) = if metadata.is_dir() { ("folder", "700") } else { ("file", "600") };
    let shown = path.display();
    if metadata.uid() != rustix::process::geteuid().as_raw() {
        return refuse(
            format!("this {what} belongs to another user"),
            format!("Use a vault of your own, or run: sudo chown \"$USER\" '{shown}'"),
        );
    }
    if metadata.mode() & 0o077 != 0 {
        return refuse(
            format!("other users can get into this {what} (mode {:o})", metadata.mode() & 0o777),
            format!("Run: chmod {mode} '{shown}'"),
        );
    }
    Ok(())
}

/// Nothing to check here.
#[cfg(not(unix))]
pub fn check(_path: &Path) -> Result<(), VaultError> {
    Ok(())
}
