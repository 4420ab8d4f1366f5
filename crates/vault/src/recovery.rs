use nexus_model::Secret;

/// The key printed once at creation that always unlocks the vault.
pub struct RecoveryKey(Secret);

impl RecoveryKey {
    /// The key as it is printed.
    pub fn expose(&self) -> &str {
        self.0.expose()
    }
}
