//! A profile whose client asks for itself, with a certified OpenID provider.

use nexus_app::{App, AppEvent, ProfileChanges, ProfileFile, SignInRequest, SignInWay};
use nexus_model::{
    ConnectionId, ConnectionState, ErrorCode, Failure, Grant, Peer, ProfileId, Secret, Timestamp,
};
use nexus_testkit::OpenIdProvider;
use nexus_testkit::openid_provider::{SECRET, SERVICE_BASIC, SERVICE_POST};
use serde_json::json;

use crate::bench::{Bench, secrets, until};

#[tokio::test(flavor = "multi_thread")]
async fn a_client_connects_renews_and_disconnects_without_a_person() {
    let provider = OpenIdProvider::start();
    for way in [(SERVICE_POST, "client_secret_post"), (SERVICE_BASIC, "client_secret_basic")] {
        goes_its_way(&provider, way).await;
    }
}

async fn goes_its_way(provider: &OpenIdProvider, (client, auth_header): (&str, &str)) {
    let bench = Bench::open().await;
    let app = &bench.app;
    let profile = apply(app, provider, client, auth_header).await;
    let request = request(profile);
    assert_eq!(app.sign_in_redirect(&request).await.expect("asked"), None);
    let id = connect(app, &request).await.expect("connected");
    let card = app.connection(id).await.expect("the connection");
    assert_eq!(
        (card.connection.state, card.connection.grant),
        (ConnectionState::Active, Grant::Client)
    );
    // Those that are about a person are not asked for.
    assert_eq!(card.connection.requested_scopes, ["api:read"]);
    assert!(card.connection.expires_at.is_some_and(|ends| ends > Timestamp::now()));

    let renewed = app.refresh_connection(id).await.expect("it is asked for anew");
    assert_eq!(renewed.connection.state, ConnectionState::Active);
    let again = SignInRequest { way: None, connection: Some(id), ..request };
    assert_eq!(connect(app, &again).await.expect("reconnected"), id);

    // A secret that was changed at the server leaves the connection to the person.
    let changes = ProfileChanges(json!({ "client_secret": "another" }));
    app.patch_profile(profile, changes, secrets(&[])).await.expect("rotated");
    let refused = app.refresh_connection(id).await.expect_err("no longer");
    assert_eq!(refused.http_status, Some(401), "{refused}");
    let card = app.connection(id).await.expect("the connection");
    assert_eq!(card.connection.state, ConnectionState::Attention);
    let changes = ProfileChanges(json!({ "client_secret": SECRET }));
    app.patch_profile(profile, changes, secrets(&[])).await.expect("rotated back");
    let mended = app.refresh_connection(id).await.expect("it is taken again");
    assert_eq!(mended.connection.state, ConnectionState::Active);

    let ended = app.disconnect(id, false).await.expect("ended");
    assert!(ended.revoked, "{ended:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_client_without_a_secret_is_told_what_it_lacks() {
    let bench = Bench::open().await;
    let public = json!({"name": "public", "auth_type": "oauth2", "client_id": "id",
        "auth_url": "https://id.example/a", "token_url": "https://id.example/t"});
    let file = ProfileFile { name: "a.json".into(), text: Secret::new(public.to_string()) };
    bench.app.apply_profiles(&[file]).await.expect("applied");
    let profile = bench.app.profiles().await.expect("a list").remove(0).id;
    let failure = bench.app.start_sign_in(&request(profile)).await.expect_err("refused");
    assert_eq!(
        (failure.code, failure.field.as_deref()),
        (ErrorCode::InvalidInput, Some("client_secret"))
    );
    assert!(bench.app.connections().await.expect("a list").is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_client_needs_no_more_of_its_server_than_the_token_endpoint() {
    let provider = OpenIdProvider::start();
    let bench = Bench::open().await;
    let app = &bench.app;
    let profile = json!({"name": "service", "auth_type": "oauth2", "client_id": SERVICE_POST,
        "client_secret": SECRET, "token_url": format!("{}/token", provider.issuer()),
        "scopes": ["api:read"]});
    let file = ProfileFile { name: "a.json".into(), text: Secret::new(profile.to_string()) };
    app.apply_profiles(&[file]).await.expect("applied");
    let card = app.profiles().await.expect("a list").remove(0);
    assert_eq!(card.redirect_uri, None, "nobody comes back to the app");
    let by_itself = SignInRequest { way: None, ..request(card.id) };
    let id = connect(app, &by_itself).await.expect("connected");
    let connection = app.connection(id).await.expect("the connection").connection;
    assert_eq!((connection.state, connection.grant), (ConnectionState::Active, Grant::Client));

    let in_browser = SignInRequest { way: Some(SignInWay::Loopback), ..by_itself };
    let refused = app.start_sign_in(&in_browser).await.expect_err("there is no page");
    assert_eq!(refused.code, ErrorCode::InvalidInput, "{refused}");
}

async fn apply(app: &App, provider: &OpenIdProvider, client: &str, auth_header: &str) -> ProfileId {
    let profile = json!({"name": "service", "auth_type": "oauth2", "client_id": client,
        "client_secret": SECRET, "issuer": provider.issuer(), "enable_discovery": true,
        "scopes": ["openid", "offline_access", "api:read"], "params": {"auth_header": auth_header}});
    let file = ProfileFile { name: "a.json".into(), text: Secret::new(profile.to_string()) };
    app.apply_profiles(&[file]).await.expect("applied");
    app.profiles().await.expect("a list").remove(0).id
}

fn request(profile: ProfileId) -> SignInRequest {
    SignInRequest {
        peer: Peer::Profile { profile },
        endpoint: None,
        fields: [].into(),
        secrets: [].into(),
        scopes: Vec::new(),
        way: Some(SignInWay::ClientCredentials),
        connection: None,
    }
}

async fn connect(app: &App, request: &SignInRequest) -> Result<ConnectionId, Failure> {
    let mut events = app.events();
    let prompt = app.start_sign_in(request).await?;
    assert!(prompt.link().is_none(), "there is nothing to open");
    let seen = until(&mut events, |event| matches!(event, AppEvent::SignInEnded { .. })).await;
    match seen.into_iter().last() {
        Some(AppEvent::SignInEnded { failure: Some(failure), .. }) => Err(failure),
        _ => Ok(prompt.connection),
    }
}
