//! The fields of an access key: the schema the form is drawn from, and the same rules for a call.

use aws_sdk_ec2::config::Credentials;
use nexus_model::{Account, Failure, Secret};
use serde_json::{Value, json};

use crate::credential::{form, missing, secret_word};

/// Name of the key id's field.
pub(super) const ACCESS_KEY: &str = "access_key";
/// Name of the secret key's field.
pub(super) const SECRET_KEY: &str = "secret_key";
/// Name of the session token's field.
pub(super) const SESSION_TOKEN: &str = "session_token";
/// Name of the default region's field.
pub(super) const REGION: &str = "region";

/// JSON Schema of the credential.
pub(super) fn schema() -> Value {
    with_key([], &[])
}

/// JSON Schema of a credential that has other fields between an access key and the region.
///
/// An access key ID has 16 to 128 word characters
/// (<https://docs.aws.amazon.com/IAM/latest/APIReference/API_AccessKey.html>) and starts with AKIA
/// (long-term) or ASIA (temporary, useless without its session token)
/// (<https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-unique-ids>).
/// No length of a secret key or token is promised: AWS's are 40 characters today, and a shorter
/// one than 16 can only be a slip.
pub(super) fn with_key<'a>(
    others: impl IntoIterator<Item = (&'a str, Value)>,
    required: &[&str],
) -> Value {
    let key = [
        (
            ACCESS_KEY,
            json!({
                "title": "Access key ID",
                "description": "Starts with AKIA, or with ASIA for temporary credentials.",
                "pattern": "^(AKIA|ASIA)[A-Z0-9]{12,124}$",
                "examples": ["AKIAIOSFODNN7EXAMPLE"]
            }),
        ),
        (
            SECRET_KEY,
            secret_word(
                "Secret access key",
                "Shown by AWS only once, when the key is created.",
                16..=256,
            ),
        ),
        (
            SESSION_TOKEN,
            secret_word(
                "Session token",
                "Only for temporary credentials, whose access key ID starts with ASIA.",
                16..=8192,
            ),
        ),
    ];
    let region = json!({
        "title": "Default region",
        "description": "Asked for the list of regions. us-east-1 if empty; needed for accounts in China, GovCloud and other separate partitions.",
        "pattern": "^[a-z]{2,4}(-[a-z]+)+-[0-9]{1,2}$",
        "maxLength": 32,
        "examples": ["us-east-1", "eu-central-1", "cn-north-1", "us-gov-west-1"]
    });
    let fields = key.into_iter().chain(others).chain([(REGION, region)]);
    let required = [&[ACCESS_KEY, SECRET_KEY], required].concat();
    let mut form = form(fields, &required);
    form["if"] =
        json!({ "properties": { ACCESS_KEY: { "pattern": "^ASIA" } }, "required": [ACCESS_KEY] });
    form["then"] = json!({ "required": [SESSION_TOKEN] });
    form
}

/// The credential of an account in the SDK's form, which redacts its `Debug` and is dropped with
/// the call.
///
/// # Errors
/// `invalid_input` naming the field that is missing: an account stored by an older build or edited
/// by hand must not be sent to AWS in half.
pub(super) fn of(account: &Account) -> Result<Credentials, Failure> {
    let key = account.field(ACCESS_KEY).ok_or_else(|| missing(ACCESS_KEY, "access key ID"))?;
    let secret = account.secret(SECRET_KEY).ok_or_else(|| missing(SECRET_KEY, "secret key"))?;
    let token = account.secret(SESSION_TOKEN).map(Secret::expose).map(str::to_owned);
    if key.starts_with("ASIA") && token.is_none() {
        return Err(missing(
            SESSION_TOKEN,
            "session token that belongs to a temporary key (ASIA…)",
        ));
    }
    Ok(Credentials::new(key, secret.expose(), token, None, "nexus-access-vault"))
}

/// Whether the key is a session's already.
pub(super) fn is_temporary(account: &Account) -> bool {
    account.secret(SESSION_TOKEN).is_some()
}

#[cfg(test)]
mod tests {
    use rstest::rstest;
    use serde_json::{Value, json};

    use super::schema;

    const SECRET: &str = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";

    #[rstest]
    #[case(json!({"access_key": "AKIAIOSFODNN7EXAMPLE", "secret_key": SECRET}), true)]
    #[case(json!({"access_key": "AKIAIOSFODNN7EXAMPLE", "secret_key": SECRET, "region": "us-gov-west-1"}), true)]
    #[case(json!({"access_key": "AKIAIOSFODNN7EXAMPLE", "secret_key": SECRET, "region": "eusc-de-east-1"}), true)]
    #[case(json!({"access_key": "ASIAIOSFODNN7EXAMPLE", "secret_key": SECRET, "session_token": SECRET}), true)]
    #[case::token_missing(json!({"access_key": "ASIAIOSFODNN7EXAMPLE", "secret_key": SECRET}), false)]
    #[case::key_missing(json!({"secret_key": SECRET}), false)]
    #[case::secret_missing(json!({"access_key": "AKIAIOSFODNN7EXAMPLE"}), false)]
    #[case::user_id(json!({"access_key": "AIDAIOSFODNN7EXAMPLE", "secret_key": SECRET}), false)]
    #[case::swapped(json!({"access_key": SECRET, "secret_key": "AKIAIOSFODNN7EXAMPLE"}), false)]
    #[case::short(json!({"access_key": "AKIAIOSFODNN7EXAMPLE", "secret_key": "short"}), false)]
    #[case::spaces(json!({"access_key": "AKIAIOSFODNN7EXAMPLE", "secret_key": "wJalrXUtnFEMI K7MDENG bPxRfiCY"}), false)]
    #[case::zone(json!({"access_key": "AKIAIOSFODNN7EXAMPLE", "secret_key": SECRET, "region": "us-east-1a"}), false)]
    #[case::unknown_field(json!({"access_key": "AKIAIOSFODNN7EXAMPLE", "secret_key": SECRET, "x": "1"}), false)]
    fn the_schema_marks_slips(#[case] typed: Value, #[case] good: bool) {
        let validator = jsonschema::validator_for(&schema()).expect("a schema");
        assert_eq!(validator.is_valid(&typed), good);
    }

    #[test]
    fn the_form_has_every_field_in_order_and_hides_the_secret_ones() {
        let schema = schema();
        let fields = schema["properties"].as_object().expect("fields");
        let order = schema["x-order"].as_array().expect("an order");
        assert_eq!(order.len(), fields.len());
        for name in order {
            let field = &fields[name.as_str().expect("a name")];
            let secret = field["writeOnly"].as_bool().unwrap_or(false);
            assert_eq!(secret, name == "secret_key" || name == "session_token");
            assert!(field["title"].is_string() && field["description"].is_string());
        }
    }
}
