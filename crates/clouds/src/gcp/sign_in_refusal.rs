//! What Google's refusals of a sign-in mean:
//! <https://developers.google.com/identity/protocols/oauth2/native-app#authorization-errors> and,
//! of the token endpoint, <https://developers.google.com/identity/protocols/oauth2#expiration>.

use nexus_model::Failure;

use crate::browser::{CLIENT_ID, CLIENT_SECRET, REDIRECT_PORT};
use crate::sign_in::Known;

const AUDIENCE: &str = "https://console.cloud.google.com/auth/audience";
const CLIENTS: &str = "https://console.cloud.google.com/auth/clients";

/// The failure, in Google's terms.
pub(super) fn explain(failure: Failure) -> Failure {
    match failure.provider_code.as_deref().and_then(known) {
        Some(known) => known.explain(failure),
        None => failure,
    }
}

fn known(code: &str) -> Option<Known> {
    Some(match code {
        "access_denied" => Known::new(
            "Sign in again and allow the access. While the OAuth app is in testing, add the Google account to its test users first.",
        )
        .on(AUDIENCE),
        "org_internal" => Known::new(
            "The OAuth app is for its own organisation only: sign in with an account of that, or set its user type to External.",
        )
        .on(AUDIENCE),
        "admin_policy_enforced" => Known::new(
            "Ask the administrator of the Google Workspace to trust the OAuth client's ID under API controls.",
        )
        .on("https://admin.google.com/ac/owl"),
        "redirect_uri_mismatch" => Known::new(
            "Use a client of the type Desktop app; or register exactly the redirect URI that the dialog shows, and give its port.",
        )
        .in_field(REDIRECT_PORT)
        .on(CLIENTS),
        "invalid_client" => Known::new(
            "Check the client ID and paste the client secret again: Google wants the secret of a desktop app too.",
        )
        .in_field(CLIENT_SECRET)
        .on(CLIENTS),
        "deleted_client" | "disabled_client" | "unauthorized_client" => Known::new(
            "Create another OAuth client of the type Desktop app and use its ID and secret.",
        )
        .in_field(CLIENT_ID)
        .on(CLIENTS),
        "invalid_scope" => Known::new(
            "Enable the APIs that the guide names in the project that the OAuth client is of, then try again.",
        )
        .on("https://console.cloud.google.com/apis/library"),
        "invalid_grant" => Known::new(
            "Sign in again. Google ends a sign-in when its password changes, when access is taken back, after six months without use, and after seven days while the OAuth app is in testing: publish it to keep its sign-ins.",
        )
        .on(AUDIENCE),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use nexus_model::{ErrorCode, Failure};
    use rstest::rstest;

    use super::explain;

    #[rstest]
    #[case("access_denied", "test users", None)]
    #[case("org_internal", "External", None)]
    #[case("redirect_uri_mismatch", "exactly the redirect URI", Some("redirect_port"))]
    #[case("invalid_client", "secret", Some("client_secret"))]
    #[case("invalid_grant", "seven days", None)]
    fn a_refusal_is_told_in_googles_terms(
        #[case] code: &str,
        #[case] remedy: &str,
        #[case] field: Option<&str>,
    ) {
        let mut failure = Failure::new(ErrorCode::InvalidCredentials, "sign in", "No.", "?");
        failure.provider_code = Some(code.into());
        let failure = explain(failure);
        assert!(failure.remedy.contains(remedy), "{}", failure.remedy);
        assert_eq!(failure.field.as_deref(), field);
        assert!(failure.link.is_some_and(|link| link.starts_with("https://")));
    }

    #[test]
    fn another_failure_stays_as_it_is() {
        let failure = Failure::new(ErrorCode::UnreachableDns, "sign in", "No.", "Look.");
        assert_eq!(explain(failure.clone()), failure);
    }
}
