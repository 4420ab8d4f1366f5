//! The one call of a Kubernetes cluster that HashiCorp Vault's login makes, played strictly:
//! <https://kubernetes.io/docs/reference/kubernetes-api/authentication-resources/token-review-v1/>,
//! read 2026-11.

use std::sync::{Arc, Mutex, PoisonError};

use serde_json::{Value, json};

use crate::http::{Request, Response};
use crate::rest::Rest;
use crate::vendors::reply;

/// The namespace of the service account.
pub const NAMESPACE: &str = "apps";
/// The service account, as the cluster calls it.
pub const USER: &str = "system:serviceaccount:apps:nexus";
/// Its id.
pub const UID: &str = "8a3c1f52-6a4e-4b0e-9f43-1f0c2b3a4d5e";

/// What a review is asked with.
const REVIEWER: &str = "eyJhbGciOiJSUzI1NiJ9.token-reviewer.of-vault";

/// A running cluster, as far as a token can be reviewed there.
pub struct TokenReviews {
    rest: Rest,
    issued: Arc<Mutex<Vec<String>>>,
}

impl TokenReviews {
    /// Starts one that has issued no token.
    pub fn start() -> Self {
        let issued: Arc<Mutex<Vec<String>>> = Arc::default();
        let theirs = Arc::clone(&issued);
        let rest = Rest::start(move |request| {
            answer(request, &theirs.lock().unwrap_or_else(PoisonError::into_inner))
        });
        Self { rest, issued }
    }

    /// Address of its API.
    pub fn url(&self) -> String {
        self.rest.url()
    }

    /// The token that a review is asked with.
    pub fn reviewer(&self) -> &'static str {
        REVIEWER
    }

    /// Takes a token for one of its service account from now on.
    pub fn issue(&self, token: &str) {
        self.issued.lock().unwrap_or_else(PoisonError::into_inner).push(token.to_owned());
    }

    /// Deletes the service account: its tokens are nobody's.
    pub fn delete_account(&self) {
        self.issued.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }
}

fn answer(request: &Request, issued: &[String]) -> Response {
    let refuse = |code: u16, reason: &str| {
        let status = json!({"kind": "Status", "apiVersion": "v1", "status": "Failure",
            "reason": reason, "code": code});
        reply(code, &status)
    };
    if request.header("authorization").and_then(|text| text.strip_prefix("Bearer "))
        != Some(REVIEWER)
    {
        return refuse(401, "Unauthorized");
    }
    let is_review = request.path == "/apis/authentication.k8s.io/v1/tokenreviews";
    if request.method != "POST" || !is_review {
        return refuse(404, "NotFound");
    }
    let body: Value = serde_json::from_slice(&request.body).unwrap_or_default();
    let Some(token) = body["spec"]["token"].as_str() else { return refuse(400, "BadRequest") };
    let status = match issued.iter().any(|one| one == token) {
        true => json!({"authenticated": true, "audiences": body["spec"]["audiences"],
            "user": {"username": USER, "uid": UID,
                "groups": ["system:serviceaccounts", "system:authenticated"]}}),
        false => json!({"authenticated": false, "error": "invalid bearer token"}),
    };
    let review =
        json!({"kind": "TokenReview", "apiVersion": "authentication.k8s.io/v1", "status": status});
    reply(201, &review)
}
