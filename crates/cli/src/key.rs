use std::env;
use std::fs::File;
use std::io::{self, BufRead, IsTerminal, Read};
use std::path::PathBuf;

use nexus_app::{App, NewVaultRequest, SlotKind, UnlockRequest, VaultState};
use nexus_model::{ErrorCode, Failure, Secret};
use zeroize::Zeroizing;

const PASSWORD_FILE: &str = "NEXUS_PASSWORD_FILE";

/// Where the key to the vault comes from. Never from the arguments, which others can see. Nothing
/// is read before it is needed: locking and looking need no key.
#[derive(Clone, Copy)]
pub(crate) struct KeySource {
    /// Whether the password is the first line of standard input.
    pub from_stdin: bool,
}

impl KeySource {
    /// The password, if one is given in a way that needs no person.
    fn password(self) -> Result<Option<Secret>, Failure> {
        let mut text = Zeroizing::new(String::new());
        if self.from_stdin {
            return line_of_stdin().map(Some);
        } else if let Some(path) = env::var_os(PASSWORD_FILE) {
            let read = open_password_file(path.into())?.read_to_string(&mut text);
            read.map_err(|_| unreadable(PASSWORD_FILE))?;
        } else {
            return Ok(None);
        }
        // The end of the line is not part of a password.
        Ok(Some(Secret::new(text.trim_end_matches(['\r', '\n']))))
    }

    /// Unlocks the app's vault.
    pub async fn unlock(self, app: &App) -> Result<(), Failure> {
        let by = |kind, secret| app.unlock_vault(UnlockRequest { kind, secret });
        if let Some(password) = self.password()? {
            return by(SlotKind::Password, Some(password)).await;
        }
        let status = app.vault_status().await?;
        if status.state == VaultState::Absent {
            return by(SlotKind::Keyring, None).await;
        }
        let has = |kind| status.slots.iter().any(|slot| slot.kind == kind);
        if has(SlotKind::Keyring) {
            let unlocked = by(SlotKind::Keyring, None).await;
            if unlocked.is_ok() || !has(SlotKind::Password) || !io::stdin().is_terminal() {
                return unlocked;
            }
        }
        if !io::stdin().is_terminal() {
            return Err(no_key());
        }
        let typed = rpassword::prompt_password("Master password: ")
            .map_err(|_| unreadable("the terminal"))?;
        by(SlotKind::Password, Some(Secret::new(typed))).await
    }

    /// How a new vault is to be unlocked: by the keyring if asked, or if there is nothing else.
    pub fn for_new_vault(self, keyring: bool) -> Result<NewVaultRequest, Failure> {
        let password = self.password()?;
        let keyring = keyring || password.is_none();
        Ok(NewVaultRequest { password, keyring })
    }
}

/// The next line of standard input.
pub(crate) fn line_of_stdin() -> Result<Secret, Failure> {
    let mut text = Zeroizing::new(String::new());
    let read = io::stdin().lock().read_line(&mut text);
    read.map_err(|_| unreadable("standard input"))?;
    // The end of the line is not part of it.
    Ok(Secret::new(text.trim_end_matches(['\r', '\n'])))
}

fn open_password_file(path: PathBuf) -> Result<File, Failure> {
    let file = File::open(&path).map_err(|_| unreadable(PASSWORD_FILE))?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let metadata = file.metadata().map_err(|_| unreadable(PASSWORD_FILE))?;
        if metadata.permissions().mode() & 0o077 != 0 {
            return Err(Failure::new(
                ErrorCode::InvalidInput,
                "read the password file",
                format!("The file that {PASSWORD_FILE} names can be read by others."),
                format!("Make it yours alone: chmod 600 {}", path.display()),
            ));
        }
    }
    Ok(file)
}

fn unreadable(place: &str) -> Failure {
    Failure::new(
        ErrorCode::InvalidInput,
        "read the password",
        format!("The password could not be read from {place}."),
        "See that it is there and is text.",
    )
}

fn no_key() -> Failure {
    Failure::new(
        ErrorCode::Locked,
        "unlock the vault",
        "The vault is locked and there is no terminal to ask for the password.",
        format!("Use --password-stdin, or name a file of mode 0600 in {PASSWORD_FILE}."),
    )
}
