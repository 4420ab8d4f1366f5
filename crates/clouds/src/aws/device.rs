//! IAM Identity Center as the issuer of a sign-in by a code:
//! <https://docs.aws.amazon.com/singlesignon/latest/OIDCAPIReference/Welcome.html>. It is the flow of
//! RFC 8628 in AWS's own API, for a client that is registered anew for each sign-in.

use async_trait::async_trait;
use aws_sdk_ssooidc::operation::create_token::CreateTokenOutput;
use aws_sdk_ssooidc::operation::create_token::builders::CreateTokenFluentBuilder;
use nexus_model::{ErrorCode, Failure, Secret, Timestamp};
use nexus_signin::{DeviceCode, DeviceIssuer, DevicePoll, Tokens};
use serde::Deserialize;
use serde_json::json;

use super::client::Client;
use super::error::{Trouble, parse_error};
use super::identity_center::SCOPE;

/// How the client is called where people see what has access.
const NAME: &str = "nexus-access-vault";

/// Seconds between two polls if AWS does not say (RFC 8628, section 3.2).
const INTERVAL: u32 = 5;

/// RFC 8628, section 3.4.
const DEVICE_GRANT: &str = "urn:ietf:params:oauth:grant-type:device_code";
/// RFC 6749, section 6.
const REFRESH_GRANT: &str = "refresh_token";

/// One portal as an issuer.
pub(super) struct Issuer {
    client: Client,
    start_url: String,
}

/// What is asked with, together with the client it was issued to: AWS accepts it of no other, and
/// the issuer itself keeps nothing. Device codes and refresh tokens leave this module in this form.
#[derive(Deserialize)]
struct Bound {
    client_id: String,
    client_secret: Secret,
    code: Secret,
}

impl Issuer {
    /// A portal, asked by a client without a key.
    pub(super) fn new(client: Client, start_url: String) -> Self {
        Self { client, start_url }
    }

    fn oidc(&self) -> aws_sdk_ssooidc::Client {
        aws_sdk_ssooidc::Client::new(&self.client.config)
    }

    /// <https://docs.aws.amazon.com/singlesignon/latest/OIDCAPIReference/API_RegisterClient.html>
    async fn register_client(&self) -> Result<(String, Secret), Failure> {
        let operation = "RegisterClient";
        let request = self.oidc().register_client().client_name(NAME).client_type("public");
        let reply = request.scopes(SCOPE).send().await;
        let reply = reply.map_err(|error| self.failure(operation, &self.trouble(&error)))?;
        match (reply.client_id, reply.client_secret) {
            (Some(id), Some(secret)) => Ok((id, Secret::new(secret))),
            _ => Err(self.unreadable(operation, "it names no client")),
        }
    }

    /// <https://docs.aws.amazon.com/singlesignon/latest/OIDCAPIReference/API_CreateToken.html>
    async fn create_token(&self, bound: &Bound, grant: &str) -> Result<Tokens, Failure> {
        let asked_at = Timestamp::now();
        let request = self.oidc().create_token().grant_type(grant);
        let request =
            request.client_id(&bound.client_id).client_secret(bound.client_secret.expose());
        let request = with_code(request, grant, bound.code.expose());
        let reply = request.send().await;
        let secrets = [bound.client_secret.clone(), bound.code.clone()];
        let reply =
            reply.map_err(|error| self.failure("CreateToken", &Trouble::of(&error, &secrets)))?;
        tokens(&reply, bound, asked_at)
            .ok_or_else(|| self.unreadable("CreateToken", "it has no bearer token"))
    }

    fn bound(&self, secret: &Secret) -> Result<Bound, Failure> {
        serde_json::from_str(secret.expose()).map_err(|_| {
            let message = "The kept sign-in cannot be used.";
            Failure::new(ErrorCode::InvalidCredentials, "CreateToken", message, "Sign in again.")
        })
    }

    fn trouble<E>(
        &self,
        error: &aws_sdk_ssooidc::error::SdkError<E, aws_sdk_ssooidc::config::http::HttpResponse>,
    ) -> Trouble
    where
        E: aws_sdk_ssooidc::error::ProvideErrorMetadata + std::error::Error + 'static,
    {
        Trouble::of(error, &self.client.secrets)
    }

