//! The calls, by <https://tailscale.com/api>.

use nexus_http::{Api, Call, Document};
use nexus_model::{Account, Failure};
use serde::Deserialize;

use super::credential::{self, OAuthClient};
use super::error::parse_error;
use super::machines::Device;
use crate::Tools;
use crate::oauth::Grant;

const API: &str = "https://api.tailscale.com";

/// One account's connection for one check or one listing.
pub(super) struct Client<'a> {
    tools: &'a Tools,
    account: &'a Account,
    client: OAuthClient,
    api: Api,
}

#[derive(Deserialize)]
struct Devices {
    devices: Vec<Document<Device>>,
}

impl<'a> Client<'a> {
    /// # Errors
    /// `invalid_input` for a credential with a field missing.
    pub(super) fn new(tools: &'a Tools, account: &'a Account) -> Result<Self, Failure> {
        let client = credential::of(account)?;
        let endpoint = account.endpoint.as_ref();
        let api = Api::new(&tools.http, endpoint, API, [client.secret.clone()], parse_error)?;
        Ok(Self { tools, account, client, api })
    }

    /// The client's ID.
    pub(super) fn id(&self) -> &str {
        &self.client.id
    }

    /// The tailnet as a person knows it.
    pub(super) fn tailnet_name(&self) -> &str {
        self.client.tailnet_name()
    }

    /// `GET /tailnet/{tailnet}/devices`: all devices at once, there are no pages.
    pub(super) async fn list_devices(&self) -> Result<Vec<Document<Device>>, Failure> {
        // No scope is asked for, which gives the token all that the client has: one that the
        // client lacks would be refused.
        let form = [
            ("grant_type", "client_credentials"),
            ("client_id", self.client.id.as_str()),
            ("client_secret", self.client.secret.expose().trim()),
        ];
        let grant = Grant {
            purpose: "api",
            api: &self.api,
            operation: "CreateToken",
            path: &["api", "v2", "oauth", "token"],
            form: &form,
        };
        let list = |token| async move {
            let api = self.api.clone().keeping(&token);
            let path = ["api", "v2", "tailnet", &self.client.tailnet, "devices"];
            let request = api.get("ListTailnetDevices", &path).query("fields", "all");
            request.bearer(&token).json::<Devices>().await
        };
        let reply = grant.with_token(&self.tools.sessions, self.account, list).await?;
        Ok(reply.devices)
    }

    /// What a failure says of the listing.
    pub(super) fn listing(&self) -> Call {
        self.api.call("ListTailnetDevices")
    }
}

#[cfg(test)]
mod tests {
    use nexus_http::Patience;
    use nexus_model::{Account, CloudId, Endpoint, ProviderId, Secret};
    use nexus_testkit::Rest;
    use nexus_testkit::http::Response;

    use super::Client;
    use crate::Tools;

    #[tokio::test]
    async fn a_tailnet_of_its_own_name_is_asked_by_it_and_the_token_is_kept() {
        let peer = Rest::start(|request| {
            let body = match request.method.as_str() {
                "POST" => r#"{"access_token": "t", "token_type": "Bearer", "expires_in": 3600}"#,
                _ => r#"{"devices": []}"#,
            };
            Response::new(200, "application/json", body)
        });
        let account = Account {
            provider: ProviderId::random(),
            cloud: CloudId::new("tailscale"),
            auth: "oauth_client".into(),
            endpoint: Some(Endpoint::parse(&peer.url()).expect("an endpoint")),
            fields: [
                ("client_id".to_owned(), "k1CNTRL".to_owned()),
                ("tailnet".to_owned(), " alice@example.com ".to_owned()),
            ]
            .into(),
            secrets: [("client_secret".to_owned(), Secret::new("tskey-client-k1-s"))].into(),
        };
        let tools = Tools::new(Patience::default());
        for _ in 0..2 {
            let client = Client::new(&tools, &account).expect("a client");
            client.list_devices().await.expect("no devices");
        }
        let paths: Vec<_> = peer.asked().into_iter().map(|request| request.path).collect();
        let list = "/api/v2/tailnet/alice@example.com/devices?fields=all";
        assert_eq!(paths, ["/api/v2/oauth/token", list, list]);
    }
}
