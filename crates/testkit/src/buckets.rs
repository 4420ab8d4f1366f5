//! Buckets in moto.

use crate::Moto;
use crate::http;

/// Makes a bucket: <https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateBucket.html>. Only
/// before [`Moto::require_auth`], since nothing is signed.
pub fn create(moto: &Moto, name: &str) {
    let authorization = "AWS4-HMAC-SHA256 \
         Credential=AKIASEEDSEEDSEEDSEED/20260101/us-east-1/s3/aws4_request, \
         SignedHeaders=host, Signature=0";
    let headers = [("authorization", authorization)];
    let made = http::send(moto.address(), "PUT", &format!("/{name}"), &headers, b"");
    assert!(made.is_ok_and(|reply| reply.status == 200), "moto did not make the bucket {name}");
}
