//! A role assumed with an access key: moto's, and strictly what AWS asks for.

use std::sync::Arc;

use nexus_clouds::aws::Aws;
use nexus_clouds::{Cloud, ONE_TIME_CODE};
use nexus_model::{Account, ErrorCode, Failure, Secret, Timestamp};
use nexus_testkit::{
    Effect, Gateway, Match, Moto, StrictRole, StrictSts, Trusted, aws_error, seed,
};

use crate::{SECRET, account, assert_discreet, list};

const ROLE: &str = "arn:aws:iam::123456789012:role/nexus-role";
const EXTERNAL_ID: &str = "e2a0a0d8-Nexus-4d3c-9a56-2f0e6a1b7c11";
const DEVICE: &str = "arn:aws:iam::123456789012:mfa/alice";
const CODE: &str = "731925";
const NEXT_CODE: &str = "408816";

/// moto, what AWS checks beyond it, and a proxy that counts and misbehaves.
struct Peer {
    gateway: Gateway,
    sts: StrictSts,
    _moto: Moto,
}

impl Peer {
    fn start(role: StrictRole) -> Self {
        Self::before(Moto::start(), role)
    }

    fn before(moto: Moto, role: StrictRole) -> Self {
        let sts = StrictSts::start(moto.address(), [role]);
        Self { gateway: Gateway::start(sts.address()), sts, _moto: moto }
    }

    fn account(&self, key: &str, secret: &str) -> Account {
        let mut account = account(&self.gateway.url(), key, secret);
        account.auth = "assume_role".into();
        set(&mut account, "role_arn", ROLE);
        set(&mut account, "external_id", EXTERNAL_ID);
        account
    }

    fn any_key(&self) -> Account {
        self.account("AKIAIOSFODNN7EXAMPLE", SECRET)
    }

    /// Requests to assume a role, answered or not.
    fn asked(&self) -> usize {
        self.gateway.count(&Match::any().action("AssumeRole"))
    }
}

fn set(account: &mut Account, field: &str, value: &str) {
    account.fields.insert(field.into(), value.into());
}

fn with_code(account: &Account, code: &str) -> Account {
    let mut account = account.clone();
    account.secrets.insert(ONE_TIME_CODE.into(), Secret::new(code));
    account
}

fn role() -> StrictRole {
    StrictRole { arn: ROLE.into(), external_id: Some(EXTERNAL_ID.into()), ..StrictRole::default() }
}

/// Of a cloud that has no session yet.
async fn fails(account: &Account, code: ErrorCode) -> Failure {
    fails_at(&crate::aws(), account, code).await
}

async fn fails_at(cloud: &Aws, account: &Account, code: ErrorCode) -> Failure {
    let failure = cloud.check(account).await.expect_err("it must fail");
    assert_eq!(failure.code, code, "{failure:?}");
    assert_discreet(&failure, account);
    failure
}

#[tokio::test(flavor = "multi_thread")]
async fn the_session_of_a_role_lists_what_the_role_may() {
    let moto = Moto::start_with_auth();
    let seeded = seed::small(&moto);
    let trusted = Trusted::create(&moto, EXTERNAL_ID);
    assert_eq!(trusted.role, ROLE);
    moto.require_auth();
    let peer = Peer::before(moto, role());
    let account = peer.account(&trusted.key.id, &trusted.key.secret);
    let cloud = crate::aws();

    let identity = cloud.check(&account).await.expect("a role");
    assert_eq!(identity.account, "123456789012");
    assert!(
        identity.principal.ends_with(":assumed-role/nexus-role/nexus-access-vault"),
        "{identity:?}"
    );
    let left = -identity.expires_at.expect("an end").age().whole_minutes();
    assert!((58..=60).contains(&left), "{left}");

    let told = list(&cloud, &account).await.expect("regions");
    assert!(told.failed.is_empty(), "{:?}", told.failed);
    assert_eq!(told.machines.len(), seeded.total());
    assert_eq!(peer.asked(), 1, "one session for the check and all regions");
    let assumed = peer.sts.assumed();
    assert_eq!(assumed[0].policy.as_deref(), Some("arn:aws:iam::aws:policy/ReadOnlyAccess"));
    assert_eq!(assumed[0].duration, None);

    // The key alone may not list: it is the role's session that does.
    let mut key_alone = account.clone();
    key_alone.auth = "access_key".into();
    let refused = list(&cloud, &key_alone).await.expect_err("no regions");
    assert_eq!(refused.code, ErrorCode::PermissionDenied);
}

