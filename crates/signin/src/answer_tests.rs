use nexus_model::Secret;
use proptest::prelude::{any, prop_assert, prop_assert_eq, prop_assume, proptest};
use url::form_urlencoded::Serializer;

use super::{Awaited, NotTheAnswer};

const STATE: &str = "the-state";

fn awaited() -> Awaited {
    Awaited::new(Secret::new(STATE))
}

#[test]
fn an_answer_is_taken_once() {
    let awaited = awaited();
    let query = "code=a%2Bb&state=the-state&iss=https%3A%2F%2Fid.example&more=1";
    let answer = awaited.take(query).expect("an answer");
    assert_eq!(answer.issuer.as_deref(), Some("https://id.example"));
    assert_eq!(answer.outcome.ok().expect("a code").expose(), "a+b");
    assert_eq!(awaited.take(query).err(), Some(NotTheAnswer::Second));
}

#[test]
fn a_wrong_state_uses_nothing_up() {
    let awaited = awaited();
    assert_eq!(awaited.take("code=a&state=the-stat").err(), Some(NotTheAnswer::OtherState));
    assert_eq!(awaited.take("code=a&state=").err(), Some(NotTheAnswer::OtherState));
    assert!(awaited.take("code=a&state=the-state").is_ok());
}

proptest! {
    #[test]
    fn no_query_without_the_state_is_ever_taken(
        query in ".{0,200}|((code|state|iss|error)=[a-z%]{0,5}&?){0,5}|code=a&state=[a-z-]{0,12}",
    ) {
        prop_assume!(!query.contains(STATE));
        prop_assert!(awaited().take(&query).is_err());
    }

    #[test]
    fn any_code_comes_through_as_it_was_sent(code in any::<String>()) {
        let mut query = Serializer::new(String::new());
        let query = query.append_pair("code", &code).append_pair("state", STATE).finish();
        match awaited().take(&query) {
            Ok(answer) => {
                let taken = answer.outcome.ok().expect("a code");
                prop_assert_eq!(taken.expose(), code);
            }
            Err(why) => prop_assert!(code.is_empty() && why == NotTheAnswer::Malformed),
        }
    }

    #[test]
    fn a_parameter_that_comes_twice_is_no_answer(name in "state|code|iss", value in "[a-z]{0,9}") {
        let query = format!("code=a&state={STATE}&iss=b&{name}={value}");
        prop_assert_eq!(awaited().take(&query).err(), Some(NotTheAnswer::Malformed));
    }
}
