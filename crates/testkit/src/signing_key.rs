//! A key that ID tokens are signed with: ES256 (RFC 7518, section 3.4).

use aws_lc_rs::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair};
use data_encoding::BASE64URL_NOPAD;
use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};
use serde_json::{Value, json};

/// Every key has the same id, so that a wrong one is told by its signature alone.
const ID: &str = "key-1";

/// A key pair, made for this run.
pub(crate) struct SigningKey {
    private: EncodingKey,
    /// The point's two coordinates, 32 bytes each.
    public: Vec<u8>,
}

impl SigningKey {
    pub(crate) fn generate() -> Self {
        let pair = EcdsaKeyPair::generate(&ECDSA_P256_SHA256_FIXED_SIGNING).expect("a key");
        let der = pair.to_pkcs8v1().expect("PKCS #8");
        // Without the byte that says that the point is not compressed.
        let public = pair.public_key().as_ref()[1..].to_vec();
        Self { private: EncodingKey::from_ec_der(der.as_ref()), public }
    }

    /// What is published: RFC 7517.
    pub(crate) fn jwk(&self) -> Value {
        let (x, y) = self.public.split_at(32);
        json!({
            "kty": "EC", "crv": "P-256", "use": "sig", "alg": "ES256", "kid": ID,
            "x": BASE64URL_NOPAD.encode(x), "y": BASE64URL_NOPAD.encode(y),
        })
    }

    pub(crate) fn sign(&self, claims: &Value) -> String {
        signed(Algorithm::ES256, claims, &self.private)
    }

    /// Takes what everyone knows for a shared secret: the confusion that a careless reader of
    /// tokens falls for.
    pub(crate) fn sign_with_public_key(&self, claims: &Value) -> String {
        signed(Algorithm::HS256, claims, &EncodingKey::from_secret(&self.public))
    }

    pub(crate) fn unsigned(claims: &Value) -> String {
        let header = json!({"alg": "none", "typ": "JWT", "kid": ID});
        let part = |value: &Value| BASE64URL_NOPAD.encode(value.to_string().as_bytes());
        format!("{}.{}.", part(&header), part(claims))
    }
}

fn signed(algorithm: Algorithm, claims: &Value, key: &EncodingKey) -> String {
    let header = Header { kid: Some(ID.to_owned()), ..Header::new(algorithm) };
    encode(&header, claims, key).expect("a token")
}
