//! A person's private key, in memory only.

mod modulus;
mod pem;
mod refusal;
#[cfg(test)]
pub(crate) mod tests;

use std::fmt;

use aws_lc_rs::encoding::AsDer;
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::{
    KeyPair as RsaKeyPair, KeyPairComponents, Pkcs1PrivateDecryptingKey, PrivateDecryptingKey,
    PublicKeyComponents,
};
use aws_lc_rs::signature::{KeyPair as _, RSA_PKCS1_SHA256, RSA_PKCS1_SHA512, RsaEncoding};
use nexus_model::{ErrorCode, Failure, Secret};
use ssh_agent_lib::proto::signature::{RSA_SHA2_256, RSA_SHA2_512};
use ssh_key::private::{KeypairData, RsaKeypair};
use ssh_key::public::{KeyData, RsaPublicKey};
use ssh_key::{Algorithm, EcdsaCurve, HashAlg, Mpint, PublicKey, Signature, SigningKey};
use zeroize::Zeroizing;

use modulus::exponent;

/// A private key in memory: Ed25519, ECDSA or RSA. What it holds is overwritten when it is
/// dropped, and cannot be printed.
pub struct PrivateKey {
    public: PublicKey,
    signer: Signer,
}

enum Signer {
    /// Ed25519 and ECDSA.
    Curve(Box<ssh_key::PrivateKey>),
    /// RSA, by AWS-LC: its private operations take the same time whatever the key.
    Rsa(Box<RsaKeyPair>),
}

impl PrivateKey {
    /// Reads a key as people and clouds keep them: OpenSSH's own format, with a passphrase where
    /// it has one; PKCS#8 (`BEGIN PRIVATE KEY`) and PKCS#1 (`BEGIN RSA PRIVATE KEY`, as EC2 hands
    /// them out) of an RSA key.
    ///
    /// # Errors
    /// `invalid_input` in the field `key` or `passphrase`.
    pub fn parse(text: &Secret, passphrase: Option<&Secret>) -> Result<Self, Failure> {
        let text = text.expose();
        if text.contains("-----BEGIN OPENSSH PRIVATE KEY-----") {
            return Self::openssh(text, passphrase);
        }
        let rsa = match pem::block(text) {
            Some(("RSA PRIVATE KEY", der)) => RsaKeyPair::from_der(&der).ok(),
            Some(("PRIVATE KEY", der)) => RsaKeyPair::from_pkcs8(&der).ok(),
            _ => None,
        };
        rsa.and_then(Self::rsa).ok_or_else(|| refusal::no_key(text))
    }

    /// A new Ed25519 key that lives as long as this value.
    ///
    /// # Errors
    /// `internal` if the system gives no random numbers.
    pub fn temporary() -> Result<Self, Failure> {
        let mut seed = Zeroizing::new([0; 32]);
        aws_lc_rs::rand::fill(&mut *seed).map_err(|_| {
            Failure::new(
                ErrorCode::Internal,
                "ssh key",
                "The system gave no random numbers.",
                "Try it again.",
            )
        })?;
        let pair = ssh_key::private::Ed25519Keypair::from_seed(&seed);
        let key = ssh_key::PrivateKey::new(KeypairData::from(pair), "nexus")
            .map_err(|_| refusal::damaged())?;
        Ok(Self::curve(key))
    }

    /// Its public half.
    pub fn public(&self) -> &PublicKey {
        &self.public
    }

    /// Its public half as a line of `authorized_keys`, without a comment.
    pub fn public_line(&self) -> String {
        let bare = PublicKey::from(self.public.key_data().clone());
        bare.to_openssh().unwrap_or_default()
    }

    /// Its algorithm as people call it: `Ed25519`, `ECDSA P-256`, `RSA 3072`.
    pub fn kind(&self) -> String {
        match self.public.key_data() {
            KeyData::Ed25519(_) => "Ed25519".to_owned(),
            KeyData::Ecdsa(key) => match key.curve() {
                EcdsaCurve::NistP256 => "ECDSA P-256".to_owned(),
                EcdsaCurve::NistP384 => "ECDSA P-384".to_owned(),
                EcdsaCurve::NistP521 => "ECDSA P-521".to_owned(),
            },
            KeyData::Rsa(key) => {
                let modulus = key.n.as_positive_bytes().unwrap_or_default();
                let unused = modulus.first().map_or(0, |first| first.leading_zeros() as usize);
                format!("RSA {}", modulus.len() * 8 - unused)
            }
            other => other.algorithm().as_str().to_owned(),
        }
    }

    /// What is written beside it, such as `ada@laptop`: one line, often empty.
    pub fn comment(&self) -> String {
        self.public.comment().chars().filter(|letter| !letter.is_control()).collect()
    }

    /// Its fingerprint as OpenSSH shows it.
    pub fn fingerprint(&self) -> String {
        self.public.fingerprint(HashAlg::Sha256).to_string()
    }

