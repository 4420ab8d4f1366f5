//! A rotated credential keeps the provider.

use nexus_app::Credential;
use nexus_model::{ErrorCode, HealthStatus};
use nexus_testkit::{Effect, Match, aws_error};

use crate::bench::{Bench, add, fields, peer, secrets};

const NEW_SECRET: &str = "anotherSecretOf40CharactersXXXXXXXXXXXXX";
const TOKEN: &str = "IQoJb3JpZ2luX2VjEJr//////////wEaCXVzLXRlc3Q";

fn temporary() -> Credential {
    Credential {
        fields: fields(&[("access_key", "ASIAIOSFODNN7EXAMPLE"), ("region", "eu-west-1")]),
        secrets: secrets(&[("secret_key", NEW_SECRET), ("session_token", TOKEN)]),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_rotation_keeps_the_provider_its_machines_and_its_history() {
    let (_fleet, gateway) = peer(80);
    let bench = Bench::open().await;
    let app = &bench.app;
    let before = add(app, "Production", &gateway).await.provider;
    app.refresh(before.id).await.expect("listed");
    let history = app.activity(None, 100).await.expect("the log");

    // A credential can be tried before it takes the place of the one there is.
    gateway.reset();
    let identity = app.test_stored_provider(before.id, Some(temporary())).await.expect("good");
    assert_eq!(identity.account, "123456789012");
    app.test_stored_provider(before.id, None).await.expect("good");
    assert_eq!(gateway.count(&Match::any().region("eu-west-1")), 1, "with its own region");
    assert_eq!(app.providers().await.expect("the list")[0].provider.fields, before.fields);

    let card = app.rotate_credential(before.id, temporary()).await.expect("kept");
    let after = &card.provider;
    assert_eq!((after.id, after.created_at), (before.id, before.created_at));
    assert_eq!((&after.name, &after.endpoint), (&before.name, &before.endpoint));
    assert_eq!(after.fields, temporary().fields);
    assert!(after.credential_set_at >= before.credential_set_at);
    assert_eq!(after.health.status, HealthStatus::Healthy);
    assert_eq!(card.counts.0.values().sum::<u32>(), 80);
    assert_eq!(app.machines(Some(before.id)).await.expect("machines").len(), 80);
    let log = app.activity(None, 100).await.expect("the log");
    assert!(log.ends_with(&history), "{log:#?}");
    assert_eq!(log.len(), history.len() + 2, "replaced and checked");

    // One that the cloud refuses is kept too, and what was listed with the old one stays.
    gateway.rule(Match::any().service("sts"), Effect::Answer(aws_error::expired_token_sts()));
    let card = app.rotate_credential(before.id, temporary()).await.expect("kept");
    assert_eq!(card.provider.health.status, HealthStatus::Reconnect);
    let failure = card.provider.health.failure.expect("it says why");
    assert_eq!(failure.code, ErrorCode::Expired);
    assert_eq!(app.machines(Some(before.id)).await.expect("machines").len(), 80);
    assert!(app.verify_vault().await.expect("a report").findings.is_empty());
}
