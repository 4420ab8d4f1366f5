//! Servers that are not who they were asked for: RFC 9207, RFC 9700, section 4.4.

use nexus_model::ErrorCode;
use nexus_signin::SignIn;
use nexus_testkit::hostile_provider::CLIENT;
use nexus_testkit::{HostileProvider, Lie};
use rstest::rstest;

use crate::support::{Waiting, assert_told, client_of, get, http_client, signed_in_at};

#[rstest]
#[case::another_issuer(Lie::OtherIssuerInAnswer)]
#[case::none_although_it_sends_one(Lie::NoIssuerInAnswer)]
#[tokio::test(flavor = "multi_thread")]
async fn an_answer_with_a_wrong_issuer_ends_the_sign_in_before_the_exchange(#[case] lie: Lie) {
    let (provider, ended) = signed_in_at(lie).await;
    let failure = ended.expect_err("another server answered");
    assert_told(&failure, ErrorCode::BadResponse, "does not come from the server", &["c0de-0"]);
    assert!(provider.token_requests().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_sends_the_person_to_another_gets_no_code_of_it() {
    let attacker = HostileProvider::start(Lie::None);
    let honest = HostileProvider::start(Lie::None);
    let waiting = Waiting::at(&attacker).await;
    // The attacker's page forwards the browser to the honest server, with this sign-in's redirect
    // and state; the honest server's code would now go to the attacker's token endpoint.
    get(&honest.redirect_of(&waiting.authorization_url));
    let failure = waiting.end().await.expect_err("mixed up");
    assert_told(&failure, ErrorCode::BadResponse, "does not come from the server", &["c0de-0"]);
    assert!(attacker.token_requests().is_empty() && honest.token_requests().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_of_an_earlier_sign_in_is_not_good_for_a_second() {
    let provider = HostileProvider::start(Lie::None);
    let first = Waiting::at(&provider).await;
    get(&provider.redirect_of(&first.authorization_url));
    first.end().await.expect("tokens");
    let second = Waiting::at(&provider).await;
    let fresh = provider.redirect_of(&second.authorization_url);
    let replayed = fresh.as_str().replace("c0de-1", "c0de-0");
    assert_ne!(replayed, fresh.as_str());
    get(&replayed.parse().expect("an address"));
    let failure = second.end().await.expect_err("the code was used before");
    assert_told(&failure, ErrorCode::Expired, "Sign in again", &["c0de-0"]);
    assert_eq!(provider.token_requests().len(), 2);
}

#[rstest]
#[case::issuer_mismatch(Lie::OtherIssuerInMetadata, ErrorCode::BadResponse, "another issuer")]
#[case::not_https(Lie::PlainTokenEndpoint, ErrorCode::BadResponse, "not https")]
#[case::no_pkce(Lie::PlainProofKeys, ErrorCode::InvalidInput, "PKCE")]
#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_is_not_safe_is_told_before_a_browser_opens(
    #[case] lie: Lie,
    #[case] code: ErrorCode,
    #[case] why: &str,
) {
    let provider = HostileProvider::start(lie);
    let client = client_of(&provider.issuer(), CLIENT);
    let Err(failure) = SignIn::start(&http_client(), client).await else { panic!("it started") };
    assert_told(&failure, code, why, &[]);
}
