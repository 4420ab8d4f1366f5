use std::sync::Arc;

use nexus_model::Secret;
use proptest::prelude::{prop_assert, proptest};
use rstest::rstest;
use tokio::sync::mpsc;

use super::{Answers, query_at};
use crate::answer::Awaited;

const ADDRESS: &str = "dev.nexusaccess.vault:/signin";

#[rstest]
#[case("dev.nexusaccess.vault:/signin?code=a", Some("code=a"))]
#[case("DEV.NexusAccess.Vault:/signin?code=a", Some("code=a"))]
#[case("dev.nexusaccess.vault:/signin?code=a#", Some("code=a"))]
#[case("dev.nexusaccess.vault:/signin", None)]
#[case("dev.nexusaccess.vault:/signin/?code=a", None)]
#[case("dev.nexusaccess.vault:signin?code=a", None)]
#[case("dev.nexusaccess.vault://signin?code=a", None)]
#[case("nexusvault:/signin?code=a", None)]
#[case("https://id.example/signin?code=a", None)]
fn only_the_exact_address_is_read(#[case] link: &str, #[case] query: Option<&str>) {
    assert_eq!(query_at(ADDRESS, link).as_deref(), query);
}

proptest! {
    #[test]
    fn no_link_without_the_state_is_ever_taken(rest in ".{0,100}") {
        let (answered, _answers) = mpsc::channel(1);
        let awaited = Arc::new(Awaited::new(Secret::new("the-state")));
        let answers = Answers::new(ADDRESS, awaited, answered);
        prop_assert!(!answers.deliver(&rest));
        let longer = format!("{ADDRESS}{rest}");
        prop_assert!(!answers.deliver(&longer));
        let genuine = format!("{ADDRESS}?code=a&state=the-state");
        prop_assert!(answers.deliver(&genuine));
        prop_assert!(!answers.deliver(&genuine));
    }
}