    /// Signs with the algorithm the agent's flags ask for (draft-miller-ssh-agent, section 3.6.1).
    /// `None` for RSA with SHA-1, which is no longer safe.
    #[cfg_attr(
        not(unix),
        expect(dead_code, reason = "the agent alone signs, which needs a socket")
    )]
    pub(crate) fn sign(&self, data: &[u8], flags: u32) -> Option<Signature> {
        match &self.signer {
            Signer::Curve(key) => sign_by_curve(key.as_ref(), data),
            Signer::Rsa(key) if flags & RSA_SHA2_512 != 0 => {
                sign_by_rsa(key, &RSA_PKCS1_SHA512, HashAlg::Sha512, data)
            }
            Signer::Rsa(key) if flags & RSA_SHA2_256 != 0 => {
                sign_by_rsa(key, &RSA_PKCS1_SHA256, HashAlg::Sha256, data)
            }
            Signer::Rsa(_) => None,
        }
    }

    /// Opens what was encrypted to an RSA key by RSAES-PKCS1-v1_5 (RFC 8017, section 7.2). `None`
    /// for another kind of key, and for what was encrypted to another.
    pub(crate) fn decrypt(&self, encrypted: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
        let Signer::Rsa(key) = &self.signer else { return None };
        let der = key.as_der().ok()?;
        let key = PrivateDecryptingKey::from_pkcs8(der.as_ref()).ok()?;
        let key = Pkcs1PrivateDecryptingKey::new(key).ok()?;
        let mut text = Zeroizing::new(vec![0; key.min_output_size()]);
        let length = key.decrypt(encrypted, &mut text).ok()?.len();
        text.truncate(length);
        Some(text)
    }

    fn openssh(text: &str, passphrase: Option<&Secret>) -> Result<Self, Failure> {
        let key = ssh_key::PrivateKey::from_openssh(text.trim()).map_err(|_| refusal::damaged())?;
        let key = match (key.is_encrypted(), passphrase) {
            (false, _) => key,
            (true, None) => return Err(refusal::closed()),
            (true, Some(passphrase)) => {
                key.decrypt(passphrase.expose()).map_err(|_| refusal::not_opened())?
            }
        };
        match key.key_data() {
            KeypairData::Ed25519(_) | KeypairData::Ecdsa(_) => Ok(Self::curve(key)),
            KeypairData::Rsa(pair) => {
                let of_rsa = of_components(pair).and_then(Self::rsa);
                let mut rsa = of_rsa.ok_or_else(refusal::weak)?;
                rsa.public.set_comment(key.comment());
                Ok(rsa)
            }
            _ => Err(refusal::unsupported(key.algorithm().as_str())),
        }
    }

    fn curve(key: ssh_key::PrivateKey) -> Self {
        Self { public: key.public_key().clone(), signer: Signer::Curve(Box::new(key)) }
    }

    fn rsa(key: RsaKeyPair) -> Option<Self> {
        let public = key.public_key();
        let n =
            Mpint::from_positive_bytes(public.modulus().big_endian_without_leading_zero()).ok()?;
        let e =
            Mpint::from_positive_bytes(public.exponent().big_endian_without_leading_zero()).ok()?;
        let public = PublicKey::from(KeyData::Rsa(RsaPublicKey { e, n }));
        Some(Self { public, signer: Signer::Rsa(Box::new(key)) })
    }
}

impl fmt::Debug for PrivateKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PrivateKey({})", self.fingerprint())
    }
}

fn of_components(pair: &RsaKeypair) -> Option<RsaKeyPair> {
    let n = pair.public.n.as_positive_bytes()?;
    let e = pair.public.e.as_positive_bytes()?;
    let d = pair.private.d.as_positive_bytes()?;
    let p = pair.private.p.as_positive_bytes()?;
    let q = pair.private.q.as_positive_bytes()?;
    let (d_p, d_q) = (exponent(d, p), exponent(d, q));
    RsaKeyPair::from_components(&KeyPairComponents {
        public_key: PublicKeyComponents { n, e },
        d,
        p,
        q,
        dP: &d_p,
        dQ: &d_q,
        qInv: pair.private.iqmp.as_positive_bytes()?,
    })
    .ok()
}

// The bound brings the trait that signs, which `ssh-key` does not name.
fn sign_by_curve<K: SigningKey>(key: &K, data: &[u8]) -> Option<Signature> {
    key.try_sign(data).ok()
}

fn sign_by_rsa(
    key: &RsaKeyPair,
    padding: &'static dyn RsaEncoding,
    hash: HashAlg,
    data: &[u8],
) -> Option<Signature> {
    let mut signature = vec![0; key.public_modulus_len()];
    key.sign(padding, &SystemRandom::new(), data, &mut signature).ok()?;
    Signature::new(Algorithm::Rsa { hash: Some(hash) }, signature).ok()
}
