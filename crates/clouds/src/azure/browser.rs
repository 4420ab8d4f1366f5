//! Signing in by the browser, through an app registration of the person's own.

use nexus_model::{Account, Endpoint, Failure};
use nexus_signin::{AuthMethod, Client, Endpoints, LoopbackHost, Quirks, Server, SignInPlan};
use serde_json::{Value, json};

use super::credential::{CLIENT_ID, CLIENT_SECRET, TENANT_ID, tenant};
use super::{environment, guide};
use crate::AuthKind;
use crate::browser::{AUTH, address, client_secret_field, offer, redirect, typed};
use crate::credential::{UUID, form};

/// Resource Manager's delegated permission, in the global cloud. The others ask for the same of
/// their own Resource Manager.
const SCOPE: (&str, &str) = (
    "https://management.azure.com/user_impersonation",
    "to list subscriptions, virtual machines and their addresses, as far as the account itself may",
);

/// Who signed in, and a token to renew the access with. Entra names none of them as granted:
/// <https://learn.microsoft.com/en-us/entra/identity-platform/scopes-oidc#openid-connect-scopes>.
const OPENID: [&str; 3] = ["offline_access", "openid", "profile"];

/// Signing in by the browser.
pub(super) fn auth_kind() -> AuthKind {
    AuthKind {
        id: AUTH.into(),
        name: "Browser sign-in".into(),
        summary: "For all subscriptions of a work or school account.".into(),
        schema: schema(),
        guide: guide::browser(),
        sign_in: Some(offer(&[SCOPE], Some("subscriptions"))),
    }
}

fn schema() -> Value {
    form(
        [
            (
                CLIENT_ID,
                json!({
                    "title": "Application (client) ID",
                    "description": "On the app registration's overview.",
                    "pattern": UUID,
                    "examples": ["00001111-aaaa-2222-bbbb-3333cccc4444"]
                }),
            ),
            (
                TENANT_ID,
                json!({
                    "title": "Directory (tenant) ID",
                    "description": "Empty, or organizations, for the tenant of the account that signs in. A domain of the tenant will do too.",
                    "pattern": "^[A-Za-z0-9][A-Za-z0-9.-]*$",
                    "maxLength": 253,
                    "examples": ["aaaabbbb-0000-cccc-1111-dddd2222eeee", "contoso.onmicrosoft.com", "organizations"]
                }),
            ),
            (
                CLIENT_SECRET,
                client_secret_field(
                    "Only for an application of the platform Web. A public client has none.",
                ),
            ),
        ],
        &[CLIENT_ID],
    )
}

/// How a person signs in. Entra does not compare the port of `http://localhost`, and knows no other
/// loopback for certain:
/// <https://learn.microsoft.com/en-us/entra/identity-platform/reply-url#localhost-exceptions>.
///
/// # Errors
/// `invalid_input` for a field that is missing.
pub(super) fn plan(account: &Account) -> Result<SignInPlan, Failure> {
    let client = typed(account, CLIENT_ID, "application (client) ID")?.to_owned();
    let endpoint = account.endpoint.as_ref();
    let resource = environment::of(endpoint).map(|cloud| cloud.arm);
    let resource = resource.or(endpoint.map(Endpoint::as_str)).unwrap_or_default();
    let own = [format!("{resource}/user_impersonation")];
    Ok(SignInPlan::Browser(Box::new(Client {
        server: Server::Known(Box::new(endpoints(account)?)),
        id: client,
        secret: account.secret(CLIENT_SECRET).cloned(),
        auth_method: AuthMethod::Post,
        scopes: own.into_iter().chain(OPENID.map(str::to_owned)).collect(),
        parameters: vec![("prompt".to_owned(), "select_account".to_owned())],
        quirks: Quirks::default(),
        redirect: redirect(account, LoopbackHost::Name, None)?,
    })))
}

