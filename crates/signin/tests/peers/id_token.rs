//! ID tokens that do not hold: OpenID Connect Core 1.0, section 3.1.3.7.

use nexus_model::ErrorCode;
use nexus_testkit::Lie;
use rstest::rstest;

use crate::support::{assert_told, signed_in_at};

#[rstest]
#[case::bad_signature(Lie::ForeignKey, "signature is wrong")]
#[case::algorithm_none(Lie::AlgorithmNone, "cannot be used")]
#[case::shared_secret(Lie::AlgorithmHmac, "shared secret")]
#[case::wrong_audience(Lie::OtherAudience, "for another client")]
#[case::wrong_party(Lie::OtherParty, "issued to another client")]
#[case::wrong_nonce(Lie::OtherNonce, "another sign-in")]
#[case::wrong_issuer(Lie::OtherIssuerInIdToken, "another issuer")]
#[case::expired(Lie::Expired, "expired")]
#[case::from_the_future(Lie::FromTheFuture, "from the future")]
#[case::missing(Lie::NoIdToken, "no ID token")]
#[tokio::test(flavor = "multi_thread")]
async fn an_id_token_that_does_not_hold_ends_the_sign_in(#[case] lie: Lie, #[case] why: &str) {
    let (_provider, ended) = signed_in_at(lie).await;
    let failure = ended.expect_err("the ID token does not hold");
    assert_told(&failure, ErrorCode::BadResponse, why, &["acc3ss-token", "r3fresh-token", "eyJ"]);
}
