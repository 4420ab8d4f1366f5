use nexus_model::Fields;

use super::{FILES, catalogue};
use crate::{AuthType, ProfileFormat, export, read};

fn filled() -> Vec<crate::Profile> {
    let fill = |entry: crate::CatalogueEntry| {
        let values: Fields =
            entry.variables.iter().map(|one| (one.name.clone(), one.example.clone())).collect();
        let mut profile = entry.filled(&values).expect("filled");
        if profile.auth_type == AuthType::Oauth2 {
            profile.client_id = Some("client".into());
        }
        profile
    };
    catalogue().into_iter().map(fill).collect()
}

#[test]
fn every_file_is_an_entry_that_tells_where_it_was_checked() {
    for text in FILES {
        super::entry(text).unwrap_or_else(|why| panic!("{why}:\n{text}"));
    }
    for entry in catalogue() {
        assert!(entry.docs.starts_with("https://"), "{}", entry.title);
        assert!(!entry.notes.is_empty() && !entry.title.is_empty(), "{}", entry.title);
    }
}

#[test]
fn every_ready_profile_can_be_used_once_its_variables_are_filled_in() {
    for profile in filled() {
        profile.check().unwrap_or_else(|why| panic!("{}: {why}", profile.name));
        assert!(profile.api_base_url.is_some(), "{}", profile.name);
        let text = export(std::slice::from_ref(&profile), ProfileFormat::Yaml).expect("exported");
        let back = read(&text).unwrap_or_else(|why| panic!("{}: {why}", profile.name));
        assert_eq!(back[0].profile, profile);
        if let Some(path) = &profile.user_info_endpoint {
            profile.target(path).unwrap_or_else(|why| panic!("{}: {why}", profile.name));
        }
    }
}

#[test]
fn a_variable_that_is_not_filled_in_is_named() {
    let okta = catalogue().into_iter().find(|entry| entry.profile.name == "okta").expect("Okta");
    let failure = okta.profile.check().expect_err("still open");
    assert_eq!(failure.field.as_deref(), Some("issuer"), "{failure}");
    let failure = okta.filled(&Fields::new()).expect_err("missing");
    assert_eq!(failure.field.as_deref(), Some("domain"), "{failure}");
}

#[test]
fn a_variable_cannot_lead_to_another_host() {
    let jira = catalogue().into_iter().find(|entry| entry.profile.name == "jira").expect("Jira");
    for value in ["evil.example/", "evil.example#", "a@evil.example", "evil.example:1", "a b"] {
        let values = Fields::from([("site".to_owned(), value.to_owned())]);
        assert!(jira.filled(&values).is_err(), "{value}");
    }
}
