//! Refreshing with a server that is in trouble, told apart from one that says no.

use nexus_model::Secret;
use nexus_signin::{needs_person, refresh};
use nexus_testkit::hostile_provider::CLIENT;
use nexus_testkit::{HostileProvider, Lie};
use rstest::rstest;

use crate::support::{client_of, http_client};

const REFRESH: &str = "0ld-refresh-token";

#[rstest]
#[case::refused(Lie::TokenRefuses("invalid_grant"), true)]
#[case::unknown_client(Lie::TokenRefuses("invalid_client"), true)]
#[case::fails(Lie::TokenFails(500), false)]
#[case::is_away(Lie::TokenFails(503), false)]
#[case::too_many(Lie::TokenFails(429), false)]
#[case::hangs_up(Lie::TokenHangsUp, false)]
#[case::portal_of_a_hotel(Lie::TokenIsHtml, false)]
#[case::redirects(Lie::TokenRedirects, false)]
#[tokio::test(flavor = "multi_thread")]
async fn only_a_refusal_needs_the_person_and_nothing_is_sent_twice(
    #[case] lie: Lie,
    #[case] expected: bool,
) {
    let provider = HostileProvider::start(lie);
    let client = client_of(&provider.issuer(), CLIENT);
    let refused = refresh(&http_client(), &client, &Secret::new(REFRESH)).await;
    let failure = refused.expect_err("no tokens came");
    assert_eq!(needs_person(&failure), expected, "{failure:?}");
    assert!(!format!("{failure:?}").contains(REFRESH), "{failure:?}");
    assert_eq!(provider.token_requests().len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_cannot_be_reached_needs_no_person() {
    let mut provider = HostileProvider::start(Lie::None);
    let client = client_of(&provider.issuer(), CLIENT);
    provider.stop();
    let refused = refresh(&http_client(), &client, &Secret::new(REFRESH)).await;
    let failure = refused.expect_err("nobody answers");
    assert!(!needs_person(&failure), "{failure:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_does_not_rotate_leaves_the_old_refresh_token() {
    let provider = HostileProvider::start(Lie::None);
    let client = client_of(&provider.issuer(), CLIENT);
    let tokens = refresh(&http_client(), &client, &Secret::new(REFRESH)).await.expect("tokens");
    assert_eq!(tokens.access.expose(), "n3w-access");
    assert!(tokens.refresh.is_none() && tokens.scopes.is_none() && tokens.expires_at.is_none());
    let asked = provider.token_requests().remove(0);
    assert_eq!((asked["refresh_token"].as_str(), asked.get("scope")), (REFRESH, None));
}