/// Entra's, of the account's cloud and tenant. They are known and not discovered, since the metadata
/// of `organizations` names an issuer that is none:
/// <https://learn.microsoft.com/en-us/entra/identity-platform/v2-protocols-oidc#find-your-apps-openid-configuration-document-uri>.
fn endpoints(account: &Account) -> Result<Endpoints, Failure> {
    let tenant = tenant(account);
    let endpoint = account.endpoint.as_ref();
    let cloud = environment::of(endpoint);
    let own = endpoint.filter(|_| cloud.is_none());
    let entra = cloud.map_or("", |cloud| cloud.entra);
    let at = |path: &[&str]| address(own, entra, path);
    // A tenant that is not named by its GUID is told only by the token.
    let issuer = is_guid(tenant).then(|| at(&[tenant, "v2.0"])).transpose()?;
    Ok(Endpoints {
        issuer: issuer.map(String::from),
        authorization: Some(at(&[tenant, "oauth2", "v2.0", "authorize"])?),
        token: at(&[tenant, "oauth2", "v2.0", "token"])?,
        device_authorization: Some(at(&[tenant, "oauth2", "v2.0", "devicecode"])?),
        // Entra has none: <https://learn.microsoft.com/en-us/entra/identity-platform/refresh-tokens#token-revocation>.
        revocation: None,
        keys: Some(at(&[tenant, "discovery", "v2.0", "keys"])?),
        answers_carry_issuer: false,
        proof_key_methods: None,
    })
}

/// Whether a text has the form of a GUID.
fn is_guid(text: &str) -> bool {
    let lengths: Vec<_> = text.split('-').map(str::len).collect();
    lengths == [8, 4, 4, 4, 12] && text.chars().all(|c| c.is_ascii_hexdigit() || c == '-')
}

#[cfg(test)]
mod tests {
    use nexus_model::{Account, CloudId, Endpoint, ProviderId};
    use nexus_signin::{Client, Server, SignInPlan};
    use rstest::rstest;

    use super::{AUTH, plan};

    fn client(tenant: Option<&str>, endpoint: Option<&str>) -> Client {
        let id = ("client_id", "00001111-aaaa-2222-bbbb-3333cccc4444");
        let fields = [id].into_iter().chain(tenant.map(|tenant| ("tenant_id", tenant)));
        let account = Account {
            provider: ProviderId::random(),
            cloud: CloudId::new("azure"),
            auth: AUTH.into(),
            endpoint: endpoint.map(|url| Endpoint::parse(url).expect("an endpoint")),
            fields: fields.map(|(name, text)| (name.into(), text.into())).collect(),
            secrets: [].into(),
        };
        match plan(&account).expect("a plan") {
            SignInPlan::Browser(client) => *client,
            SignInPlan::Device(_) | SignInPlan::Client(_) => unreachable!("by the browser"),
        }
    }

    #[rstest]
    #[case(
        None,
        None,
        "https://login.microsoftonline.com/organizations/oauth2/v2.0/token",
        None,
        "https://management.azure.com/user_impersonation"
    )]
    #[case(
        Some("aaaabbbb-0000-cccc-1111-dddd2222eeee"),
        Some("https://management.usgovcloudapi.net"),
        "https://login.microsoftonline.us/aaaabbbb-0000-cccc-1111-dddd2222eeee/oauth2/v2.0/token",
        Some("https://login.microsoftonline.us/aaaabbbb-0000-cccc-1111-dddd2222eeee/v2.0"),
        "https://management.usgovcloudapi.net/user_impersonation"
    )]
    #[case(
        Some("contoso.com"),
        Some("https://stack.example"),
        "https://stack.example/contoso.com/oauth2/v2.0/token",
        None,
        "https://stack.example/user_impersonation"
    )]
    fn each_cloud_has_its_entra(
        #[case] tenant: Option<&str>,
        #[case] endpoint: Option<&str>,
        #[case] token: &str,
        #[case] issuer: Option<&str>,
        #[case] scope: &str,
    ) {
        let client = client(tenant, endpoint);
        let Server::Known(known) = client.server else { unreachable!("known") };
        assert_eq!(known.token.as_str(), token);
        assert_eq!(known.issuer.as_deref(), issuer);
        assert_eq!(client.scopes[0], scope);
    }
}
