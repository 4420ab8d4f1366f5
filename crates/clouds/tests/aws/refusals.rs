//! Every way a call can fail has its own code, and none shows a secret.

use nexus_clouds::Cloud;
use nexus_model::{Account, ErrorCode, Secret};
use nexus_testkit::moto::Options;
use nexus_testkit::{Effect, Fleet, Gateway, Key, Keys, Match, Moto, aws_error, seed};

use crate::{SECRET, account, any_key, assert_discreet, check_fails, list};

const TOKEN: &str = "IQoJb3JpZ2luX2VjEJr//////////wEaCXVzLXRlc3Q";

fn key(endpoint: &str, key: &Key) -> Account {
    account(endpoint, &key.id, &key.secret)
}

#[tokio::test(flavor = "multi_thread")]
async fn each_bad_key_is_told_apart() {
    let moto = Moto::start_with_auth();
    let seeded = seed::small(&moto);
    let keys = Keys::create(&moto);
    let url = moto.url();

    let good = key(&url, &keys.good);
    let identity = crate::aws().check(&good).await.expect("a good key");
    assert!(identity.principal.ends_with(":user/nexus-reader"), "{identity:?}");
    let told = list(&crate::aws(), &good).await.expect("regions");
    assert!(told.failed.is_empty(), "{:?}", told.failed);
    assert_eq!(told.machines.len(), seeded.total());

    let unknown = check_fails(&key(&url, &keys.unknown), ErrorCode::InvalidCredentials).await;
    assert_eq!(unknown.provider_code.as_deref(), Some("InvalidClientTokenId"));
    assert_eq!(unknown.http_status, Some(403));
    assert!(unknown.link.is_some());
    let wrong = check_fails(&key(&url, &keys.wrong_secret), ErrorCode::InvalidCredentials).await;
    assert_eq!(wrong.provider_code.as_deref(), Some("SignatureDoesNotMatch"));
    assert!(wrong.remedy.contains("clock"), "{}", wrong.remedy);

    let refused = list(&crate::aws(), &key(&url, &keys.unknown)).await.expect_err("no regions");
    assert_eq!(refused.code, ErrorCode::InvalidCredentials);
    assert_eq!(refused.provider_code.as_deref(), Some("AuthFailure"));
    assert_eq!(refused.operation, "DescribeRegions");

    let denied = key(&url, &keys.denied);
    let told = list(&crate::aws(), &denied).await.expect("regions");
    assert_eq!(told.failed.len(), told.regions.len());
    for failure in told.failed.values() {
        assert_eq!(failure.code, ErrorCode::PermissionDenied, "{failure:?}");
        assert!(failure.remedy.contains("AmazonEC2ReadOnlyAccess"), "{}", failure.remedy);
        assert!(failure.remedy.contains("ec2:DescribeInstances"), "{}", failure.remedy);
        assert_discreet(failure, &denied);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn each_way_to_get_no_answer_is_told_apart() {
    let fleet = Fleet::start(10);
    let mut gateway = Gateway::start(fleet.address());
    let url = gateway.url();

    // A temporary key whose time is over, as STS and as EC2 say it.
    let mut temporary = account(&url, "ASIAIOSFODNN7EXAMPLE", SECRET);
    let failure = check_fails(&temporary, ErrorCode::InvalidInput).await;
    assert_eq!(failure.field.as_deref(), Some("session_token"));
    temporary.secrets.insert("session_token".into(), Secret::new(TOKEN));
    crate::aws().check(&temporary).await.expect("the token is passed on");
    gateway.rule(Match::any().service("sts"), Effect::Answer(aws_error::expired_token_sts()));
    gateway.rule(Match::any().service("ec2"), Effect::Answer(aws_error::expired_token_ec2()));
    let failure = check_fails(&temporary, ErrorCode::Expired).await;
    assert_eq!(failure.provider_code.as_deref(), Some("ExpiredToken"));
    let failure = list(&crate::aws(), &temporary).await.expect_err("no regions");
    assert_eq!(failure.code, ErrorCode::Expired);
    assert_eq!(failure.provider_code.as_deref(), Some("RequestExpired"));

    // STS quotes the request, session token and all.
    let quoting = aws_error::sts(403, "SignatureDoesNotMatch", &format!("{TOKEN} No.\n\n{TOKEN}"));
    gateway.rule(Match::any(), Effect::Answer(quoting));
    check_fails(&temporary, ErrorCode::InvalidCredentials).await;

    let account = any_key(&url);
    gateway.rule(Match::any(), Effect::Stall);
    let failure = check_fails(&account, ErrorCode::UnreachableTimeout).await;
    assert!(failure.message.contains("127.0.0.1"), "{}", failure.message);
    gateway.rule(Match::any(), Effect::Drop);
    check_fails(&account, ErrorCode::UnreachableRefused).await;
    let tls =
        check_fails(&any_key(&url.replace("http:", "https:")), ErrorCode::UnreachableTls).await;
    assert!(tls.message.contains("secure connection"), "{}", tls.message);
    let self_signed = Moto::start_with(Options { self_signed: true, ..Options::default() });
    let tls = check_fails(&any_key(&self_signed.url()), ErrorCode::UnreachableTls).await;
    assert!(tls.remedy.contains("certificate"), "{}", tls.remedy);
    gateway.stop();
    let failure = check_fails(&account, ErrorCode::UnreachableRefused).await;
    assert!(failure.message.contains("refused"), "{}", failure.message);
    let failure = check_fails(&any_key("https://nexus.invalid"), ErrorCode::UnreachableDns).await;
    assert!(failure.message.contains("nexus.invalid"), "{}", failure.message);
}
