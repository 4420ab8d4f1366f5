//! A keyed hash of the body in a header (RFC 2104). `params.payload` says what is signed if it is
//! not the body alone, and `params.prefix` what stands before the signature: `sha256=` for GitHub,
//! `t=${timestamp},v1=` with the payload `${timestamp}.${body}` for Stripe.

use data_encoding::{BASE64, HEXLOWER};
use hmac::{Hmac, KeyInit, Mac};
use nexus_model::{Failure, Timestamp};
use serde_json::Value;
use sha1::Sha1;
use sha2::Sha256;

use super::{Authentication, key};
use crate::failures::{missing, unusable};
use crate::outgoing::Outgoing;
use crate::{Algorithm, Credential, Encoding, Profile, nearest, schema, template};

const PAYLOAD: [&str; 4] = ["body", "timestamp", "method", "path"];

pub(super) struct HmacPayload;

impl Authentication for HmacPayload {
    fn schema(&self) -> Option<Value> {
        Some(schema::of([("api_secret", "Signing secret")]))
    }

    fn check(&self, profile: &Profile) -> Result<(), Failure> {
        let params = &profile.params;
        if params.header_name.is_none() {
            let remedy = "Give the header that the API's documentation names, such as X-Signature.";
            return Err(missing("params.header_name", "the signature goes into it", remedy));
        }
        let payload = params.payload.as_deref().unwrap_or_default();
        let prefix = params.prefix.as_deref().unwrap_or_default();
        let unknown = |names: &[&str], text: &str| {
            template::names(text).find(|name| !names.contains(name)).map(str::to_owned)
        };
        for (field, text, known) in
            [("params.payload", payload, &PAYLOAD[..]), ("params.prefix", prefix, &["timestamp"])]
        {
            if let Some(name) = unknown(known, text) {
                let message = format!("`{field}` has ${{{name}}}, which stands for nothing.");
                return Err(unusable(field, message, nearest::remedy(&name, known)));
            }
        }
        Ok(())
    }

    fn apply(
        &self,
        profile: &Profile,
        credential: &Credential,
        request: &mut Outgoing,
        now: Timestamp,
    ) -> Result<(), Failure> {
        let params = &profile.params;
        let key = key::named(profile, credential, "api_secret")?;
        let timestamp = now.unix().to_string();
        let path = &request.url[url::Position::BeforePath..url::Position::AfterQuery];
        let value = |name: &str| match name {
            "body" => Some(request.body.as_str()),
            "timestamp" => Some(timestamp.as_str()),
            "method" => Some(request.method.as_str()),
            "path" => Some(path),
            _ => None,
        };
        let payload = template::fill(params.payload.as_deref().unwrap_or("${body}"), value);
        let algorithm = params.algo.unwrap_or_default();
        let signature = sign(algorithm, key.as_bytes(), payload.as_bytes())?;
        let signature = match params.encoding.unwrap_or_default() {
            Encoding::Hex => HEXLOWER.encode(&signature),
            Encoding::Base64 => BASE64.encode(&signature),
        };
        let prefix = template::fill(params.prefix.as_deref().unwrap_or_default(), value);
        let name = params.header_name.as_deref().unwrap_or("X-Signature");
        request.prove(name, format!("{prefix}{signature}"))
    }
}

fn sign(algorithm: Algorithm, key: &[u8], payload: &[u8]) -> Result<Vec<u8>, Failure> {
    // HMAC takes keys of any length, so neither fails.
    let refused = |_| unusable("api_secret", "The key cannot be used.", "Paste it again.");
    Ok(match algorithm {
        Algorithm::Sha256 => {
            let mac = Hmac::<Sha256>::new_from_slice(key).map_err(refused)?;
            mac.chain_update(payload).finalize().into_bytes().to_vec()
        }
        Algorithm::Sha1 => {
            let mac = Hmac::<Sha1>::new_from_slice(key).map_err(refused)?;
            mac.chain_update(payload).finalize().into_bytes().to_vec()
        }
    })
}

#[cfg(test)]
#[path = "hmac_tests.rs"]
mod tests;
