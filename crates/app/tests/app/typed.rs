//! What is typed is checked, naming its field, before anything is kept or sent.

use nexus_app::{Credential, NewProvider, ProviderEdit};
use nexus_model::{CloudId, ErrorCode};
use nexus_testkit::Match;

use crate::bench::{ACCESS_KEY, Bench, SECRET, add, fields, new_provider, peer, secrets};

#[tokio::test(flavor = "multi_thread")]
async fn bad_input_is_marked_at_its_field_and_nothing_is_sent() {
    let (_fleet, gateway) = peer(8);
    let bench = Bench::open().await;
    let good = new_provider("Production", &gateway.url());
    let with_name = |name: &str| NewProvider { name: name.into(), ..good.clone() };
    let with_endpoint = |url: &str| NewProvider { endpoint: Some(url.into()), ..good.clone() };
    let with_fields =
        |pairs: &[(&str, &str)]| NewProvider { fields: fields(pairs), ..good.clone() };
    let with_secrets =
        |pairs: &[(&str, &str)]| NewProvider { secrets: secrets(pairs), ..good.clone() };
    let bad = [
        ("name", with_name("  ")),
        ("name", with_name(&"x".repeat(81))),
        ("name", with_name("two\nlines")),
        ("endpoint", with_endpoint("http://ec2.example.com")),
        ("endpoint", with_endpoint("ftp://127.0.0.1")),
        ("endpoint", with_endpoint("ec2.example.com")),
        ("endpoint", with_endpoint("https://user:word@example.com")),
        ("cloud", NewProvider { cloud: CloudId::new("skynet"), ..good.clone() }),
        ("auth", NewProvider { auth: "smile".into(), ..good.clone() }),
        ("colour", with_fields(&[("access_key", ACCESS_KEY), ("colour", "red")])),
        ("secret_key", with_fields(&[("access_key", ACCESS_KEY), ("secret_key", SECRET)])),
        ("access_key", with_fields(&[])),
        ("access_key", with_fields(&[("access_key", "hello")])),
        ("session_token", with_fields(&[("access_key", "ASIAIOSFODNN7EXAMPLE")])),
        ("region", with_fields(&[("access_key", ACCESS_KEY), ("region", "Mars")])),
        ("secret_key", with_secrets(&[])),
        ("secret_key", with_secrets(&[("secret_key", "")])),
        ("secret_key", with_secrets(&[("secret_key", "short")])),
        ("password", with_secrets(&[("secret_key", SECRET), ("password", SECRET)])),
    ];
    for (field, new) in bad {
        let failure = bench.app.add_provider(new.clone()).await.expect_err(field);
        assert_eq!(failure.code, ErrorCode::InvalidInput, "{failure:?}");
        assert_eq!(failure.field.as_deref(), Some(field), "{failure:?}");
        assert!(!failure.message.is_empty() && !failure.remedy.is_empty(), "{failure:?}");
        let all = format!("{failure:?} {failure}");
        assert!(!all.contains(SECRET) && !all.contains("user:word"), "{all}");
        // Testing checks all but the name, which it has no use for.
        if field != "name" {
            let tested = bench.app.test_provider(&new).await.expect_err(field);
            assert_eq!(tested.field.as_deref(), Some(field), "{tested:?}");
        }
    }
    assert_eq!(gateway.count(&Match::any()), 0, "nothing was sent");
    assert!(bench.app.providers().await.expect("the list").is_empty());

    // Blanks around what is typed are no fault, and an optional field left blank was not given.
    let blank = [("access_key", " AKIAIOSFODNN7EXAMPLE "), ("region", " ")];
    let tidy = NewProvider {
        name: "  Production ".into(),
        endpoint: Some(format!(" {} ", gateway.url())),
        fields: fields(&blank),
        secrets: secrets(&[("secret_key", SECRET), ("session_token", "")]),
        ..good.clone()
    };
    let provider = bench.app.add_provider(tidy).await.expect("it is kept").provider;
    assert_eq!(provider.name, "Production");
    assert_eq!(provider.fields, fields(&[("access_key", ACCESS_KEY)]));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_edit_and_a_rotation_are_checked_like_an_addition() {
    let (_fleet, gateway) = peer(8);
    let bench = Bench::open().await;
    let app = &bench.app;
    let provider = add(app, "Production", &gateway).await.provider;
    add(app, "Staging", &gateway).await;
    let sent = gateway.count(&Match::any());
    let edit = |name: &str, access_key: &str| ProviderEdit {
        name: name.into(),
        endpoint: Some(gateway.url()),
        fields: fields(&[("access_key", access_key)]),
    };
    let taken = app.add_provider(new_provider(" STAGING", &gateway.url())).await;
    assert_eq!(taken.expect_err("taken").code, ErrorCode::NameTaken);
    let taken = app.edit_provider(provider.id, edit("staging", ACCESS_KEY)).await;
    let taken = taken.expect_err("taken");
    assert_eq!((taken.code, taken.field.as_deref()), (ErrorCode::NameTaken, Some("name")));
    let wrong = app.edit_provider(provider.id, edit("Production", "hello")).await;
    assert_eq!(wrong.expect_err("wrong").field.as_deref(), Some("access_key"));
    let half = Credential { fields: fields(&[("access_key", ACCESS_KEY)]), secrets: secrets(&[]) };
    let missing = app.rotate_credential(provider.id, half).await.expect_err("a half");
    assert_eq!(missing.field.as_deref(), Some("secret_key"));
    assert_eq!(app.providers().await.expect("the list")[1].provider, provider);
    assert_eq!(gateway.count(&Match::any()), sent, "nothing was sent");

    // Its own name in other letters is no other's.
    let own = app.edit_provider(provider.id, edit("PRODUCTION", ACCESS_KEY)).await;
    assert_eq!(own.expect("it is kept").provider.name, "PRODUCTION");
}
