//! Signing in by the browser, through an OAuth client of the person's own.

use nexus_model::{Account, Failure};
use nexus_signin::SignInPlan;
use serde_json::Value;

use super::credential::{CLIENT_ID, REGION, client_id_field, region, region_field};
use super::guide;
use crate::AuthKind;
use crate::browser::{
    AUTH, CLIENT_SECRET, Pages, REDIRECT_PORT, address, client_secret_field, fixed_port_field,
    missing, offer, plan_by_pages,
};
use crate::credential::form;

/// The one scope that the API's calls are under; what it comes to is what the person may:
/// <https://docs.ovhcloud.com/en/guides/manage-and-operate/api/manage-service-account>.
const SCOPES: [(&str, &str); 1] =
    [("all", "to list Public Cloud projects and instances, as far as the person may")];

/// Signing in by the browser.
pub(super) fn auth_kind() -> AuthKind {
    AuthKind {
        id: AUTH.into(),
        name: "Browser sign-in".into(),
        summary: "For a person's OVHcloud account in Europe, Canada or the US.".into(),
        schema: schema(),
        guide: guide::browser(),
        sign_in: Some(offer(&SCOPES, None)),
    }
}

fn schema() -> Value {
    form(
        [
            (REGION, region_field()),
            (CLIENT_ID, client_id_field("Of the OAuth client of that region.")),
            (
                CLIENT_SECRET,
                client_secret_field("Shown by OVHcloud only once, when the client is created."),
            ),
            (REDIRECT_PORT, fixed_port_field()),
        ],
        &[REGION, CLIENT_ID, CLIENT_SECRET],
    )
}

/// How a person signs in. The authorization endpoint is beside the documented token endpoint, as
/// <https://github.com/carsso/oauth2-ovhcloud> has it; OVHcloud's own guides name neither it nor proof
/// keys nor a revocation endpoint. A proof key is sent all the same: who does not know it has to
/// ignore it (RFC 6749, section 3.1).
///
/// # Errors
/// `invalid_input` for a field that is missing or wrong.
pub(super) fn plan(account: &Account) -> Result<SignInPlan, Failure> {
    let region = region(account)?;
    let at = |path: &[&str]| address(account.endpoint.as_ref(), region.sign_in, path);
    let pages = Pages {
        authorization: at(&["auth", "oauth2", "authorize"])?,
        token: at(&["auth", "oauth2", "token"])?,
        revocation: None,
    };
    let secret = account.secret(CLIENT_SECRET).cloned();
    let secret = secret.ok_or_else(|| missing(CLIENT_SECRET, "client secret"))?;
    plan_by_pages(account, pages, Some(secret), &SCOPES)
}

#[cfg(test)]
mod tests {
    use nexus_model::{Account, CloudId, ProviderId, Secret};
    use nexus_signin::{Server, SignInPlan};
    use rstest::rstest;

    use super::{AUTH, plan};

    #[rstest]
    #[case("EU", "https://www.ovh.com/auth/oauth2/authorize")]
    #[case("CA", "https://ca.ovh.com/auth/oauth2/authorize")]
    #[case("US", "https://us.ovhcloud.com/auth/oauth2/authorize")]
    fn each_region_has_its_own_page(#[case] region: &str, #[case] page: &str) {
        let fields = [("region", region), ("client_id", "0f0f0f0f0f0f0f0f")];
        let account = Account {
            provider: ProviderId::random(),
            cloud: CloudId::new("ovh"),
            auth: AUTH.into(),
            endpoint: None,
            fields: fields.map(|(name, text)| (name.to_owned(), text.to_owned())).into(),
            secrets: [("client_secret".to_owned(), Secret::new("s3cret-0123456789"))].into(),
        };
        let Ok(SignInPlan::Browser(client)) = plan(&account) else { unreachable!("a plan") };
        let Server::Known(known) = client.server else { unreachable!("known") };
        assert_eq!(known.authorization.map(String::from).as_deref(), Some(page));
    }
}
