//! Every way to log in.

use nexus_model::ErrorCode;
use nexus_testkit::{TokenReviews, VaultServer};
use serde_json::json;

use crate::{allow_all, assert_works, code, key, open};

/// A server with a user.
fn with_user() -> VaultServer {
    let server = VaultServer::start();
    allow_all(&server, "nexus");
    let user = json!({"password": "correct horse", "token_policies": "nexus"});
    server.ask("POST", "auth/userpass/users/ada", &user);
    server
}

#[tokio::test]
async fn a_user_logs_in_by_password() {
    let server = with_user();
    let secrets = [("password", "correct horse")];
    let backend = open(&server, "userpass", &[("username", "ada")], &secrets).expect("a config");
    assert_works(&backend).await;
}

#[tokio::test]
async fn a_directorys_user_logs_in_and_has_the_rights_of_their_group() {
    let server = with_user();
    server.use_directory("nexus");
    let of = |name: &'static str, password: &'static str| {
        let fields = [("username", name)];
        open(&server, "ldap", &fields, &[("password", password)]).expect("a config")
    };
    assert_works(&of("ada", "password")).await;
    assert_eq!(code(of("bob", "password").get(&key()).await), ErrorCode::PermissionDenied);
    for (name, password) in [("ada", "hunter2-wrong"), ("nobody", "password")] {
        let failure = of(name, password).get(&key()).await.expect_err("it is refused");
        assert_eq!(failure.code, ErrorCode::InvalidCredentials, "{failure:?}");
        assert!(!format!("{failure:?}").contains("hunter2-wrong"));
    }
}

#[tokio::test]
async fn a_wrong_password_is_told_without_it() {
    let server = with_user();
    let secrets = [("password", "hunter2-wrong")];
    let backend = open(&server, "userpass", &[("username", "ada")], &secrets).expect("a config");
    let failure = backend.get(&key()).await.expect_err("it is refused");
    assert_eq!(failure.code, ErrorCode::InvalidCredentials, "{failure:?}");
    assert!(!format!("{failure:?}").contains("hunter2-wrong"));
}

#[tokio::test]
async fn a_login_that_is_not_mounted_names_its_field() {
    let server = with_user();
    let fields = [("username", "ada"), ("auth_mount", "corp-ldap")];
    let backend = open(&server, "ldap", &fields, &[("password", "x")]).expect("a config");
    let failure = backend.get(&key()).await.expect_err("it is refused");
    // Nobody may log in there, so Vault tells as little as it can.
    assert!(matches!(failure.code, ErrorCode::InvalidInput | ErrorCode::InvalidCredentials));
    if failure.code == ErrorCode::InvalidInput {
        assert_eq!(failure.field.as_deref(), Some("auth_mount"), "{failure:?}");
    }
}

#[tokio::test]
async fn an_approle_logs_in_and_a_wrong_secret_id_does_not() {
    let server = with_user();
    let (role_id, secret_id) = server.approle("nexus", &json!({"token_policies": "nexus"}));
    let fields = [("role_id", role_id.as_str())];
    let backend = open(&server, "approle", &fields, &[("secret_id", &secret_id)]);
    assert_works(&backend.expect("a config")).await;
    let wrong = open(&server, "approle", &fields, &[("secret_id", &role_id)]).expect("a config");
    assert_eq!(code(wrong.get(&key()).await), ErrorCode::InvalidCredentials);
}

#[tokio::test]
async fn a_pods_token_is_read_from_its_file_for_each_login_and_reviewed_by_its_cluster() {
    let server = with_user();
    let cluster = TokenReviews::start();
    let token = server.use_cluster(&cluster, "nexus");
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("token");
    let path = file.to_str().expect("a path");
    let fields = [("role", "nexus"), ("jwt_file", path)];
    let backend = open(&server, "kubernetes", &fields, &[]).expect("a config");
    let missing = backend.get(&key()).await.expect_err("there is no file yet");
    assert_eq!(missing.field.as_deref(), Some("jwt_file"));
    std::fs::write(&file, format!("{token}\n")).expect("written");
    assert_works(&backend).await;
    cluster.delete_account();
    let late = open(&server, "kubernetes", &fields, &[]).expect("a config");
    let failure = late.get(&key()).await.expect_err("the service account is gone");
    assert_eq!(failure.code, ErrorCode::InvalidCredentials, "{failure:?}");
    assert!(!format!("{failure:?}").contains(&token));
}
