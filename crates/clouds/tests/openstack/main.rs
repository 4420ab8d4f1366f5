//! OpenStack against a real Keystone. Nova is played: it asks Keystone about every token.
//!
//! A Keystone takes ten seconds to set up, so one goes through a list of scenes.
#![allow(clippy::expect_used, reason = "a test ends where something is not as it must be")]

use std::sync::{Arc, Mutex};

use nexus_clouds::{Cloud, Listing, ListingSink, Registry};
use nexus_http::Patience;
use nexus_model::{
    Account, CloudId, Endpoint, ErrorCode, Failure, Fields, ProviderId, Resource, Secret,
};
use nexus_testkit::Rest;
use nexus_testkit::http::{Request, Response};
use nexus_testkit::keystone::{ADMIN, Keystone, PASSWORD};
use nexus_testkit::vendors::reply;
use serde_json::json;
use tokio::sync::mpsc;

const SERVER: &str = "f5dc173b-6804-445a-a6d8-c705dad5b5eb";

/// Nova, which remembers the tokens that were sent to it.
fn nova(keystone: &Arc<Keystone>, tokens: &Arc<Mutex<Vec<String>>>) -> Rest {
    let (keystone, tokens) = (Arc::clone(keystone), Arc::clone(tokens));
    Rest::start(move |request: &Request| -> Response {
        let token = request.header("x-auth-token").unwrap_or_default();
        tokens.lock().expect("whole").push(token.to_owned());
        if !keystone.accepts(token) {
            let message = "The request you have made requires authentication.";
            let error = json!({"code": 401, "title": "Unauthorized", "message": message});
            return reply(401, &json!({ "error": error }));
        }
        // As a cloud of the year 2022, which does not know the best microversion.
        if request.header("openstack-api-version") != Some("compute 2.47") {
            let message =
                "Version 2.98 is not supported by the API. Minimum is 2.1 and maximum is 2.93.";
            return reply(406, &json!({"computeFault": {"code": 406, "message": message}}));
        }
        let server = json!({"id": SERVER, "name": "web", "status": "ACTIVE"});
        reply(200, &json!({ "servers": [server] }))
    })
}

fn account(
    keystone: &Keystone,
    auth: &str,
    fields: &[(&str, &str)],
    secret: (&str, &str),
) -> Account {
    let fields: Fields =
        fields.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect();
    Account {
        provider: ProviderId::random(),
        cloud: CloudId::new("openstack"),
        auth: auth.into(),
        endpoint: Some(Endpoint::parse(&keystone.url()).expect("an endpoint")),
        fields,
        secrets: [(secret.0.to_owned(), Secret::new(secret.1))].into(),
    }
}

fn password(keystone: &Keystone, name: &str, password: &str) -> Account {
    let fields = [("username", name), ("project", ADMIN)];
    account(keystone, "password", &fields, ("password", password))
}

fn cloud() -> Arc<dyn Cloud> {
    let registry = Registry::new(Patience::default());
    registry.get(&CloudId::new("openstack")).expect("in the registry")
}

/// What a listing came to: regions and machines told, and the failures of regions.
async fn list(
    cloud: &Arc<dyn Cloud>,
    account: &Account,
) -> (Vec<String>, Vec<Resource>, Vec<Failure>) {
    let (sink, mut pieces) = mpsc::channel(4);
    let listing = async { cloud.list(account, &ListingSink::new(sink)).await };
    let reading = async {
        let (mut regions, mut machines, mut failures) = (Vec::new(), Vec::new(), Vec::new());
        while let Some(piece) = pieces.recv().await {
            match piece {
                Listing::Regions(told) => regions = told,
                Listing::Page { resources, .. } => {
                    machines.extend(resources.into_iter().map(|one| one.0))
                }
                Listing::RegionDone { .. } => {}
                Listing::RegionFailed { failure, .. } => failures.push(failure),
            }
        }
        (regions, machines, failures)
    };
    let (result, mut told) = tokio::join!(listing, reading);
    told.2.extend(result.err());
    told
}

