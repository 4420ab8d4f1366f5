use nexus_model::{AuditAction, AuditEntry, AuditEvent, AuditOutcome, Failure};
use nexus_vault::{Vault, VerifyReport};

use crate::App;

impl App {
    /// Entries of the audit log, newest first: those before a sequence number, or the newest.
    ///
    /// # Errors
    /// `locked`, `vault_damaged`.
    pub async fn activity(
        &self,
        before: Option<u32>,
        limit: u32,
    ) -> Result<Vec<AuditEntry>, Failure> {
        Ok(self.vault().await?.audit().list(before, limit).await?)
    }

    /// Checks the audit log's chain from its first entry to its last.
    ///
    /// # Errors
    /// `locked`. A break is in the report.
    pub async fn verify_activity(&self) -> Result<VerifyReport, Failure> {
        let findings = self.vault().await?.audit().verify().await?;
        Ok(VerifyReport { findings })
    }
}

/// Writes down that something was done, to a provider or to the whole.
pub(crate) async fn audit_done(
    vault: &Vault,
    action: AuditAction,
    provider: Option<&str>,
    detail: impl Into<String>,
) -> Result<(), Failure> {
    append(vault, action, AuditOutcome::Done, provider, detail.into()).await
}

/// Writes down what became of a call to a provider's cloud.
pub(crate) async fn audit_call<T>(
    vault: &Vault,
    action: AuditAction,
    provider: &str,
    result: &Result<T, Failure>,
    done: impl Into<String>,
) -> Result<(), Failure> {
    let (outcome, detail) = match result {
        Ok(_) => (AuditOutcome::Done, done.into()),
        Err(failure) => (AuditOutcome::Failed, failure.message.clone()),
    };
    append(vault, action, outcome, Some(provider), detail).await
}

async fn append(
    vault: &Vault,
    action: AuditAction,
    outcome: AuditOutcome,
    provider: Option<&str>,
    detail: String,
) -> Result<(), Failure> {
    let provider = provider.map(str::to_owned);
    vault.audit().append(AuditEvent { action, outcome, provider, detail }).await?;
    Ok(())
}
