use std::sync::atomic::{AtomicUsize, Ordering};

use nexus_http::Patience;
use nexus_model::{Account, CloudId, Endpoint, ErrorCode, ProviderId, Secret};
use nexus_testkit::Rest;
use nexus_testkit::http::{Request, Response};
use serde_json::{Value, json};

use super::Client;
use crate::Tools;

const CHOSEN: &str = "a0a0a0a0-bbbb-cccc-dddd-e1e1e1e1e1e1";

fn account(peer: &Rest, subscription: Option<&str>) -> Account {
    let mut account = Account {
        provider: ProviderId::random(),
        cloud: CloudId::new("azure"),
        auth: "service_principal".into(),
        endpoint: Some(Endpoint::parse(&peer.url()).expect("an endpoint")),
        fields: [("tenant_id".into(), "contoso.com".into()), ("client_id".into(), "c".into())]
            .into(),
        secrets: [("client_secret".to_owned(), Secret::new("s&cret"))].into(),
    };
    account.fields.extend(subscription.map(|id| ("subscription_id".to_owned(), id.to_owned())));
    account
}

/// Issues tokens, and answers with these documents by path.
fn playing(pages: impl Fn(&Request) -> Response + Send + Sync + 'static) -> Rest {
    Rest::start(move |request| {
        if request.path == "/contoso.com/oauth2/v2.0/token" {
            return ok(
                &json!({"token_type": "Bearer", "expires_in": 3599, "access_token": "t0ken"}),
            );
        }
        pages(request)
    })
}

fn ok(body: &Value) -> Response {
    Response::new(200, "application/json", body.to_string())
}

fn subscription(id: &str, state: &str) -> Value {
    json!({"subscriptionId": id, "displayName": format!("Subscription {id}"), "state": state})
}

#[tokio::test]
async fn the_first_enabled_subscription_is_taken_of_all_pages() {
    let peer = playing(|request| {
        let states = if request.path.contains("$skiptoken=2") {
            ["Warned", "Enabled"]
        } else {
            ["Disabled", "Deleted"]
        };
        let value = [subscription("one", states[0]), subscription("two", states[1])];
        let host = request.header("host").unwrap_or_default();
        let next = format!("http://{host}/subscriptions?api-version=2022-12-01&$skiptoken=2");
        let next = if states[0] == "Disabled" { json!(next) } else { json!(null) };
        ok(&json!({"value": value, "nextLink": next}))
    });
    let (tools, account) = (Tools::new(Patience::default()), account(&peer, None));
    let client = Client::new(&tools, &account).expect("a client");
    let chosen = client.subscription().await.expect("a subscription");
    assert_eq!(chosen.to_string(), "Subscription two (two)");
    let asked = peer.asked();
    assert_eq!(asked.len(), 3, "one token and two pages");
    let form = String::from_utf8_lossy(&asked[0].body).into_owned();
    assert!(form.contains("client_secret=s%26cret") && form.contains("%2F.default"), "{form}");
}

#[tokio::test]
async fn without_an_enabled_subscription_the_role_is_named() {
    let peer = playing(|_| ok(&json!({"value": [subscription("one", "Disabled")]})));
    let (tools, account) = (Tools::new(Patience::default()), account(&peer, None));
    let client = Client::new(&tools, &account).expect("a client");
    let failure = client.subscription().await.err().expect("none is enabled");
    assert_eq!(failure.code, ErrorCode::NotFound);
    assert!(failure.remedy.contains("Reader"), "{failure}");
}

#[tokio::test]
async fn a_chosen_subscription_is_the_one_that_is_checked() {
    let peer = playing(|request| match request.path_only() {
        path if path == format!("/subscriptions/{CHOSEN}") => ok(&subscription(CHOSEN, "Warned")),
        _ => Response::new(404, "application/json", "{}"),
    });
    let (tools, account) = (Tools::new(Patience::default()), account(&peer, Some(CHOSEN)));
    let client = Client::new(&tools, &account).expect("a client");
    let chosen = client.subscription().await.expect("a subscription");
    assert!(chosen.to_string().contains(CHOSEN));
    assert_eq!(client.subscription_id().await.expect("an id"), CHOSEN);
    assert_eq!(peer.asked().len(), 2, "its id is not asked for again");
}

#[tokio::test]
async fn a_list_that_goes_in_circles_ends() {
    let peer = playing(|request| {
        let host = request.header("host").unwrap_or_default();
        ok(&json!({"value": [], "nextLink": format!("http://{host}{}", request.path)}))
    });
    let (tools, account) = (Tools::new(Patience::default()), account(&peer, None));
    let client = Client::new(&tools, &account).expect("a client");
    let failure = client.list_network_interfaces(CHOSEN).await.err().expect("a circle");
    assert_eq!(failure.code, ErrorCode::BadResponse);
    assert!(failure.message.contains("read before"), "{failure}");
    assert!(peer.asked().len() <= 4);
}

#[tokio::test]
async fn a_next_page_of_addresses_on_another_host_is_not_asked_for() {
    let elsewhere = Rest::start(|_| ok(&json!({"value": []})));
    let link = format!("{}/next", elsewhere.url());
    let peer = playing(move |_| ok(&json!({"value": [], "nextLink": link})));
    let (tools, account) = (Tools::new(Patience::default()), account(&peer, None));
    let client = Client::new(&tools, &account).expect("a client");
    let failure = client.list_public_ip_addresses(CHOSEN).await.err().expect("another host");
    assert_eq!(failure.code, ErrorCode::BadResponse);
    assert!(elsewhere.asked().is_empty());
}

#[tokio::test]
async fn a_revoked_token_is_replaced_once() {
    let refusals = AtomicUsize::new(1);
    let peer = playing(move |_| {
        let left = refusals.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |n| n.checked_sub(1));
        match left {
            Ok(_) => Response::new(401, "application/json", "{}"),
            Err(_) => ok(&json!({"value": [subscription("one", "Enabled")]})),
        }
    });
    let (tools, account) = (Tools::new(Patience::default()), account(&peer, None));
    let client = Client::new(&tools, &account).expect("a client");
    client.subscription().await.expect("by a fresh token");
    assert_eq!(peer.asked().len(), 4, "two tokens, two lists");
}
