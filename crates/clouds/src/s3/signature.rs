//! AWS Signature Version 4 of a request without a body, in its headers:
//! <https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html>.

use std::time::SystemTime;

use aws_sdk_ec2::config::Credentials;
use aws_sigv4::http_request::{
    PayloadChecksumKind, PercentEncodingMode, SignableBody, SignableRequest, SigningSettings,
    UriPathNormalizationMode, sign,
};
use aws_sigv4::sign::v4;
use aws_smithy_runtime_api::client::identity::Identity;
use nexus_http::{Call, Request};
use nexus_model::{ErrorCode, Failure, Secret};

use super::credential::AccessKey;

/// Signs a GET as of a moment. Nothing that is signed may change afterwards: the address above all.
///
/// # Errors
/// `invalid_input` for a key that no request can be signed with.
pub(super) fn signed<'a>(
    request: Request<'a>,
    call: &Call,
    key: &AccessKey,
    now: SystemTime,
) -> Result<Request<'a>, Failure> {
    let headers = headers(request.url().as_str(), key, now).map_err(|why| {
        let message = format!("{} cannot be signed: {why}.", call.subject());
        let remedy = "Paste the provider's access key, secret key and region again.";
        Failure::new(ErrorCode::InvalidInput, call.operation, message, remedy)
    })?;
    Ok(headers.into_iter().fold(request, |request, (name, value)| match name {
        "authorization" => request.secret_header(name, &Secret::new(value)),
        _ => request.header(name, &value),
    }))
}

/// The headers to add.
fn headers(
    url: &str,
    key: &AccessKey,
    now: SystemTime,
) -> Result<Vec<(&'static str, String)>, String> {
    let mut settings = SigningSettings::default();
    // S3 wants the body's checksum in a header, and each path just as it is.
    settings.payload_checksum_kind = PayloadChecksumKind::XAmzSha256;
    settings.percent_encoding_mode = PercentEncodingMode::Single;
    settings.uri_path_normalization_mode = UriPathNormalizationMode::Disabled;
    let identity: Identity =
        Credentials::new(&key.id, key.secret.expose(), None, None, "provider").into();
    let params = v4::SigningParams::builder()
        .identity(&identity)
        .region(&key.region)
        .name("s3")
        .time(now)
        .settings(settings)
        .build()
        .map_err(|why| why.to_string())?;
    let request = SignableRequest::new("GET", url, std::iter::empty(), SignableBody::Bytes(&[]))
        .map_err(|why| why.to_string())?;
    let output = sign(request, &params.into()).map_err(|why| why.to_string())?;
    let (headers, _) = output.into_parts().0.into_parts();
    Ok(headers.iter().map(|header| (header.name(), header.value().to_owned())).collect())
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, UNIX_EPOCH};

    use nexus_model::Secret;

    use super::headers;
    use crate::s3::credential::AccessKey;

    /// The example “GET Bucket (List Objects)” of the reference, whose signature is printed there.
    #[test]
    fn the_references_example_comes_to_its_signature() {
        let key = AccessKey {
            id: "AKIAIOSFODNN7EXAMPLE".into(),
            secret: Secret::new("wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"),
            region: "us-east-1".into(),
        };
        let url = "https://examplebucket.s3.amazonaws.com/?max-keys=2&prefix=J";
        let at = UNIX_EPOCH + Duration::from_secs(1_369_353_600);
        let headers = headers(url, &key, at).expect("signed");
        let of = |name| headers.iter().find(|(other, _)| *other == name).map(|(_, v)| v.as_str());
        assert_eq!(of("x-amz-date"), Some("20130524T000000Z"));
        let authorization = of("authorization").expect("a signature");
        assert!(authorization.contains("SignedHeaders=host;x-amz-content-sha256;x-amz-date"));
        let signature = "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7";
        assert!(authorization.ends_with(signature), "{authorization}");
    }
}
