//! A key pair that a vendor signs with, made for this run.

use aws_lc_rs::encoding::{AsDer, Pkcs8V1Der};
use aws_lc_rs::rsa::{KeyPair, KeySize};
use aws_lc_rs::signature::KeyPair as _;
use data_encoding::{BASE64, BASE64URL_NOPAD};
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header};
use serde_json::{Value, json};

pub(crate) struct Rsa {
    /// PKCS #8 in PEM.
    pub(crate) pem: String,
    pub(crate) public: DecodingKey,
    modulus: Vec<u8>,
}

/// Bytes before and after the modulus of a 2048-bit key's `RSAPublicKey` (RFC 8017, A.1.1), whose
/// exponent is 65537.
const BEFORE: usize = 9;
const AFTER: usize = 5;

impl Rsa {
    pub(crate) fn generate() -> Self {
        let pair = KeyPair::generate(KeySize::Rsa2048).expect("a key");
        let der: Pkcs8V1Der<'_> = pair.as_der().expect("PKCS #8");
        let text = BASE64.encode(der.as_ref());
        let lines: Vec<_> = text.as_bytes().chunks(64).map(String::from_utf8_lossy).collect();
        let pem = format!(
            "-----BEGIN PRIVATE KEY-----\n{}\n-----END PRIVATE KEY-----\n",
            lines.join("\n")
        );
        let public = pair.public_key().as_ref();
        let modulus = &public[BEFORE..public.len() - AFTER];
        assert_eq!(modulus.len(), 256, "a modulus of 2048 bits");
        Self { pem, public: DecodingKey::from_rsa_der(public), modulus: modulus.to_vec() }
    }

    /// The public key in a set of one (RFC 7517, section 5).
    pub(crate) fn set(&self, id: &str) -> Value {
        json!({"keys": [{
            "kty": "RSA", "use": "sig", "alg": "RS256", "kid": id,
            "n": BASE64URL_NOPAD.encode(&self.modulus), "e": "AQAB"
        }]})
    }

    /// A signed statement.
    pub(crate) fn sign(&self, id: &str, claims: &Value) -> String {
        let mut header = Header::new(Algorithm::RS256);
        header.kid = Some(id.to_owned());
        let key = EncodingKey::from_rsa_pem(self.pem.as_bytes()).expect("the key");
        jsonwebtoken::encode(&header, claims, &key).expect("a signature")
    }
}
