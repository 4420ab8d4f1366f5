use std::collections::BTreeMap;

use nexus_model::{ErrorCode, Failure};
use rstest::rstest;

use super::from_environment;
use super::words::WordKind;
use crate::BackendConfig;
use crate::backends::KINDS;

/// Words that are enough for each store, and some more.
const VAULT: &[(&str, &str)] = &[
    ("SECRET_BACKEND", "hashicorp-vault"),
    ("VAULT_ADDR", "https://vault.acme.com"),
    ("VAULT_TOKEN", "s.xxxxx"),
    ("VAULT_MOUNT", "secret"),
    ("VAULT_PATH_PREFIX", "nexus/providers"),
    ("VAULT_NAMESPACE", "team"),
];
const AWS: &[(&str, &str)] = &[
    ("SECRET_BACKEND", "aws-secrets-manager"),
    ("AWS_REGION", "us-east-1"),
    ("AWS_SECRET_PREFIX", "nexus/providers"),
    ("AWS_PROFILE", "work"),
];
const GCP: &[(&str, &str)] = &[
    ("SECRET_BACKEND", "gcp-secret-manager"),
    ("GCP_PROJECT_ID", "acme-prod"),
    ("GCP_SECRET_PREFIX", "nexus-providers"),
    ("GOOGLE_APPLICATION_CREDENTIALS", "/home/me/login.json"),
];
const AZURE: &[(&str, &str)] = &[
    ("SECRET_BACKEND", "azure-key-vault"),
    ("AZURE_KEYVAULT_URL", "https://acme.vault.azure.net"),
    ("AZURE_SECRET_PREFIX", "nexus"),
    ("AZURE_TENANT_ID", "aaaabbbb-0000-cccc-1111-dddd2222eeee"),
    ("AZURE_CLIENT_ID", "00001111-aaaa-2222-bbbb-3333cccc4444"),
    ("AZURE_CLIENT_SECRET", "s3cret"),
];

fn read(
    words: &[(&str, &str)],
    changed: &[(&str, &str)],
) -> Result<Option<BackendConfig>, Failure> {
    let mut words: BTreeMap<_, _> = words.iter().copied().collect();
    words.extend(changed.iter().copied());
    from_environment(&|name| words.get(name).map(|text| (*text).to_owned()))
}

#[rstest]
#[case(&[])]
#[case(&[("SECRET_BACKEND", "")])]
#[case(&[("SECRET_BACKEND", "internal"), ("VAULT_ADDR", "https://vault.acme.com")])]
fn without_a_store_it_is_the_vault_on_this_computer(#[case] words: &[(&str, &str)]) {
    assert!(read(words, &[]).expect("good words").is_none());
}

#[rstest]
#[case(VAULT, "token")]
#[case(AWS, "default")]
#[case(GCP, "application_default")]
#[case(AZURE, "client_secret")]
fn each_word_becomes_its_field(#[case] words: &[(&str, &str)], #[case] login: &str) {
    let config = read(words, &[]).expect("good words").expect("a store");
    assert_eq!((config.backend.as_str(), config.login.as_str()), (words[0].1, login));
    let secrets = config.secrets.values().map(|secret| secret.expose().to_owned());
    let mut kept: Vec<_> = config.fields.values().cloned().chain(secrets).collect();
    let mut given: Vec<_> = words[1..].iter().map(|(_, text)| (*text).to_owned()).collect();
    kept.sort();
    given.sort();
    assert_eq!(kept, given);
}

#[rstest]
#[case(VAULT, ("VAULT_ROLE_ID", "role"), "approle")]
#[case(AWS, ("AWS_ACCESS_KEY_ID", "AKIAIOSFODNN7EXAMPLE"), "AWS_SECRET_ACCESS_KEY")]
fn a_word_of_another_login_chooses_it(
    #[case] words: &[(&str, &str)],
    #[case] word: (&str, &str),
    #[case] outcome: &str,
) {
    match read(words, &[word]) {
        Ok(config) => assert_eq!(config.expect("a store").login, outcome),
        Err(failure) => assert_eq!(failure.field.as_deref(), Some(outcome)),
    }
}

