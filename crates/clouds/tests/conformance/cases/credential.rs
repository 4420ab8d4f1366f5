//! The descriptor and the credential.

use nexus_model::Secret;

use super::{Case, Verdict, case};
use crate::bench::{AnyVendor, account, assert_discreet, cloud};

pub const CASES: &[Case] = &[
    case!("form accepts the credential", form),
    case!("credential is somebody", somebody),
    case!("credential of two lines", two_lines),
];

async fn form(vendor: AnyVendor) -> Verdict {
    let descriptor = cloud(vendor).descriptor();
    let credential = vendor.typed();
    for kind in &descriptor.auth_kinds {
        assert!(!kind.guide.steps.is_empty() && kind.guide.console_url.starts_with("https://"));
        let order = kind.schema["x-order"].as_array().expect("an order").len();
        assert_eq!(order, kind.schema["properties"].as_object().expect("fields").len());
    }
    let kind = descriptor.auth_kind(credential.auth).expect("the auth kind");
    for (field, _) in &credential.fields {
        assert_eq!(kind.is_secret(field), Some(false), "{field}");
    }
    for (field, _) in &credential.secrets {
        assert_eq!(kind.is_secret(field), Some(true), "{field}");
    }
    let all = credential.fields.into_iter().chain(credential.secrets);
    let document = all.map(|(field, text)| (field.to_owned(), text.into()));
    let document = serde_json::Value::Object(document.collect());
    let validator = jsonschema::validator_for(&kind.schema).expect("a schema");
    if let Err(error) = validator.validate(&document) {
        unreachable!("{error}");
    }
    Verdict::Holds
}

async fn somebody(vendor: AnyVendor) -> Verdict {
    let peer = vendor.start(Vec::new());
    let identity = cloud(vendor).check(&account(vendor, &peer.url())).await.expect("good");
    assert!(!identity.account.is_empty() && !identity.principal.is_empty());
    Verdict::Holds
}

/// A second line would be a header of its own.
async fn two_lines(vendor: AnyVendor) -> Verdict {
    let peer = vendor.start(Vec::new());
    for (field, secret) in vendor.credential().secrets {
        let mut account = account(vendor, &peer.url());
        let secret = Secret::new(format!("{secret}\r\nx-second-line: yes"));
        account.secrets.insert(field.to_owned(), secret);
        let failure = cloud(vendor).check(&account).await.expect_err("not the credential");
        assert_discreet(vendor, &failure);
    }
    assert!(peer.asked().iter().all(|request| request.header("x-second-line").is_none()));
    Verdict::Holds
}
