use super::descriptor::{
    ACCESS_KEY, ACCESS_KEY_ID, DEFAULT_CHAIN, ENDPOINT, PREFIX, PROFILE, REGION, SECRET_ACCESS_KEY,
    SESSION_TOKEN,
};
use crate::environment::{LoginWords, Word, Words};

/// AWS's own, but for the prefix:
/// <https://docs.aws.amazon.com/sdkref/latest/guide/environment-variables.html>.
pub(super) const WORDS: Words = Words {
    needs: &["AWS_REGION"],
    place: &[
        Word::text("AWS_REGION", REGION),
        Word::text("AWS_SECRET_PREFIX", PREFIX),
        Word::text("AWS_ENDPOINT_URL_SECRETS_MANAGER", ENDPOINT),
    ],
    login: None,
    usual: LoginWords {
        id: DEFAULT_CHAIN,
        chosen_by: &[],
        needs: &[],
        words: &[Word::text("AWS_PROFILE", PROFILE)],
    },
    others: &[LoginWords {
        id: ACCESS_KEY,
        chosen_by: &["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"],
        needs: &["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"],
        words: &[
            Word::text("AWS_ACCESS_KEY_ID", ACCESS_KEY_ID),
            Word::secret("AWS_SECRET_ACCESS_KEY", SECRET_ACCESS_KEY),
            Word::secret("AWS_SESSION_TOKEN", SESSION_TOKEN),
        ],
    }],
};
