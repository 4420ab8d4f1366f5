//! What Entra's refusals of a sign-in mean. Its word of RFC 6749 says little; its number is in the
//! text: <https://learn.microsoft.com/en-us/entra/identity-platform/reference-error-codes>.

use nexus_model::Failure;

use super::credential::{CLIENT_ID, CLIENT_SECRET, TENANT_ID};
use crate::sign_in::Known;

const APPLICATIONS: &str =
    "https://entra.microsoft.com/#view/Microsoft_AAD_RegisteredApps/ApplicationsListBlade";

/// The failure, in Entra's terms.
pub(super) fn explain(failure: Failure) -> Failure {
    let word = failure.provider_code.as_deref().unwrap_or_default();
    match number(&failure.message).and_then(numbered).or_else(|| worded(word)) {
        Some(known) => known.explain(failure),
        None => failure,
    }
}

/// The number of `AADSTS50011: …`.
fn number(text: &str) -> Option<u32> {
    let digits = text.split_once("AADSTS")?.1;
    let end = digits.find(|c: char| !c.is_ascii_digit()).unwrap_or(digits.len());
    digits[..end].parse().ok()
}

fn numbered(number: u32) -> Option<Known> {
    Some(match number {
        50_011 => Known::new(
            "In the app registration's Authentication, add the redirect URI http://localhost to the platform Mobile and desktop applications.",
        )
        .on(APPLICATIONS),
        65_001 | 65_004 | 90_094 | 90_095 => Known::new(
            "Sign in again and consent. Where people may not consent themselves, an administrator grants user_impersonation of Azure Service Management in the app registration's API permissions.",
        )
        .on(APPLICATIONS),
        700_016 | 700_011 | 70_001 => Known::new(
            "Check that the application (client) ID is that of an app registration of this tenant; one of another tenant must be open to any organizational directory.",
        )
        .in_field(CLIENT_ID)
        .on(APPLICATIONS),
        90_002 | 90_019 | 50_059 | 50_128 | 90_038 => Known::new(
            "Check the directory (tenant) ID. A tenant of a national cloud needs that cloud's endpoint.",
        )
        .in_field(TENANT_ID),
        50_020 | 50_177 | 50_178 => Known::new(
            "Sign in with a work or school account of the tenant, or give the tenant of the account that signs in.",
        )
        .in_field(TENANT_ID),
        7_000_218 => Known::new(
            "In the app registration's Authentication, allow public client flows; or give the client secret of the platform Web.",
        )
        .in_field(CLIENT_SECRET)
        .on(APPLICATIONS),
        7_000_215 | 7_000_222 | 70_002 | 700_025 => Known::new(
            "A public client has no secret: leave it empty. Otherwise paste the value of a client secret that is not over, not its ID.",
        )
        .in_field(CLIENT_SECRET)
        .on(APPLICATIONS),
        50_076 | 50_079 | 50_074 | 50_158 | 53_003 | 53_000 | 53_001 => Known::new(
            "Sign in again in the browser: the tenant's policies ask for a second factor, or for a device or place that it trusts.",
        ),
        50_173 | 70_043 | 70_008 | 700_082 | 50_089 | 54_005 => Known::new(
            "Sign in again: the sign-in is over, by its age or since the password was changed.",
        ),
        _ => return None,
    })
}

fn worded(word: &str) -> Option<Known> {
    Some(match word {
        "access_denied" => Known::new("Sign in again and consent to what the app asks for."),
        "invalid_grant" | "interaction_required" | "login_required" => Known::new("Sign in again."),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use nexus_model::{ErrorCode, Failure};
    use rstest::rstest;

    use super::explain;

    #[rstest]
    #[case(
        "invalid_request",
        "AADSTS50011: The redirect URI does not match.",
        "http://localhost",
        None
    )]
    #[case(
        "access_denied",
        "AADSTS65004: The resource owner denied consent.",
        "administrator",
        None
    )]
    #[case("access_denied", "No.", "consent", None)]
    #[case(
        "invalid_client",
        "AADSTS7000218: The request body must contain …",
        "public client flows",
        Some("client_secret")
    )]
    #[case("unauthorized_client", "AADSTS700016: Not found.", "client) ID", Some("client_id"))]
    #[case("invalid_grant", "AADSTS700082: The refresh token has expired.", "Sign in again", None)]
    #[case("server_error", "AADSTS1: What?", "usual", None)]
    fn a_number_goes_before_a_word(
        #[case] word: &str,
        #[case] told: &str,
        #[case] remedy: &str,
        #[case] field: Option<&str>,
    ) {
        let message = format!("Microsoft says: “{told}”");
        let mut failure =
            Failure::new(ErrorCode::InvalidCredentials, "sign in", message, "As usual.");
        failure.provider_code = Some(word.into());
        let failure = explain(failure);
        assert!(failure.remedy.contains(remedy), "{}", failure.remedy);
        assert_eq!(failure.field.as_deref(), field);
    }
}
