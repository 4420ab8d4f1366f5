//! The vault's errors as people read them: what happened and what to do about it.

use nexus_model::{ErrorCode, Failure};

use crate::VaultError;

impl From<VaultError> for Failure {
    fn from(error: VaultError) -> Self {
        let message = sentence(&error.to_string());
        let fail = |code, remedy: &str| Self::new(code, "vault", message.clone(), remedy);
        match error {
            VaultError::WrongPassword { retry_at } => {
                let failure = fail(
                    ErrorCode::WrongPassword,
                    "Check Caps Lock and the keyboard layout and try again, or use another way to unlock.",
                );
                match retry_at {
                    Some(at) => failure.retry_at(at),
                    None => failure,
                }
            }
            VaultError::BackOff { retry_at } => {
                fail(ErrorCode::BackOff, "Wait until then, or unlock with the system's keyring.")
                    .retry_at(retry_at)
            }
            VaultError::NoVault { .. } => {
                fail(ErrorCode::NoVault, "Create a vault, or give the path of an existing one.")
            }
            VaultError::Exists { .. } => {
                fail(ErrorCode::VaultExists, "Unlock it, or choose another path for the new one.")
            }
            VaultError::Damaged { .. } => fail(
                ErrorCode::VaultDamaged,
                "Run `nexus vault verify` for a full account, and restore a backup if you have one.",
            ),
            VaultError::Busy => {
                fail(ErrorCode::VaultBusy, "Try again when the other window or command is done.")
            }
            VaultError::Unsafe { ref remedy, .. } => fail(ErrorCode::VaultUnsafe, remedy),
            VaultError::Keyring(_) => fail(
                ErrorCode::KeyringUnavailable,
                "Unlock the system's keyring and try again, or use the password or the recovery key.",
            ),
            VaultError::Locked => fail(ErrorCode::Locked, "Unlock the vault and try again."),
            VaultError::NotFound { .. } => {
                fail(ErrorCode::NotFound, "Refresh the list; it may have been removed elsewhere.")
            }
            VaultError::NameTaken { .. } => {
                fail(ErrorCode::NameTaken, "Choose another name.").in_field("name")
            }
            VaultError::Invalid { field, remedy, .. } => {
                fail(ErrorCode::InvalidInput, remedy).in_field(field)
            }
            VaultError::Newer { .. } => {
                fail(ErrorCode::Internal, "Update this app, then open the vault again.")
            }
            VaultError::DiskFull => {
                fail(ErrorCode::Internal, "Free some space and try again; nothing was lost.")
            }
            VaultError::Io { .. } => {
                fail(ErrorCode::Internal, "Check the folder, its permissions and the disk.")
            }
            VaultError::Database(_) | VaultError::Internal(_) => {
                fail(ErrorCode::Internal, "Try again; if it goes on, restart the app.")
            }
        }
    }
}

/// Capital first letter, full stop at the end.
fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().map(|first| first.to_uppercase().to_string()).unwrap_or_default();
    format!("{first}{}.", letters.as_str())
}

#[cfg(test)]
mod tests {
    use nexus_model::Timestamp;

    use super::{ErrorCode, Failure, VaultError};
    use crate::KeyringError;

    #[test]
    fn every_error_has_its_code_a_sentence_and_a_remedy() {
        let at = Timestamp::from_unix(1_700_000_000).expect("in range");
        let path = std::path::PathBuf::from("/somewhere/test.vault");
        let io = |kind| VaultError::io("saving the copy")(std::io::Error::from(kind));
        for (error, code) in [
            (VaultError::WrongPassword { retry_at: Some(at) }, ErrorCode::WrongPassword),
            (VaultError::BackOff { retry_at: at }, ErrorCode::BackOff),
            (VaultError::NoVault { path: path.clone() }, ErrorCode::NoVault),
            (VaultError::Exists { path: path.clone() }, ErrorCode::VaultExists),
            (VaultError::damaged("audit", 7, "is missing"), ErrorCode::VaultDamaged),
            (VaultError::Busy, ErrorCode::VaultBusy),
            (
                VaultError::Unsafe { path, problem: "open".into(), remedy: "chmod".into() },
                ErrorCode::VaultUnsafe,
            ),
            (KeyringError::TimedOut.into(), ErrorCode::KeyringUnavailable),
            (VaultError::Locked, ErrorCode::Locked),
            (VaultError::NotFound { what: "provider" }, ErrorCode::NotFound),
            (VaultError::NameTaken { what: "provider", name: "one".into() }, ErrorCode::NameTaken),
            (
                VaultError::Invalid { field: "name", problem: "it is empty", remedy: "Fill it." },
                ErrorCode::InvalidInput,
            ),
            (VaultError::Newer { found: 2, known: 1 }, ErrorCode::Internal),
            (io(std::io::ErrorKind::StorageFull), ErrorCode::Internal),
            (io(std::io::ErrorKind::PermissionDenied), ErrorCode::Internal),
            (VaultError::Database(sqlx::Error::WorkerCrashed), ErrorCode::Internal),
            (sqlx::Error::PoolClosed.into(), ErrorCode::Locked),
        ] {
            let failure = Failure::from(error);
            assert_eq!(failure.code, code);
            assert!(failure.message.ends_with('.') && !failure.remedy.is_empty(), "{failure:?}");
            let waits = matches!(code, ErrorCode::WrongPassword | ErrorCode::BackOff);
            assert_eq!(failure.retry_at.is_some(), waits);
        }
    }

    #[test]
    fn damage_names_its_table_and_row() {
        let failure = Failure::from(VaultError::damaged("audit", 7, "is missing"));
        assert_eq!(failure.message, "The vault was changed or damaged: audit, 7: is missing.");
    }

    #[test]
    fn a_full_disk_is_told_apart() {
        let full = VaultError::io("x")(std::io::Error::from(std::io::ErrorKind::StorageFull));
        assert!(matches!(full, VaultError::DiskFull));
    }
}
