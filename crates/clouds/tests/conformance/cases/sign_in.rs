//! From a sign-in to what can be listed. The person's part is played: the page answers at once.

use std::collections::HashSet;

use nexus_clouds::{Choice, SignInFlow, Steps};
use nexus_http::Http;
use nexus_model::{ACCESS_TOKEN, Account, ErrorCode, Secret};
use nexus_signin::{
    DevicePoll, Redirect, SignIn, SignInPlan, Tokens, needs_person, refresh, revoke,
};
use nexus_testkit::Rest;
use nexus_testkit::http::send;

use super::{Case, Verdict, case};
use crate::bench::{AnyVendor, PATIENCE, account, assert_discreet, cloud, list_with};

pub const CASES: &[Case] = &[
    case!("sign-in is offered", offered),
    case!("signed in, renewed, ended", signed_in),
    case!("choices are made", choices),
    case!("choices refused", refused),
];

/// The account as it is before anybody has signed in.
fn typed(vendor: AnyVendor, url: &str) -> Account {
    let mut account = account(vendor, url);
    let typed = vendor.typed();
    account.fields = typed.fields.into_iter().map(|(name, text)| (name.into(), text)).collect();
    let secrets = typed.secrets.into_iter();
    account.secrets = secrets.map(|(name, text)| (name.into(), Secret::new(text))).collect();
    account
}

async fn offered(vendor: AnyVendor) -> Verdict {
    let cloud = cloud(vendor);
    let kind = cloud.descriptor().auth_kind(vendor.typed().auth).cloned().expect("the auth kind");
    let Some(offer) = kind.sign_in else {
        let plan = cloud.sign_in(&account(vendor, "http://127.0.0.1:9"));
        assert_eq!(plan.expect_err("no sign-in").code, ErrorCode::InvalidInput);
        return if vendor.sign_in().is_none() {
            Verdict::NotApplicable
        } else {
            unreachable!("an offer")
        };
    };
    assert!(!offer.scopes.is_empty());
    for scope in &offer.scopes {
        assert!(!scope.name.contains(' ') && !scope.reason.is_empty());
    }
    // At the vendor's own addresses, everything but the redirect is TLS.
    let mut account = typed(vendor, "http://127.0.0.1:9");
    account.endpoint = None;
    let plan = cloud.sign_in(&account).expect("a plan");
    match (offer.flow, plan) {
        (SignInFlow::Browser, SignInPlan::Browser(client)) => {
            for scope in &offer.scopes {
                assert!(client.scopes.contains(&scope.name), "{}", scope.name);
            }
            assert!(matches!(client.redirect, Redirect::Loopback { .. }));
            let server = format!("{:?}", client.server);
            assert!(server.contains("\"https\"") && !server.contains("\"http\""), "{server}");
        }
        (SignInFlow::Device, SignInPlan::Device(_)) => {}
        (flow, plan) => unreachable!("{flow:?} is offered, {plan:?} planned"),
    }
    account.fields.clear();
    let failure = cloud.sign_in(&account).expect_err("nothing was typed");
    assert_eq!(failure.code, ErrorCode::InvalidInput);
    assert!(failure.field.is_some(), "{failure:?}");
    Verdict::Holds
}

/// Opens the page as a browser does, and goes where it is sent.
fn person(page: &str) {
    let page = url::Url::parse(page).expect("an address");
    let get = |url: &url::Url| {
        let port = url.port().expect("a port");
        let to = ([127, 0, 0, 1], port).into();
        let path = &url[url::Position::BeforePath..];
        send(
            to,
            "GET",
            path,
            &[("host", &url[url::Position::BeforeHost..url::Position::AfterPort])],
            b"",
        )
        .expect("a reply")
    };
    let answer = get(&page);
    let location = answer.headers.iter().find(|(name, _)| name == "location");
    let (_, location) = location.unwrap_or_else(|| unreachable!("{}", answer.text()));
    let back = get(&url::Url::parse(location).expect("an address"));
    assert_eq!(back.status, 200, "{}", back.text());
}

