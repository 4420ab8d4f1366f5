use nexus_model::{AuditAction, AuditEvent, AuditOutcome, Failure};
use nexus_vault::VaultFile;

use crate::App;

impl App {
    /// Locks the vault: ends what is running, forgets what was read, closes the file. Does nothing
    /// if it is locked already. `why` goes to the audit log (“by the person”, “the screen locked”).
    ///
    /// # Errors
    /// When the audit entry or the file's last page could not be written; the vault is locked all
    /// the same.
    pub async fn lock_vault(&self, why: &str) -> Result<(), Failure> {
        self.refreshes.cancel_all().await;
        let Some(vault) = self.session.write().await.take() else {
            return Ok(());
        };
        self.forget_summaries();
        let audited = vault
            .audit()
            .append(AuditEvent {
                action: AuditAction::Lock,
                outcome: AuditOutcome::Done,
                provider: None,
                detail: format!("Locked: {why}."),
            })
            .await;
        let closed = vault.lock().await;
        self.emit_vault_status().await?;
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
