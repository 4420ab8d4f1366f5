use std::io::{self, BufRead, IsTerminal};
use std::path::PathBuf;
use std::{env, fs};

use nexus_app::{App, NewVaultRequest, SlotKind, UnlockRequest, VaultState};
use nexus_model::{ErrorCode, Failure, Secret};

const PASSWORD_FILE: &str = "NEXUS_PASSWORD_FILE";

/// Where the key to the vault comes from. Never from the arguments, which others can see.
pub(crate) enum KeySource {
    /// `--password-stdin` or the password file.
    Password(Secret),
    /// The system's keyring, or asking on a terminal.
    KeyringOrPrompt,
}

impl KeySource {
    /// Reads the password if one is given in a way that needs no person.
    pub fn new(from_stdin: bool) -> Result<Self, Failure> {
        if from_stdin {
            let mut line = String::new();
            io::stdin().lock().read_line(&mut line).map_err(|_| unreadable("standard input"))?;
            return Ok(Self::password(&line));
        }
        match env::var_os(PASSWORD_FILE) {
            Some(path) => read_password_file(path.into()).map(|text| Self::password(&text)),
            None => Ok(Self::KeyringOrPrompt),
        }
    }

    /// What the line is without its end, which is not part of a password.
    fn password(line: &str) -> Self {
        Self::Password(Secret::new(line.trim_end_matches(['\r', '\n'])))
    }

    /// Unlocks the app's vault.
    pub async fn unlock(self, app: &App) -> Result<(), Failure> {
        let by = |kind, secret| app.unlock_vault(UnlockRequest { kind, secret });
        if let Self::Password(password) = self {
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

    /// How a new vault is to be unlocked.
    pub fn for_new_vault(self, keyring: bool) -> NewVaultRequest {
        match self {
            Self::Password(password) => NewVaultRequest { password: Some(password), keyring },
            Self::KeyringOrPrompt => NewVaultRequest { password: None, keyring: true },
        }
    }
}

fn read_password_file(path: PathBuf) -> Result<String, Failure> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = fs::metadata(&path).map_err(|_| unreadable(PASSWORD_FILE))?.permissions().mode();
        if mode & 0o077 != 0 {
            return Err(Failure::new(
                ErrorCode::InvalidInput,
                "read the password file",
                format!("The file that {PASSWORD_FILE} names can be read by others."),
                format!("Make it yours alone: chmod 600 {}", path.display()),
            ));
        }
    }
    fs::read_to_string(&path).map_err(|_| unreadable(PASSWORD_FILE))
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