async fn signed_in(vendor: AnyVendor) -> Verdict {
    let Some(person_is) = vendor.sign_in() else { return Verdict::NotApplicable };
    let peer = vendor.start(Vec::new());
    let cloud = cloud(vendor);
    let http = Http::new(PATIENCE);
    match cloud.sign_in(&typed(vendor, &peer.url())).expect("a plan") {
        SignInPlan::Browser(client) => {
            let sign_in = SignIn::start(&http, (*client).clone()).await.expect("a sign-in");
            let page = sign_in.authorization_url().to_owned();
            let answering = tokio::task::spawn_blocking(move || person(&page));
            let tokens = sign_in.wait().await.expect("tokens");
            answering.await.expect("the page answered");
            assert_issued(&tokens, person_is.token);
            let kept = tokens.refresh.clone().expect("a refresh token");
            let renewed = refresh(&http, &client, &kept).await.expect("a new token");
            assert_issued(&renewed, person_is.token);
            let wrong = Secret::new("r3fresh-none");
            let failure = refresh(&http, &client, &wrong).await.expect_err("not one of its own");
            assert!(needs_person(&failure), "{failure:?}");
            let failure = cloud.explain_sign_in(failure);
            assert!(failure.remedy.contains("Sign in again"), "{failure:?}");
            assert_discreet(vendor, &failure);
            revoke(&http, &client, &renewed).await.expect("ended");
        }
        SignInPlan::Device(issuer) => {
            let code = issuer.start().await.expect("a code");
            assert!(!code.user_code.is_empty() && code.interval_seconds > 0);
            assert!(code.verification_uri.starts_with("https://"));
            let first = issuer.poll(&code).await.expect("an answer");
            assert!(matches!(first, DevicePoll::Pending), "{first:?}");
            let DevicePoll::Done(tokens) = issuer.poll(&code).await.expect("an answer") else {
                unreachable!("the person has confirmed")
            };
            assert_issued(&tokens, person_is.token);
            let kept = tokens.refresh.clone().expect("a refresh token");
            let renewed = issuer.refresh(&kept).await.expect("a new token");
            assert_issued(&renewed, person_is.token);
            let failure = issuer.refresh(&kept).await.expect_err("it was spent");
            assert!(needs_person(&failure), "{failure:?}");
            assert_discreet(vendor, &failure);
            issuer.revoke(&renewed).await.expect("ended");
        }
        SignInPlan::Client(_) => unreachable!("a person signs in to a cloud"),
    }
    Verdict::Holds
}

fn assert_issued(tokens: &Tokens, token: &str) {
    assert_eq!(tokens.access.expose(), token);
    assert!(tokens.expires_at.is_some());
}

/// Each choice checks and lists; one that cannot be made says why.
async fn choices(vendor: AnyVendor) -> Verdict {
    let Some(person) = vendor.sign_in() else { return Verdict::NotApplicable };
    let peer = vendor.start(vec![vendor.fleet(1, 1)]);
    let cloud = cloud(vendor);
    let mut account = typed(vendor, &peer.url());
    account.secrets.insert(ACCESS_TOKEN.into(), Secret::new(person.token));
    let choices = cloud.choices(&account).await.expect("choices");
    let (good, bad): (Vec<Choice>, Vec<Choice>) =
        choices.into_iter().partition(|choice| choice.problem.is_none());
    let mut ids: Vec<_> = good.iter().map(|choice| choice.id.as_str()).collect();
    ids.sort_unstable();
    assert_eq!(ids, person.choices);
    let names: HashSet<_> = good.iter().chain(&bad).map(|choice| &choice.name).collect();
    assert_eq!(names.len(), good.len() + bad.len(), "each has a name of its own");
    let chosen = |choice: &&Choice| {
        let mut fields = person.chosen.iter();
        fields.all(|(name, text)| choice.fields.get(*name) == Some(text))
    };
    let choice = good.iter().find(chosen).expect("the choice");
    account.fields.extend(choice.fields.clone());
    cloud.prepare(&account, &Steps::new(|step| assert!(!step.is_empty()))).await.expect("prepared");
    let identity = cloud.check(&account).await.expect("somebody");
    assert!(!identity.account.is_empty() && !identity.principal.is_empty());
    assert_eq!(list_with(&cloud, &account).await.whole().resources.len(), 1);
    Verdict::Holds
}

async fn refused(vendor: AnyVendor) -> Verdict {
    let Some(person) = vendor.sign_in() else { return Verdict::NotApplicable };
    for (status, code) in [
        (401, ErrorCode::InvalidCredentials),
        (429, ErrorCode::RateLimited),
        (500, ErrorCode::ProviderError),
    ] {
        let peer = Rest::start(move |_| vendor.refuse(status, "was refused"));
        let mut account = typed(vendor, &peer.url());
        account.secrets.insert(ACCESS_TOKEN.into(), Secret::new(person.token));
        let failure = cloud(vendor).choices(&account).await.expect_err("refused");
        assert_eq!((failure.code, failure.http_status), (code, Some(status)), "{failure:?}");
        assert_discreet(vendor, &failure);
        account.secrets.remove(ACCESS_TOKEN);
        let failure = cloud(vendor).choices(&account).await.expect_err("nobody is signed in");
        assert_eq!(failure.code, ErrorCode::InvalidCredentials, "{failure:?}");
    }
    Verdict::Holds
}
