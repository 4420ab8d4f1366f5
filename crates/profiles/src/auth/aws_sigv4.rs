//! AWS Signature Version 4 in headers:
//! <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html>.
//! `params.service` and `params.region` are the signature's scope.

use aws_credential_types::Credentials;
use aws_sigv4::http_request::{
    PayloadChecksumKind, PercentEncodingMode, SignableBody, SignableRequest, SigningSettings,
    UriPathNormalizationMode, sign,
};
use aws_sigv4::sign::v4;
use aws_smithy_runtime_api::client::identity::Identity;
use nexus_model::{Failure, Timestamp};
use serde_json::{Value, json};

use super::Authentication;
use crate::failures::{missing, unusable};
use crate::outgoing::Outgoing;
use crate::{Credential, Profile};

pub(super) struct AwsSigv4;

impl Authentication for AwsSigv4 {
    fn schema(&self) -> Option<Value> {
        Some(json!({
            "type": "object",
            "required": ["access_key", "secret_key"],
            "properties": {
                "access_key": {"type": "string", "title": "AWS access key ID"},
                "secret_key": {"type": "string", "title": "AWS secret access key"},
                "session_token": {
                    "type": "string",
                    "title": "AWS session token",
                    "description": "Only with a temporary key."
                }
            }
        }))
    }

    fn check(&self, profile: &Profile) -> Result<(), Failure> {
        let remedy =
            "Give the signing name and region of the service, such as bedrock and us-east-1.";
        let scope = [
            ("params.service", &profile.params.service),
            ("params.region", &profile.params.region),
        ];
        for (field, part) in scope {
            let Some(part) = part else {
                return Err(missing(field, "a signature is made for it", remedy));
            };
            if !part.bytes().all(|c| c.is_ascii_alphanumeric() || c == b'-') {
                return Err(unusable(field, format!("`{field}` is not a word of AWS."), remedy));
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
        for (name, value) in headers(profile, credential, request, now)? {
            request.prove(&name, value)?;
        }
        Ok(())
    }
}

/// The headers to add.
fn headers(
    profile: &Profile,
    credential: &Credential,
    request: &Outgoing,
    now: Timestamp,
) -> Result<Vec<(String, String)>, Failure> {
    let service = profile.params.service.as_deref().unwrap_or_default();
    let region = profile.params.region.as_deref().unwrap_or_default();
    let token = credential.get("session_token").map(str::to_owned);
    let (id, secret) = (credential.need("access_key")?, credential.need("secret_key")?);
    let identity: Identity = Credentials::new(id, secret, token, None, "profile").into();
    let unsigned = |_| {
        let remedy = "Check the access key, the secret key and the request's headers.";
        unusable("access_key", "The request cannot be signed.", remedy)
    };
    let params = v4::SigningParams::builder()
        .identity(&identity)
        .region(region)
        .name(service)
        .time(std::time::UNIX_EPOCH + std::time::Duration::from_secs(now.unix().max(0) as u64))
        .settings(settings(service))
        .build()
        .map_err(|why| unsigned(why.to_string()))?;
    let headers = request.headers.iter().map(|(name, value)| (name.as_str(), value.as_str()));
    let proofs = request.proofs.iter().map(|(name, value)| (name.as_str(), value.expose()));
    let body = SignableBody::Bytes(request.body.as_bytes());
    let signable =
        SignableRequest::new(&request.method, request.url.as_str(), headers.chain(proofs), body);
    let signable = signable.map_err(|why| unsigned(why.to_string()))?;
    let output = sign(signable, &params.into()).map_err(|why| unsigned(why.to_string()))?;
    let (headers, _) = output.into_parts().0.into_parts();
    Ok(headers.iter().map(|one| (one.name().to_owned(), one.value().to_owned())).collect())
}

/// S3 departs from all others: the body's checksum in a header, and each path just as it is
/// (<https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html>).
fn settings(service: &str) -> SigningSettings {
    let mut settings = SigningSettings::default();
    if service == "s3" {
        settings.payload_checksum_kind = PayloadChecksumKind::XAmzSha256;
        settings.percent_encoding_mode = PercentEncodingMode::Single;
        settings.uri_path_normalization_mode = UriPathNormalizationMode::Disabled;
    }
    settings
}

#[cfg(test)]
#[path = "sigv4_tests.rs"]
mod tests;
