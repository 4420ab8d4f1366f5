//! The login that gcloud leaves in a file.

use std::fs;

use nexus_model::{ErrorCode, Secret};
use nexus_secrets::Expected;
use nexus_testkit::stores::secret_manager::{
    PROJECT, Project, WRITER, key_file, person_file, secrets,
};
use nexus_testkit::stores::{Played, Rules};
use tempfile::TempDir;

use crate::{key, open};

/// What comes of a login by a file with this text, or without one.
async fn logged_in(text: Option<&str>) -> Result<(), nexus_model::Failure> {
    let (store, folder) = (Played::<Project>::start(), TempDir::new().expect("a folder"));
    let file = folder.path().join("application_default_credentials.json");
    if let Some(text) = text {
        fs::write(&file, text).expect("written");
    }
    let (url, file) = (store.url(), file.to_string_lossy().into_owned());
    let fields = [("project_id", PROJECT), ("endpoint", &url), ("credentials_file", &file)];
    let backend = open("gcp-secret-manager", "application_default", &fields, &[]);
    let backend = backend.expect("a config");
    backend.set(&key(), &Secret::new("one"), &Expected::Absent).await?;
    // What is in the file now counts, not what was in it.
    store.rules().end_sessions();
    fs::write(&file, key_file(WRITER)).expect("written");
    let stored = backend.get(&key()).await?.expect("it is there");
    assert_eq!(stored.value.expose(), "one");
    Ok(())
}

#[tokio::test]
async fn a_person_who_logged_in_with_gcloud_needs_nothing_else() {
    logged_in(Some(&person_file())).await.expect("logged in");
}

#[tokio::test]
async fn a_key_file_that_is_named_logs_in_too() {
    logged_in(Some(&key_file(WRITER))).await.expect("logged in");
}

#[tokio::test]
async fn a_file_that_cannot_be_used_is_told_with_what_to_run() {
    let revoked = person_file().replace("0refresh", "0revoked");
    let cases = [
        (None, ErrorCode::InvalidCredentials),
        (Some("{"), ErrorCode::InvalidInput),
        (Some(r#"{"type":"external_account"}"#), ErrorCode::InvalidInput),
        (Some(r#"{"type":"authorized_user"}"#), ErrorCode::InvalidInput),
        (Some(revoked.as_str()), ErrorCode::InvalidCredentials),
    ];
    for (text, code) in cases {
        let failure = logged_in(text).await.expect_err("it cannot be used");
        assert_eq!(failure.code, code, "{text:?}: {failure:?}");
        assert!(failure.remedy.contains("gcloud auth application-default login"), "{failure:?}");
        let shown = format!("{failure:?} {failure}");
        assert!(secrets().iter().all(|secret| !shown.contains(secret.as_str())), "{shown}");
    }
}
