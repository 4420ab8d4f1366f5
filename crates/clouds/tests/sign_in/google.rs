//! A project whose APIs are not enabled yet.

use std::sync::{Arc, Mutex};

use nexus_clouds::Steps;
use nexus_model::{ErrorCode, Failure};
use nexus_testkit::Rest;
use nexus_testkit::http::{Request, Response};
use serde_json::{Value, json};

use crate::{account, cloud, vendor};

/// What Service Usage says of a call to enable, and afterwards of its operation.
type Enabling = fn(asked: usize) -> Response;

fn ok(body: &Value) -> Response {
    Response::new(200, "application/json", body.to_string())
}

fn refuse(status: u16, reason: &str, text: &str) -> Response {
    let detail = json!([{"@type": "type.googleapis.com/google.rpc.ErrorInfo", "reason": reason,
        "domain": "googleapis.com", "metadata": {"service": "compute.googleapis.com"}}]);
    let word = if status == 403 { "PERMISSION_DENIED" } else { "FAILED_PRECONDITION" };
    let error = json!({"code": status, "message": text, "status": word, "details": detail});
    Response::new(status, "application/json", json!({ "error": error }).to_string())
}

/// Google with a project that has Resource Manager enabled and Compute Engine not. After the
/// operation has ended it is refused once more, as it is for a while.
fn google(enabling: Enabling) -> Rest {
    let gcp = vendor("gcp");
    let (asked, checked) = (Arc::new(Mutex::new(0_usize)), Mutex::new(0_usize));
    let count = |counter: &Mutex<usize>| {
        let mut counter = counter.lock().expect("no panic");
        *counter += 1;
        *counter
    };
    Rest::start(move |request: &Request| {
        let path = request.path_only();
        if path.ends_with("services:batchGet") {
            let service = |id: &str, state: &str| json!({"name": format!("projects/123/services/{id}"), "state": state});
            return ok(&json!({"services": [
                service("compute.googleapis.com", "DISABLED"),
                service("cloudresourcemanager.googleapis.com", "ENABLED")
            ]}));
        }
        if path.ends_with("services:batchEnable") {
            let body: Value = serde_json::from_slice(&request.body).expect("JSON");
            assert_eq!(body, json!({"serviceIds": ["compute.googleapis.com"]}));
            return enabling(count(&asked));
        }
        if path.starts_with("/v1/operations/") {
            assert_eq!(path, "/v1/operations/acat.p2-123-4");
            return enabling(count(&asked));
        }
        if path == "/compute/v1/projects/my-project-123" && count(&checked) == 1 {
            return refuse(403, "SERVICE_DISABLED", "Compute Engine API has not been used before.");
        }
        gcp.answer(request, &[])
    })
}

async fn prepared(enabling: Enabling) -> (Result<(), Failure>, Vec<String>, Rest) {
    let peer = google(enabling);
    let told = Arc::new(Mutex::new(Vec::new()));
    let steps = Arc::clone(&told);
    let steps = Steps::new(move |step| steps.lock().expect("no panic").push(step.to_owned()));
    let result = cloud("gcp").prepare(&account("gcp", &peer.url()), &steps).await;
    let told = told.lock().expect("no panic").clone();
    (result, told, peer)
}

#[tokio::test]
async fn an_api_is_enabled_and_waited_for() {
    let (result, told, peer) = prepared(|asked| {
        ok(&json!({"name": "operations/acat.p2-123-4", "done": asked == 3, "response": {}}))
    })
    .await;
    result.expect("prepared");
    assert_eq!(told.len(), 3, "{told:?}");
    assert!(told[1].contains("Compute Engine API"), "{told:?}");
    let polls = peer.asked().iter().filter(|request| request.path.contains("/operations/")).count();
    assert_eq!(polls, 2);
}

#[tokio::test]
async fn a_project_without_billing_says_where_it_is_linked() {
    let (result, ..) = prepared(|asked| {
        if asked == 1 {
            return ok(&json!({"name": "operations/acat.p2-123-4"}));
        }
        let error =
            json!({"code": 9, "message": "Billing account for project '123' is not found."});
        ok(&json!({"name": "operations/acat.p2-123-4", "done": true, "error": error}))
    })
    .await;
    let failure = result.expect_err("no billing");
    assert_eq!(failure.code, ErrorCode::PermissionDenied);
    assert!(failure.remedy.contains("billing account"), "{}", failure.remedy);
    assert!(failure.link.is_some_and(|link| link.contains("billing")));
}

#[tokio::test]
async fn who_may_not_enable_is_told_which_role_is_missing() {
    let (result, ..) =
        prepared(|_| refuse(403, "AUTH_PERMISSION_DENIED", "Permission denied.")).await;
    let failure = result.expect_err("no role");
    assert!(failure.remedy.contains("Service Usage Admin"), "{}", failure.remedy);
    assert!(failure.link.is_some_and(|link| link.contains("my-project-123")));
}

#[tokio::test]
async fn a_permission_that_was_not_ticked_is_told() {
    let (result, ..) =
        prepared(|_| refuse(403, "ACCESS_TOKEN_SCOPE_INSUFFICIENT", "Insufficient scopes.")).await;
    let failure = result.expect_err("no scope");
    assert!(failure.remedy.contains("ticked"), "{}", failure.remedy);
}

#[tokio::test]
async fn an_operation_that_never_ends_is_given_up_and_may_be_tried_again() {
    let (result, ..) = prepared(|_| ok(&json!({"name": "operations/acat.p2-123-4"}))).await;
    let failure = result.expect_err("too slow");
    assert!(failure.code.is_retryable() && failure.remedy.contains("try again"), "{failure:?}");
}
