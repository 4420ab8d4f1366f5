use nexus_model::{Secret, SecretFields};
use nexus_vault::VaultError;

use crate::common::{Home, assert_sound, connection, profile, secrets};

#[tokio::test]
async fn a_profile_is_replaced_and_a_secret_not_given_stays() {
    let (home, vault) = Home::new().await;
    let mut one = profile("GitHub");
    vault.profiles().put(&one, &secrets("first")).await.unwrap();
    one.profile = serde_json::json!({ "name": "GitHub", "scopes": ["repo"] });
    vault.profiles().put(&one, &SecretFields::new()).await.unwrap();
    vault.lock().await.unwrap();

    let vault = home.unlock().await.unwrap();
    assert_eq!(vault.profiles().get(one.id).await.unwrap(), one);
    let fields = vault.profiles().secrets(one.id).await.unwrap();
    assert_eq!(fields["secret_access_key"].expose(), "first");
    let more = SecretFields::from([("client_secret".to_owned(), Secret::new("second"))]);
    vault.profiles().put(&one, &more).await.unwrap();
    assert_eq!(vault.profiles().secrets(one.id).await.unwrap().len(), 2);
    assert_sound(&vault).await;
}

#[tokio::test]
async fn profiles_are_put_all_or_none_and_listed_by_name() {
    let (_home, vault) = Home::new().await;
    let (one, two, same) = (profile("slack"), profile("Airtable"), profile(" SLACK "));
    let none = SecretFields::new();
    let refused = vault.profiles().put_all([(&one, &none), (&two, &none), (&same, &none)]).await;
    assert!(matches!(refused, Err(VaultError::NameTaken { what: "profile", .. })));
    assert_eq!(vault.profiles().list().await.unwrap(), []);
    vault.profiles().put_all([(&one, &none), (&two, &none)]).await.unwrap();
    let names: Vec<_> =
        vault.profiles().list().await.unwrap().into_iter().map(|each| each.name).collect();
    assert_eq!(names, ["Airtable", "slack"]);
    let blank = vault.profiles().put(&profile(" "), &none).await;
    assert!(matches!(blank, Err(VaultError::Invalid { field: "name", .. })));
}

#[tokio::test]
async fn a_profile_is_removed_with_its_connections_or_not_at_all() {
    let (_home, vault) = Home::new().await;
    let (one, made) = (profile("one"), connection("made"));
    vault.profiles().put(&one, &secrets("s")).await.unwrap();
    vault.connections().insert(&made, &secrets("s")).await.unwrap();
    let absent = connection("absent").id;
    let refused = vault.profiles().remove(one.id, &[made.id, absent]).await;
    assert!(matches!(refused, Err(VaultError::NotFound { what: "connection" })));
    assert_eq!(vault.connections().list().await.unwrap().len(), 1);

    vault.profiles().remove(one.id, &[made.id]).await.unwrap();
    assert_eq!(vault.profiles().list().await.unwrap(), []);
    assert_eq!(vault.connections().list().await.unwrap(), []);
    let gone = vault.profiles().secrets(one.id).await;
    assert!(matches!(gone, Err(VaultError::NotFound { what: "profile" })));
    assert_sound(&vault).await;
}
