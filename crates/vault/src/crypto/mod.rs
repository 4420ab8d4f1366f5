//! Construction, parameters, and what is stored. Format 1.
//!
//! - **Vault key**: 256 random bits, made once. It is never stored in clear and never changes; a
//!   slot (see [`crate::slots`]) stores it sealed under a key that only the slot's owner has.
//! - **Subkeys**: HKDF-SHA-256 (RFC 5869) of the vault key, salted with the vault's id, one per
//!   purpose: one for each sealed table, one for the ledger, one for row ids. See [`subkeys`].
//! - **Sealing**: XChaCha20-Poly1305 (draft-irtf-cfrg-xchacha-03) with a fresh random 24-byte
//!   nonce each time. Stored: `nonce ‖ ciphertext ‖ tag`, 40 bytes more than the value. The
//!   associated data binds the value to its place: vault id, format, table, column, row id,
//!   provider and revision. See [`seal`].
//! - **Password**: Argon2id (RFC 9106), at least 64 MiB and 3 passes. See [`kdf`].
//! - **Row ids** of pages: HKDF-Expand under a subkey, cut to 128 bits. See [`subkeys::Keys::row_id`].

pub mod kdf;
pub mod seal;
pub mod subkeys;

use zeroize::Zeroizing;

use crate::VaultError;

/// A key in memory that is overwritten when dropped.
pub type Key = Zeroizing<[u8; 32]>;

/// Random bytes of the operating system.
pub fn random<const N: usize>() -> Result<Zeroizing<[u8; N]>, VaultError> {
    let mut bytes = Zeroizing::new([0; N]);
    getrandom::fill(bytes.as_mut_slice())
        .map_err(|_| VaultError::Internal("the system gives no random numbers"))?;
    Ok(bytes)
}
