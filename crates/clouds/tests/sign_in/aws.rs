//! IAM Identity Center: what it refuses, and an account that does not tell its roles.

use nexus_model::{ErrorCode, Failure, Secret};
use nexus_signin::SignInPlan;
use nexus_testkit::Rest;
use nexus_testkit::http::Response;
use nexus_testkit::vendors;

use crate::{account, cloud, vendor};

#[tokio::test]
async fn a_start_url_that_is_not_known_is_the_field_to_correct() {
    let peer = vendors::start(vendor("aws"), Vec::new());
    let mut account = account("aws", &peer.url());
    account.fields.insert("start_url".into(), "https://d-0.awsapps.com/start/#/".into());
    let Ok(SignInPlan::Device(issuer)) = cloud("aws").sign_in(&account) else {
        unreachable!("by a code")
    };
    let failure = issuer.start().await.expect_err("not known");
    assert_eq!(
        (failure.code, failure.field.as_deref()),
        (ErrorCode::InvalidInput, Some("start_url"))
    );
    assert!(failure.message.contains("not known in this region"), "{}", failure.message);
}

/// The failure of a check with this field changed.
async fn refused(field: &str, value: &str) -> Failure {
    let peer = vendors::start(vendor("aws"), Vec::new());
    let mut account = account("aws", &peer.url());
    account.fields.insert(field.into(), value.into());
    cloud("aws").check(&account).await.expect_err("refused")
}

#[tokio::test]
async fn a_role_that_is_not_assigned_is_told() {
    let failure = refused("role_name", "Owner").await;
    assert_eq!(failure.code, ErrorCode::PermissionDenied);
    assert!(failure.remedy.contains("permission set"), "{}", failure.remedy);
    assert_eq!(failure.field.as_deref(), Some("role_name"));
}

#[tokio::test]
async fn a_sign_in_that_is_over_needs_the_person() {
    let peer = vendors::start(vendor("aws"), Vec::new());
    let mut account = account("aws", &peer.url());
    account.secrets.insert("access_token".into(), Secret::new("ended"));
    let failure = cloud("aws").check(&account).await.expect_err("over");
    assert_eq!((failure.code, failure.http_status), (ErrorCode::Expired, Some(401)));
    assert!(failure.remedy.contains("Sign in again"), "{}", failure.remedy);
}

#[tokio::test]
async fn an_account_that_does_not_tell_its_roles_is_a_choice_with_the_reason() {
    let aws = vendor("aws");
    let peer = Rest::start(move |request| {
        if request.path.contains("account_id=210987654321") {
            let body = r#"{"__type":"ForbiddenException","message":"No access"}"#;
            let mut refusal = Response::new(403, "application/json", body);
            refusal.headers.push(("x-amzn-errortype".into(), "ForbiddenException".into()));
            return refusal;
        }
        aws.answer(request, &[])
    });
    let mut account = account("aws", &peer.url());
    account.fields.remove("account_id");
    account.fields.remove("role_name");
    let choices = cloud("aws").choices(&account).await.expect("choices");
    let bad: Vec<_> = choices.iter().filter(|choice| choice.problem.is_some()).collect();
    assert_eq!((choices.len(), bad.len()), (3, 1));
    assert_eq!(bad[0].id, "210987654321");
}
