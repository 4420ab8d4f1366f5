use nexus_model::{AuditAction, Failure};
use nexus_vault::VaultFile;

use super::Session;
use crate::App;
use crate::activity::audit_done;

impl App {
    /// Locks the vault: ends what is running, forgets what was read, closes the file. Does nothing
    /// if it is locked already. `why` goes to the audit log (“by the person”, “the screen locked”).
    ///
    /// # Errors
    /// When the audit entry or the file's last page could not be written; the vault is locked all
    /// the same.
    pub async fn lock_vault(&self, why: &str) -> Result<(), Failure> {
        // Taken first: a refresh that finds a session is under way before the session is taken.
        let Some(Session { vault, .. }) = self.session.write().await.take() else {
            return Ok(());
        };
        self.sign_ins.cancel_all();
        self.set_ups.cancel_all();
        self.imports.cancel();
        self.terminals.close_all();
        self.refreshes.cancel_all().await;
        self.renewals.settle().await;
        self.unwritten.forget();
        self.clouds.sessions().forget_all();
        self.custody.forget();
        self.summaries.forget_all();
        let detail = format!("Locked: {why}.");
        let audited = audit_done(&vault, AuditAction::Lock, None, detail).await;
        let closed = vault.lock().await;
        self.emit_locked().await;
        audited?;
        Ok(closed?)
    }

    /// Asks every running app on this vault to lock, this one included.
    ///
    /// # Errors
    /// `no_vault`, or when the file cannot be written.
    pub async fn lock_everywhere(&self) -> Result<(), Failure> {
        VaultFile::open(&self.vault_path).await?.raise_lock_epoch().await?;
        self.lock_vault("asked from a terminal").await
    }
}