    fn failure(&self, operation: &'static str, trouble: &Trouble) -> Failure {
        parse_error(&self.client.call("oidc", operation, &self.client.home), trouble)
    }

    fn unreadable(&self, operation: &'static str, why: &str) -> Failure {
        self.failure(operation, &Trouble::Unreadable(why.to_owned()))
    }
}

#[async_trait]
impl DeviceIssuer for Issuer {
    /// <https://docs.aws.amazon.com/singlesignon/latest/OIDCAPIReference/API_StartDeviceAuthorization.html>
    async fn start(&self) -> Result<DeviceCode, Failure> {
        let operation = "StartDeviceAuthorization";
        let (client_id, client_secret) = self.register_client().await?;
        let asked_at = Timestamp::now();
        let request = self.oidc().start_device_authorization().client_id(&client_id);
        let request = request.client_secret(client_secret.expose()).start_url(&self.start_url);
        let reply = request.send().await;
        let secrets = [client_secret.clone()];
        let reply =
            reply.map_err(|error| self.failure(operation, &Trouble::of(&error, &secrets)))?;
        let (Some(code), Some(user_code), Some(verification_uri)) =
            (reply.device_code(), reply.user_code(), reply.verification_uri())
        else {
            return Err(self.unreadable(operation, "it has no code"));
        };
        let expires_at =
            Timestamp::from_unix(asked_at.unix() + i64::from(reply.expires_in().max(0)));
        Ok(DeviceCode {
            device_code: bind(&client_id, &client_secret, code),
            user_code: user_code.to_owned(),
            verification_uri: verification_uri.to_owned(),
            verification_uri_complete: reply.verification_uri_complete().map(str::to_owned),
            expires_at: expires_at.unwrap_or(asked_at),
            interval_seconds: u32::try_from(reply.interval())
                .ok()
                .filter(|one| *one > 0)
                .unwrap_or(INTERVAL),
        })
    }

    async fn poll(&self, code: &DeviceCode) -> Result<DevicePoll, Failure> {
        let bound = self.bound(&code.device_code)?;
        match self.create_token(&bound, DEVICE_GRANT).await {
            Ok(tokens) => Ok(DevicePoll::Done(Box::new(tokens))),
            Err(failure) => match failure.provider_code.as_deref() {
                Some("AuthorizationPendingException") => Ok(DevicePoll::Pending),
                Some("SlowDownException") => Ok(DevicePoll::SlowDown),
                _ => Err(failure),
            },
        }
    }

    async fn refresh(&self, refresh: &Secret) -> Result<Tokens, Failure> {
        self.create_token(&self.bound(refresh)?, REFRESH_GRANT).await
    }

    /// <https://docs.aws.amazon.com/singlesignon/latest/PortalAPIReference/API_Logout.html>
    async fn revoke(&self, tokens: &Tokens) -> Result<(), Failure> {
        self.client.logout(&tokens.access).await
    }
}

fn with_code(
    request: CreateTokenFluentBuilder,
    grant: &str,
    code: &str,
) -> CreateTokenFluentBuilder {
    if grant == DEVICE_GRANT { request.device_code(code) } else { request.refresh_token(code) }
}

fn bind(client_id: &str, client_secret: &Secret, code: &str) -> Secret {
    let bound =
        json!({"client_id": client_id, "client_secret": client_secret.expose(), "code": code});
    Secret::new(bound.to_string())
}

/// `None` without a token that can be used.
fn tokens(reply: &CreateTokenOutput, bound: &Bound, asked_at: Timestamp) -> Option<Tokens> {
    let access = reply.access_token().filter(|token| !token.is_empty())?;
    if !reply.token_type().is_none_or(|kind| kind.eq_ignore_ascii_case("bearer")) {
        return None;
    }
    let refresh = reply.refresh_token().filter(|token| !token.is_empty());
    Some(Tokens {
        access: Secret::new(access),
        refresh: refresh.map(|token| bind(&bound.client_id, &bound.client_secret, token)),
        expires_at: Timestamp::from_unix(asked_at.unix() + i64::from(reply.expires_in().max(0))),
        scopes: None,
        who: None,
    })
}
