use async_trait::async_trait;
use nexus_model::Secret;
use zeroize::Zeroizing;

use crate::VaultError;
use crate::error::KeyringError;

/// 256 secret bits; overwritten when dropped, never printed.
#[derive(Clone)]
pub struct Secret32(Zeroizing<[u8; 32]>);

impl Secret32 {
    /// Takes the bytes.
    pub fn new(bytes: [u8; 32]) -> Self {
        Self(Zeroizing::new(bytes))
    }

    /// The bytes. Keep the borrow short.
    pub fn expose(&self) -> &[u8; 32] {
        &self.0
    }
}

/// A place kept by the operating system for one key per vault, whose id is the account, and for the
/// login to its secret backend.
///
/// All errors are [`VaultError::Keyring`].
#[async_trait]
pub trait Keychain: Send + Sync {
    /// The key stored for the account, or `None` if there is none.
    async fn load(&self, account: &str) -> Result<Option<Secret32>, VaultError>;

    /// Stores the account's key, over an older one.
    async fn store(&self, account: &str, secret: &Secret32) -> Result<(), VaultError>;

    /// Removes the account's key; not an error if there is none.
    async fn remove(&self, account: &str) -> Result<(), VaultError>;

    /// The text stored for the account, or `None` if there is none. Not every place takes texts.
    async fn load_text(&self, _account: &str) -> Result<Option<Secret>, VaultError> {
        Err(no_texts())
    }

    /// Stores a text for the account, over an older one.
    async fn store_text(&self, _account: &str, _text: &Secret) -> Result<(), VaultError> {
        Err(no_texts())
    }
}

fn no_texts() -> VaultError {
    KeyringError::Unavailable("it takes keys only".to_owned()).into()
}
