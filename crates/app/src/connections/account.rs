use nexus_model::{
    ACCESS_TOKEN, Account, CloudId, Connection, Failure, Provider, ProviderId, Secret, SecretFields,
};
use nexus_vault::Vault;

use super::REFRESH_TOKEN;
use crate::App;

impl App {
    /// Makes a call for a provider, with its credential for the length of it. If the cloud answers
    /// 401 to a connection's token, that may have been revoked ahead of its time: it is renewed and
    /// the call is made once more.
    ///
    /// # Errors
    /// Why there is no token, and those of the call.
    pub(crate) async fn with_account<T, Fut>(
        &self,
        vault: &Vault,
        provider: &Provider,
        call: impl Fn(Account) -> Fut,
    ) -> Result<T, Failure>
    where
        Fut: Future<Output = Result<T, Failure>>,
    {
        let account = self.account(vault, provider, None).await?;
        let token = account.secret(ACCESS_TOKEN).cloned();
        let refused = match call(account).await {
            Err(failure) if failure.http_status == Some(401) || failure.code.needs_reconnect() => {
                failure
            }
            result => return result,
        };
        match (provider.connection, &token) {
            (Some(_), Some(_)) if refused.http_status == Some(401) => {
                call(self.account(vault, provider, token.as_ref()).await?).await
            }
            // Somebody else may have replaced the credential a moment ago.
            (None, _) if self.read_again(vault, provider.id).await.unwrap_or(false) => {
                call(self.account(vault, provider, None).await?).await
            }
            _ => Err(refused),
        }
    }

    /// Joins a provider with its secrets for the length of one call to its cloud. `refused` is a
    /// token that its cloud no longer takes.
    pub(crate) async fn account(
        &self,
        vault: &Vault,
        provider: &Provider,
        refused: Option<&Secret>,
    ) -> Result<Account, Failure> {
        let mut account = Account {
            provider: provider.id,
            cloud: provider.cloud.clone(),
            auth: provider.auth.clone(),
            endpoint: provider.endpoint.clone(),
            fields: provider.fields.clone(),
            secrets: [].into(),
        };
        if let Some(id) = provider.connection {
            let (connection, secrets) = self.connected(vault, id, refused).await?;
            // The connection's own are the newer ones after a reconnect with another client.
            account.endpoint = connection.endpoint;
            account.fields.extend(connection.fields);
            account.secrets = for_calls(secrets);
        } else {
            let (secrets, fields) = self.credential_of(vault, provider).await?;
            account.secrets = secrets;
            account.fields = fields.unwrap_or(account.fields);
        }
        Ok(account)
    }
}

/// The account of a connection to a cloud, before it is one provider or several.
pub(crate) fn account_of(
    connection: &Connection,
    cloud: &CloudId,
    auth: &str,
    secrets: SecretFields,
) -> Account {
    Account {
        // Sessions that the cloud opens belong to the connection until there are providers.
        provider: ProviderId(connection.id.0),
        cloud: cloud.clone(),
        auth: auth.to_owned(),
        endpoint: connection.endpoint.clone(),
        fields: connection.fields.clone(),
        secrets: for_calls(secrets),
    }
}

/// A connection's secrets without the one that no cloud is shown.
fn for_calls(mut secrets: SecretFields) -> SecretFields {
    secrets.remove(REFRESH_TOKEN);
    secrets
}

/// What a person typed of a connection's secrets: all but the tokens.
pub(crate) fn typed(mut secrets: SecretFields) -> SecretFields {
    secrets.remove(ACCESS_TOKEN);
    for_calls(secrets)
}