#[tokio::test(flavor = "multi_thread")]
async fn a_real_keystone() {
    let keystone = Arc::new(Keystone::start());
    let tokens = Arc::new(Mutex::new(Vec::new()));
    let one = nova(&keystone, &tokens);
    let mut two = nova(&keystone, &tokens);
    two.stop();

    // Who is who.
    let admin = password(&keystone, ADMIN, PASSWORD);
    let who = cloud().check(&admin).await.expect("the right password");
    assert_eq!(
        (who.account.as_str(), who.principal.as_str()),
        ("admin (Default)", "admin (Default)")
    );
    keystone.add_stranger("ada", "no-role-anywhere");
    for account in [
        password(&keystone, ADMIN, "wrong-password"),
        password(&keystone, "nobody", "wrong-password"),
        password(&keystone, "ada", "no-role-anywhere"),
    ] {
        let failure = cloud().check(&account).await.expect_err("not for this project");
        assert_eq!(failure.code, ErrorCode::InvalidCredentials, "{failure:?}");
        assert_eq!(failure.provider_code.as_deref(), Some("Unauthorized"));
        assert!(failure.request_id.is_some() && failure.remedy.contains("project"), "{failure:?}");
        assert!(!format!("{failure:?}").contains("wrong-password"));
    }
    let mut unscoped = password(&keystone, ADMIN, PASSWORD);
    unscoped.fields.remove("project");
    let failure = cloud().check(&unscoped).await.expect_err("no project");
    assert_eq!(
        (failure.code, failure.field.as_deref()),
        (ErrorCode::InvalidInput, Some("project"))
    );

    // A catalogue without compute, and then with a region that is alive, one that is dead, and one
    // to which a token would go in clear.
    let (_, _, failures) = list(&cloud(), &admin).await;
    assert_eq!(failures[0].code, ErrorCode::NotFound, "{failures:?}");
    keystone.add_region("Alive", &format!("{}/v2.1/$(project_id)s", one.url()));
    keystone.add_region("Dead", &format!("{}/v2.1", two.url()));
    keystone.add_region("InClear", "http://nova.invalid:8774/v2.1");
    let (regions, machines, failures) = list(&cloud(), &admin).await;
    assert_eq!(regions, ["Alive", "Dead", "InClear"]);
    assert_eq!(machines.iter().map(Resource::id).collect::<Vec<_>>(), [SERVER]);
    let failure = |region: &str| {
        let mut of = failures.iter().filter(|one| one.region.as_deref() == Some(region));
        of.next().expect("it failed")
    };
    assert_eq!(failures.len(), 2, "{failures:?}");
    assert_eq!(failure("Dead").code, ErrorCode::UnreachableRefused);
    assert_eq!(failure("InClear").code, ErrorCode::BadResponse);
    assert!(failure("InClear").message.contains("https"), "{failures:?}");

    // Only the regions that the account names.
    let mut narrow = password(&keystone, ADMIN, PASSWORD);
    narrow.fields.insert("region".into(), "Alive".into());
    assert_eq!(list(&cloud(), &narrow).await.0, ["Alive"]);
    narrow.fields.insert("region".into(), "Atlantis".into());
    let (_, _, failures) = list(&cloud(), &narrow).await;
    assert_eq!(failures[0].field.as_deref(), Some("region"), "{failures:?}");
    assert!(failures[0].remedy.contains("Alive, Dead"), "{failures:?}");

    application_credential(&keystone, &tokens).await;
}

/// An application credential of Keystone's own making, whose token is kept, revoked, and gone.
async fn application_credential(keystone: &Arc<Keystone>, tokens: &Arc<Mutex<Vec<String>>>) {
    let (id, secret) = keystone.application_credential("nexus");
    let fields = [("application_credential_id", id.as_str()), ("region", "Alive")];
    let secret = ("application_credential_secret", secret.as_str());
    let account = account(keystone, "application_credential", &fields, secret);
    let cloud = cloud();
    let sent = || std::mem::take(&mut *tokens.lock().expect("whole"));
    cloud.check(&account).await.expect("a good credential");
    sent();

    // The token is kept from one listing to the next. Each asks twice: the better microversion is
    // not known there.
    for _ in 0..2 {
        assert_eq!(list(&cloud, &account).await.1.len(), 1);
    }
    let first = sent();
    assert_eq!(first.len(), 4);
    assert!(first.iter().all(|token| *token == first[0]), "one token for both");

    // A revoked one is replaced, once.
    keystone.revoke(&first[0]);
    assert_eq!(list(&cloud, &account).await.1.len(), 1);
    let second = sent();
    assert_eq!(second.iter().filter(|token| **token == first[0]).count(), 1);
    assert!(second.last() != Some(&first[0]));

    // A credential that is gone is told, at a listing with a kept token and at a check.
    keystone.delete_application_credential(&id);
    let (_, machines, failures) = list(&cloud, &account).await;
    assert!(machines.is_empty());
    assert_eq!(failures.len(), 1, "{failures:?}");
    assert_eq!(failures[0].code, ErrorCode::InvalidCredentials, "{failures:?}");
    assert_eq!(failures[0].region.as_deref(), Some("Alive"));
    let failure = cloud.check(&account).await.expect_err("it is gone");
    assert_eq!((failure.code, failure.http_status), (ErrorCode::InvalidCredentials, Some(404)));
    assert!(failure.remedy.contains("deleted"), "{failure:?}");
}
