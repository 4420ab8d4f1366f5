//! The clouds that Azure is: the global one and the national ones.

use nexus_model::Endpoint;

/// One of Azure's clouds.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Environment {
    /// Azure Resource Manager.
    pub(super) arm: &'static str,
    /// Microsoft Entra, which issues the tokens.
    pub(super) entra: &'static str,
    /// The portal.
    pub(super) portal: &'static str,
}

/// Entra and portal by <https://learn.microsoft.com/en-us/entra/identity-platform/authentication-national-cloud>,
/// Resource Manager by Microsoft's SDKs (`getArmEndpoint`, azure-sdk-for-js). The global one first.
static ALL: [Environment; 3] = [
    Environment {
        arm: "https://management.azure.com",
        entra: "https://login.microsoftonline.com",
        portal: "https://portal.azure.com",
    },
    Environment {
        arm: "https://management.usgovcloudapi.net",
        entra: "https://login.microsoftonline.us",
        portal: "https://portal.azure.us",
    },
    Environment {
        arm: "https://management.chinacloudapi.cn",
        entra: "https://login.partner.microsoftonline.cn",
        portal: "https://portal.azure.cn",
    },
];

/// The cloud that an account's endpoint is the Resource Manager of: the global one without an
/// endpoint, none for a private one.
pub(super) fn of(endpoint: Option<&Endpoint>) -> Option<&'static Environment> {
    match endpoint {
        None => ALL.first(),
        Some(endpoint) => ALL.iter().find(|cloud| cloud.arm == endpoint.as_str()),
    }
}

/// The portal of the cloud that a host belongs to.
pub(super) fn portal_of(host: &str) -> Option<&'static str> {
    let is_its = |address: &str| address.strip_prefix("https://") == Some(host);
    ALL.iter().find(|cloud| is_its(cloud.arm) || is_its(cloud.entra)).map(|cloud| cloud.portal)
}

#[cfg(test)]
mod tests {
    use nexus_model::Endpoint;
    use rstest::rstest;

    use super::{of, portal_of};

    #[rstest]
    #[case(None, Some("https://login.microsoftonline.com"))]
    #[case(Some("https://management.azure.com/"), Some("https://login.microsoftonline.com"))]
    #[case(Some("https://management.usgovcloudapi.net"), Some("https://login.microsoftonline.us"))]
    #[case(
        Some("https://management.chinacloudapi.cn"),
        Some("https://login.partner.microsoftonline.cn")
    )]
    #[case(Some("https://management.azure.com.example"), None)]
    #[case(Some("https://management.azure.com:8443"), None)]
    fn an_endpoint_tells_who_issues_its_tokens(
        #[case] endpoint: Option<&str>,
        #[case] entra: Option<&str>,
    ) {
        let endpoint = endpoint.map(|text| Endpoint::parse(text).expect("an endpoint"));
        assert_eq!(of(endpoint.as_ref()).map(|cloud| cloud.entra), entra);
    }

    #[rstest]
    #[case("login.microsoftonline.us", Some("https://portal.azure.us"))]
    #[case("management.azure.com", Some("https://portal.azure.com"))]
    #[case("127.0.0.1:8080", None)]
    fn a_host_tells_the_portal(#[case] host: &str, #[case] portal: Option<&str>) {
        assert_eq!(portal_of(host), portal);
    }
}
