//! The logins that ask another server, set up with one.

use serde_json::json;
use time::OffsetDateTime;

use super::VaultServer;
use crate::openid_provider::{self, OpenIdProvider};
use crate::signing_key::SigningKey;
use crate::token_reviews::{NAMESPACE, TokenReviews, UID, USER};

impl VaultServer {
    /// Lets the directory's people log in by LDAP: those of the group ops get this policy. ada is in
    /// it and bob is not; both have the password `password`. HashiCorp's only.
    pub fn use_directory(&self, policy: &str) {
        let config = json!({"url": self.told.directory, "userattr": "cn",
            "userdn": "ou=people,dc=example,dc=org", "groupdn": "ou=groups,dc=example,dc=org"});
        self.ask("POST", "auth/ldap/config", &config);
        self.ask("POST", "auth/ldap/groups/ops", &json!({"policies": policy}));
    }

    /// Lets a cluster's service account log in by the role `nexus` with this policy, and gives the
    /// token that its pods have.
    pub fn use_cluster(&self, cluster: &TokenReviews, policy: &str) -> String {
        let config = json!({"kubernetes_host": cluster.url(), "disable_local_ca_jwt": true,
            "token_reviewer_jwt": cluster.reviewer()});
        self.ask("POST", "auth/kubernetes/config", &config);
        let (_, account) = USER.rsplit_once(':').expect("a service account");
        let role = json!({"bound_service_account_names": [account], "token_policies": policy,
            "bound_service_account_namespaces": [NAMESPACE], "audience": "vault"});
        self.ask("POST", "auth/kubernetes/role/nexus", &role);
        let now = OffsetDateTime::now_utc().unix_timestamp();
        let account =
            json!({"namespace": NAMESPACE, "serviceaccount": {"name": account, "uid": UID}});
        let token = SigningKey::generate().sign(&json!({
            "iss": "https://kubernetes.default.svc.cluster.local", "sub": USER, "aud": ["vault"],
            "iat": now, "nbf": now, "exp": now + 3600, "kubernetes.io": account
        }));
        cluster.issue(&token);
        token
    }

    /// Lets people of a provider log in in the browser, by the role `nexus` with this policy, which is
    /// the usual one. They come back to this address, with any port.
    pub fn use_provider(&self, provider: &OpenIdProvider, redirect_uri: &str, policy: &str) {
        let config = json!({"oidc_discovery_url": provider.issuer(), "default_role": "nexus",
            "oidc_client_id": openid_provider::VAULT, "oidc_client_secret": openid_provider::SECRET});
        self.ask("POST", "auth/oidc/config", &config);
        let role = json!({"role_type": "oidc", "user_claim": "sub", "token_policies": policy,
            "allowed_redirect_uris": [redirect_uri]});
        self.ask("POST", "auth/oidc/role/nexus", &role);
    }
}
