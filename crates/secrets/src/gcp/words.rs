use super::descriptor::{APPLICATION_DEFAULT, CREDENTIALS_FILE, ENDPOINT, PREFIX, PROJECT_ID};
use crate::environment::{LoginWords, Word, Words};

/// That of the login is Google's own:
/// <https://docs.cloud.google.com/docs/authentication/application-default-credentials#GAC>.
pub(super) const WORDS: Words = Words {
    needs: &["GCP_PROJECT_ID"],
    place: &[
        Word::text("GCP_PROJECT_ID", PROJECT_ID),
        Word::text("GCP_SECRET_PREFIX", PREFIX),
        Word::text("GCP_SECRET_ENDPOINT", ENDPOINT),
    ],
    login: None,
    usual: LoginWords {
        id: APPLICATION_DEFAULT,
        chosen_by: &[],
        needs: &[],
        words: &[Word::text("GOOGLE_APPLICATION_CREDENTIALS", CREDENTIALS_FILE)],
    },
    others: &[],
};
