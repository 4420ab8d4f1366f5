//! Documents with anything in any place: nothing panics, and nothing but a page is lost.

use nexus_model::ErrorCode;
use proptest::prelude::{Just, Strategy, any, prop_oneof};
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use serde_json::Value;

use super::{Case, Verdict, case};
use crate::bench::{AnyVendor, assert_discreet, list};

pub const CASES: &[Case] = &[case!("mutated documents", mutated)];

/// Mutated documents that each vendor is tried with.
const ROUNDS: usize = 60;

async fn mutated(vendor: AnyVendor) -> Verdict {
    let mut runner = TestRunner::deterministic();
    for _ in 0..ROUNDS {
        let mut fleet = vendor.fleet(1, 2);
        let mut places = pointers(&fleet[0], "");
        let place = (0..places.len()).new_tree(&mut runner).expect("a place").current();
        let value = value().new_tree(&mut runner).expect("a value").current();
        let place = places.swap_remove(place);
        if let Some(mutated) = fleet[0].pointer_mut(&place) {
            *mutated = value.clone();
        }
        let peer = vendor.start(vec![fleet]);
        let listed = list(vendor, &peer.url()).await;
        assert!(listed.resources.len() <= 2);
        for failure in &listed.failures {
            let told = format!("{place} = {value}: {failure:?}");
            assert_eq!(failure.code, ErrorCode::BadResponse, "{told}");
            assert_discreet(vendor, failure);
        }
    }
    Verdict::Holds
}

/// Every place in a document, as JSON pointers (RFC 6901).
fn pointers(value: &Value, at: &str) -> Vec<String> {
    let mut all = vec![at.to_owned()];
    let escape = |name: &str| name.replace('~', "~0").replace('/', "~1");
    match value {
        Value::Object(fields) => all.extend(
            fields
                .iter()
                .flat_map(|(name, value)| pointers(value, &format!("{at}/{}", escape(name)))),
        ),
        Value::Array(items) => all.extend(
            items
                .iter()
                .enumerate()
                .flat_map(|(index, value)| pointers(value, &format!("{at}/{index}"))),
        ),
        _ => {}
    }
    all
}

fn value() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        "\\PC{0,40}".prop_map(Value::from),
        Just(Value::from("")),
        Just(serde_json::json!([])),
        Just(serde_json::json!({})),
        Just(serde_json::json!([null, 1, "x", {"a": [[]]}])),
    ]
}