#[tokio::test(flavor = "multi_thread")]
async fn fifty_callers_share_one_session_which_is_renewed() {
    let peer = Peer::start(role());
    let cloud = Arc::new(crate::aws());
    let account = peer.any_key();
    let callers: Vec<_> = (0..50)
        .map(|_| {
            let (cloud, account) = (Arc::clone(&cloud), account.clone());
            tokio::spawn(async move { cloud.check(&account).await })
        })
        .collect();
    for caller in callers {
        caller.await.expect("no panic").expect("a session");
    }
    assert_eq!(peer.asked(), 1);

    // Another credential has a session of its own, and each that is over gives way to the next.
    let mut account = account;
    set(&mut account, "session_name", "another");
    peer.sts.end_sessions_at(Some("2020-01-01T00:00:00Z"));
    for asked in [2, 3] {
        let identity = cloud.check(&account).await.expect("a session");
        assert_eq!(identity.expires_at, Timestamp::parse("2020-01-01T00:00:00Z"));
        assert_eq!(peer.asked(), asked);
    }
    peer.sts.end_sessions_at(None);
    for _ in 0..2 {
        cloud.check(&account).await.expect("a session");
        assert_eq!(peer.asked(), 4);
    }
    assert_eq!(peer.sts.assumed()[3].session_name, "another");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_that_aws_ends_is_replaced_once() {
    let peer = Peer::start(role());
    let cloud = crate::aws();
    let account = peer.any_key();
    cloud.check(&account).await.expect("a session");

    let identity = Match::any().action("GetCallerIdentity");
    peer.gateway.rule(identity.clone(), Effect::Answer(aws_error::expired_token_sts()));
    fails_at(&cloud, &account, ErrorCode::Expired).await;
    assert_eq!(peer.asked(), 2, "no more than once");
    assert_eq!(peer.gateway.count(&identity), 3);

    let regions = Match::any().action("DescribeRegions");
    peer.gateway.rule(regions.clone(), Effect::Answer(aws_error::expired_token_ec2()));
    let failure = list(&cloud, &account).await.expect_err("no regions");
    assert_eq!(failure.code, ErrorCode::Expired);
    assert_eq!((peer.asked(), peer.gateway.count(&regions)), (3, 2));

    // A reply that quotes the session shows none of it.
    let issued = peer.sts.secrets();
    assert_eq!(issued.len(), 6, "a key and a token of each session");
    let [.., key, token] = &issued[..] else { unreachable!("{issued:?}") };
    let quoting = aws_error::ec2(400, "InvalidParameterValue", &format!("{key} {token} no"));
    peer.gateway.rule(regions.clone(), Effect::Answer(quoting));
    let failure = list(&cloud, &account).await.expect_err("no regions");
    assert!(failure.message.contains("“•••• •••• no”"), "{}", failure.message);

    // Not the session's fault, so it stays.
    peer.gateway.rule(regions, Effect::Answer(aws_error::unauthorized()));
    let failure = list(&cloud, &account).await.expect_err("no regions");
    assert_eq!(failure.code, ErrorCode::PermissionDenied);
    assert_eq!(peer.asked(), 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn each_refusal_to_assume_is_told_apart() {
    let peer = Peer::start(role());
    let good = peer.any_key();

    for (field, value) in [
        ("external_id", "E2A0A0D8-nexus-4d3c-9a56-2f0e6a1b7c11"),
        ("external_id", ""),
        ("role_arn", "arn:aws:iam::123456789012:role/nobody"),
    ] {
        let mut account = good.clone();
        set(&mut account, field, value);
        let failure = fails(&account, ErrorCode::PermissionDenied).await;
        assert_eq!(failure.operation, "AssumeRole");
        assert_eq!(failure.provider_code.as_deref(), Some("AccessDenied"));
        assert!(failure.remedy.contains("external ID"), "{}", failure.remedy);
        assert!(failure.link.is_some_and(|link| link.ends_with("/iam/home#/roles")));
    }

    let mut long = good.clone();
    set(&mut long, "session_duration", "7200");
    let failure = fails(&long, ErrorCode::InvalidInput).await;
    assert_eq!(failure.field.as_deref(), Some("session_duration"));
    set(&mut long, "session_duration", "900");
    set(&mut long, "read_only", "off");
    crate::aws().check(&long).await.expect("a session");
    let assumed = peer.sts.assumed();
    assert_eq!(assumed.len(), 1, "none was given out before");
    assert_eq!(assumed[0].duration.as_deref(), Some("900"));
    assert_eq!(assumed[0].policy, None);

    let asked = peer.asked();
    let mut nowhere = good.clone();
    set(&mut nowhere, "region", "cn-north-1");
    fails(&nowhere, ErrorCode::InvalidInput).await;
    assert_eq!(peer.asked(), asked, "nothing is asked with a credential that cannot be right");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_factor_begins_a_session_and_is_asked_for_again_after_it() {
    let peer = Peer::start(StrictRole { mfa_serial: Some(DEVICE.into()), ..role() });
    let without_device = peer.any_key();
    let failure = fails(&without_device, ErrorCode::PermissionDenied).await;
    assert!(failure.remedy.contains("MFA"), "{}", failure.remedy);

    let mut account = without_device;
    set(&mut account, "mfa_serial", DEVICE);
    let cloud = crate::aws();
    let asked = peer.asked();
    let failure = fails_at(&cloud, &account, ErrorCode::MfaRequired).await;
    assert!(failure.message.contains(DEVICE) && failure.message.contains(ROLE));
    assert_eq!(peer.asked(), asked, "without a code there is nothing to ask");

    let failure = fails_at(&cloud, &with_code(&account, CODE), ErrorCode::MfaRequired).await;
    assert_eq!(failure.field.as_deref(), Some(ONE_TIME_CODE));
    assert_eq!(peer.asked(), asked + 1, "a wrong code is tried once");
    peer.sts.show_code(CODE);
    cloud.check(&with_code(&account, CODE)).await.expect("a session");
    cloud.check(&account).await.expect("the same session, without a code");
    list(&cloud, &account).await.expect("regions");
    assert_eq!(peer.asked(), asked + 2);

    // A code counts once, for whoever comes first.
    fails(&with_code(&account, CODE), ErrorCode::MfaRequired).await;
    // A reply that is lost is not asked for again: the code is gone.
    let asked = peer.asked();
    peer.sts.show_code(NEXT_CODE);
    peer.gateway.rule(Match::any().action("AssumeRole"), Effect::Drop);
    fails(&with_code(&account, NEXT_CODE), ErrorCode::UnreachableRefused).await;
    assert_eq!(peer.asked(), asked + 1);
    peer.gateway.reset();

    let mut other = with_code(&account, NEXT_CODE);
    set(&mut other, "mfa_serial", "arn:aws:iam::123456789012:user/alice");
    let failure = fails(&other, ErrorCode::InvalidCredentials).await;
    assert_eq!(failure.field.as_deref(), Some("mfa_serial"));
}