#[rstest]
#[case(&[], ("SECRET_BACKEND", "vault"))]
#[case(VAULT, ("VAULT_ADDR", ""))]
#[case(VAULT, ("VAULT_ADDR", "http://vault.acme.com"))]
#[case(VAULT, ("VAULT_MOUNT", "../sys"))]
#[case(VAULT, ("VAULT_PATH_PREFIX", "a//b"))]
#[case(VAULT, ("VAULT_NAMESPACE", "a/../b"))]
#[case(VAULT, ("VAULT_CACERT", "/no/such/file.pem"))]
#[case(VAULT, ("VAULT_AUTH_METHOD", "github"))]
#[case(AWS, ("AWS_REGION", ""))]
#[case(AWS, ("AWS_REGION", "Frankfurt!"))]
#[case(AWS, ("AWS_SECRET_PREFIX", "nexus providers"))]
#[case(AWS, ("AWS_ENDPOINT_URL_SECRETS_MANAGER", "http://aws.example"))]
#[case(GCP, ("GCP_PROJECT_ID", ""))]
#[case(GCP, ("GCP_PROJECT_ID", "acme/prod"))]
#[case(GCP, ("GCP_SECRET_PREFIX", "nexus/providers"))]
#[case(GCP, ("GCP_SECRET_ENDPOINT", "https://secretmanager.example"))]
#[case(AZURE, ("AZURE_KEYVAULT_URL", ""))]
#[case(AZURE, ("AZURE_KEYVAULT_URL", "https://acme.vault.azure.net.example"))]
#[case(AZURE, ("AZURE_SECRET_PREFIX", "nexus_providers"))]
#[case(AZURE, ("AZURE_TENANT_ID", ""))]
#[case(AZURE, ("AZURE_TENANT_ID", "a/b"))]
#[case(AZURE, ("AZURE_CLIENT_ID", ""))]
#[case(AZURE, ("AZURE_CLIENT_ID", "a b"))]
fn a_bad_or_missing_word_is_named_with_what_to_do(
    #[case] words: &[(&str, &str)],
    #[case] word: (&str, &str),
) {
    let failure = read(words, &[word]).expect_err("a bad word");
    assert_eq!(failure.code, ErrorCode::InvalidInput);
    assert_eq!(failure.field.as_deref(), Some(word.0));
    assert!(failure.message.contains(word.0), "{}", failure.message);
    assert!(!failure.remedy.is_empty());
}

#[rstest]
#[case(VAULT, "VAULT_TOKEN")]
#[case(AZURE, "AZURE_CLIENT_SECRET")]
fn a_secret_that_is_missing_is_asked_for_later(#[case] words: &[(&str, &str)], #[case] name: &str) {
    let config = read(words, &[(name, "")]).expect("good words").expect("a store");
    assert!(config.secrets.is_empty());
}

#[rstest]
#[case("userpass", ("VAULT_USERNAME", "ada"), "username")]
#[case("ldap", ("VAULT_USERNAME", "ada"), "username")]
#[case("kubernetes", ("VAULT_ROLE", "nexus"), "role")]
fn a_login_is_chosen_by_its_name(
    #[case] login: &str,
    #[case] word: (&str, &str),
    #[case] field: &str,
) {
    let named = [("VAULT_AUTH_METHOD", login), ("VAULT_AUTH_PATH", "corp"), word];
    let config = read(VAULT, &named).expect("good words").expect("a store");
    assert_eq!(config.login, login);
    assert_eq!(config.fields[field], word.1);
    assert_eq!(config.fields["auth_mount"], "corp");
    assert!(config.secrets.is_empty(), "the token is of another login");
    let missing = read(VAULT, &named[..2]).expect_err("a word is missing");
    assert_eq!(missing.field.as_deref(), Some(word.0));
}

#[test]
fn every_word_is_of_a_field_that_its_store_has() {
    for kind in KINDS {
        let known = (kind.descriptor)();
        for word in kind.words.place {
            assert!(known.schema["properties"][word.field].is_object(), "{}", word.name);
        }
        for login in kind.words.logins() {
            let kind = known.logins.iter().find(|kind| kind.id == login.id).expect("a login");
            for word in login.words {
                let property = &kind.schema["properties"][word.field];
                let is_secret = word.kind == WordKind::Secret;
                assert_eq!(property["writeOnly"] == true, is_secret, "{}: {property}", word.name);
                assert!(property.is_object(), "{}", word.name);
            }
        }
    }
}
