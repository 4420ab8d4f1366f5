//! Argon2id: from a password to a key, slowly.

use std::time::{Duration, Instant};

use argon2::{Algorithm, Argon2, Block, Params, Version};
use nexus_model::Secret;
use zeroize::Zeroizing;

use super::Key;
use crate::{KdfCost, VaultError};

/// Bytes of salt (RFC 9106, section 3.1: 16 are recommended for passwords).
pub const SALT: usize = 16;

/// Argon2id's parameters, as a password slot stores them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KdfParams {
    /// Memory in KiB.
    pub memory_kib: u32,
    /// Passes over it.
    pub passes: u32,
    /// Lanes.
    pub lanes: u32,
}

impl KdfParams {
    /// The least that is accepted from a file, whatever it says. 64 MiB and 3 passes are RFC 9106's
    /// second recommended option (section 4), well above OWASP's minimum of 19 MiB and 2 passes.
    /// One lane and not four: the hash runs on one thread here, so lanes would only help a guesser.
    pub const FLOOR: Self = Self { memory_kib: 64 * 1024, passes: 3, lanes: 1 };

    /// The most that is accepted from a file, so that a changed file cannot eat all memory or hang
    /// the unlock. Sixteen times what calibration ever chooses.
    const CEILING: Self = Self { memory_kib: 1024 * 1024, passes: 1024, lanes: 16 };

    /// Most memory that calibration chooses: a quarter GiB is free on any machine with a desktop.
    const CALIBRATED_MEMORY_KIB: u32 = 256 * 1024;

    /// Most passes that calibration chooses.
    const CALIBRATED_PASSES: u32 = 64;

    /// What one guess should take: noticeable to a guesser, bearable to a person.
    const TARGET: Duration = Duration::from_millis(500);

    /// Whether the parameters lie between floor and ceiling.
    pub fn is_acceptable(&self) -> bool {
        let within = |value: u32, floor: u32, ceiling: u32| (floor..=ceiling).contains(&value);
        within(self.memory_kib, Self::FLOOR.memory_kib, Self::CEILING.memory_kib)
            && within(self.passes, Self::FLOOR.passes, Self::CEILING.passes)
            && within(self.lanes, Self::FLOOR.lanes, Self::CEILING.lanes)
    }

    /// The parameters for a new password slot. `Calibrated` measures; call it off the async threads.
    pub fn choose(cost: KdfCost) -> Result<Self, VaultError> {
        match cost {
            KdfCost::Floor => Ok(Self::FLOOR),
            KdfCost::Calibrated => {
                let start = Instant::now();
                hash(Self::FLOOR, &Secret::new("measure"), &[0; SALT])?;
                Ok(Self::scaled_to(start.elapsed()))
            }
        }
    }

    /// From the time the floor takes to the parameters that take about [`Self::TARGET`]: memory
    /// first, because it is what a guesser's hardware is shortest of.
    fn scaled_to(floor_takes: Duration) -> Self {
        let takes = |params: &Self| {
            let blocks = f64::from(params.memory_kib) * f64::from(params.passes);
            let floor = f64::from(Self::FLOOR.memory_kib) * f64::from(Self::FLOOR.passes);
            floor_takes.as_secs_f64() * blocks / floor
        };
        let target = Self::TARGET.as_secs_f64();
        let mut chosen = Self::FLOOR;
        loop {
            let doubled = Self { memory_kib: chosen.memory_kib * 2, ..chosen };
            if doubled.memory_kib > Self::CALIBRATED_MEMORY_KIB || takes(&doubled) > target {
                break;
            }
            chosen = doubled;
        }
        while chosen.passes < Self::CALIBRATED_PASSES {
            let longer = Self { passes: chosen.passes + 1, ..chosen };
            if takes(&longer) > target {
                break;
            }
            chosen = longer;
        }
        chosen
    }
}

/// Hashes a password. Takes the time it was calibrated for: call it off the async threads.
pub fn hash(params: KdfParams, password: &Secret, salt: &[u8; SALT]) -> Result<Key, VaultError> {
    const UNFIT: VaultError = VaultError::Internal("the password hash refused its parameters");
    let KdfParams { memory_kib, passes, lanes } = params;
    let argon = Argon2::new(
        Algorithm::Argon2id,
        Version::V0x13,
        Params::new(memory_kib, passes, lanes, Some(32)).map_err(|_| UNFIT)?,
    );
    let mut memory = Vec::new();
    memory.try_reserve_exact(argon.params().block_count()).map_err(|_| {
        VaultError::Internal("there is too little free memory to hash the password")
    })?;
    memory.resize(argon.params().block_count(), Block::default());
    // The blocks are derived from the password, so they are overwritten as it is.
    let mut memory = Zeroizing::new(memory);
    let mut key = Key::default();
    argon
        .hash_password_into_with_memory(
            password.expose().as_bytes(),
            salt,
            key.as_mut_slice(),
            memory.as_mut_slice(),
        )
        .map_err(|_| UNFIT)?;
    Ok(key)
}

#[cfg(test)]
mod tests {
    use super::{Duration, KdfParams, Secret, hash};

    #[test]
    fn calibration_never_goes_below_the_floor() {
        let slow = KdfParams::scaled_to(Duration::from_secs(9));
        assert_eq!(slow, KdfParams::FLOOR);
    }

    #[test]
    fn calibration_raises_memory_then_passes_and_stops() {
        let usual = KdfParams::scaled_to(Duration::from_millis(100));
        assert_eq!((usual.memory_kib, usual.passes), (256 * 1024, 3));
        let fast = KdfParams::scaled_to(Duration::from_micros(1));
        assert_eq!((fast.memory_kib, fast.passes), (256 * 1024, 64));
        assert!(fast.is_acceptable());
    }

    #[test]
    fn a_file_cannot_lower_or_explode_the_cost() {
        let floor = KdfParams::FLOOR;
        assert!(floor.is_acceptable());
        for unfit in [
            KdfParams { memory_kib: floor.memory_kib - 1, ..floor },
            KdfParams { passes: 2, ..floor },
            KdfParams { lanes: 0, ..floor },
            KdfParams { memory_kib: u32::MAX, ..floor },
            KdfParams { passes: u32::MAX, ..floor },
            KdfParams { lanes: 17, ..floor },
        ] {
            assert!(!unfit.is_acceptable(), "{unfit:?}");
        }
    }

    #[test]
    fn salt_and_password_both_count() {
        let password = Secret::new("correct horse");
        let key = hash(KdfParams::FLOOR, &password, &[1; 16]).expect("hashes");
        assert_ne!(key, hash(KdfParams::FLOOR, &password, &[2; 16]).expect("hashes"));
        assert_ne!(key, hash(KdfParams::FLOOR, &Secret::new("x"), &[1; 16]).expect("hashes"));
    }
}
