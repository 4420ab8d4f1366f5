//! The SDK's client, and what its failures tell.

use aws_config::BehaviorVersion;
use aws_config::retry::RetryConfig;
use aws_config::timeout::TimeoutConfig;
use aws_credential_types::Credentials;
use aws_sdk_secretsmanager::Client as Sdk;
use aws_smithy_http_client::{Builder, tls};
use aws_types::region::Region;
use nexus_http::{Call, Patience};
use nexus_model::{Endpoint, Failure, Secret};
use tokio::sync::OnceCell;

use super::descriptor::{
    ACCESS_KEY, ACCESS_KEY_ID, ENDPOINT, PROFILE, REGION, SECRET_ACCESS_KEY, SESSION_TOKEN,
};
use crate::BackendConfig;
use crate::backends::invalid;
use crate::common::field;

/// One region of Secrets Manager with a login.
pub(super) struct Client {
    region: String,
    endpoint: Option<Endpoint>,
    profile: Option<String>,
    /// Without one, AWS's default chain is asked.
    key: Option<Credentials>,
    /// All that must not show in a failure.
    pub(super) secrets: Vec<Secret>,
    patience: Patience,
    sdk: OnceCell<Sdk>,
}

impl Client {
    /// # Errors
    /// `invalid_input` naming the field that cannot be used.
    pub(super) fn of(config: &BackendConfig, patience: Patience) -> Result<Self, Failure> {
        let region = field(config, REGION).unwrap_or_default();
        let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
        if region.is_empty() || !region.bytes().all(plain) {
            let message = format!("“{region}” is no region of AWS.");
            return Err(invalid(REGION, message, "Write it as AWS does, for example us-east-1."));
        }
        let endpoint = field(config, ENDPOINT).map(Endpoint::parse).transpose();
        let endpoint = endpoint.map_err(|why| {
            let message = format!("The endpoint cannot be used: {why}");
            invalid(ENDPOINT, message, "Leave it empty to use AWS's own.")
        })?;
        Ok(Self {
            region: region.to_owned(),
            endpoint,
            profile: field(config, PROFILE).map(str::to_owned),
            key: (config.login == ACCESS_KEY).then(|| key(config)),
            secrets: config.secrets.values().cloned().collect(),
            patience,
            sdk: OnceCell::new(),
        })
    }

    pub(super) fn region(&self) -> &str {
        &self.region
    }

    /// What a failure says of a call.
    pub(super) fn call(&self, operation: &'static str) -> Call {
        let host = match &self.endpoint {
            Some(endpoint) => endpoint.as_str().split("://").last().unwrap_or_default().to_owned(),
            // https://docs.aws.amazon.com/general/latest/gr/asm.html
            None => format!("secretsmanager.{}.amazonaws.com", self.region),
        };
        Call { operation, region: Some(self.region.clone()), host }
    }

    /// The SDK's client. Profiles are read at the first call.
    pub(super) async fn sdk(&self) -> &Sdk {
        self.sdk.get_or_init(|| self.load()).await
    }

    async fn load(&self) -> Sdk {
        let http = Builder::new()
            .tls_provider(tls::Provider::Rustls(tls::rustls_provider::CryptoMode::AwsLc))
            .build_https();
        let patience = self.patience;
        let timeouts = TimeoutConfig::builder()
            .connect_timeout(patience.connect)
            .read_timeout(patience.attempt)
            .operation_attempt_timeout(patience.attempt)
            .operation_timeout(patience.call)
            .build();
        let mut loader = aws_config::defaults(BehaviorVersion::latest())
            .http_client(http)
            .region(Region::new(self.region.clone()))
            .retry_config(RetryConfig::standard().with_max_attempts(patience.attempts))
            .timeout_config(timeouts);
        if let Some(endpoint) = &self.endpoint {
            loader = loader.endpoint_url(endpoint.as_str());
        }
        if let Some(profile) = &self.profile {
            loader = loader.profile_name(profile);
        }
        if let Some(key) = &self.key {
            loader = loader.credentials_provider(key.clone());
        }
        Sdk::new(&loader.load().await)
    }
}

/// The fields were checked against the descriptor: both are there.
fn key(config: &BackendConfig) -> Credentials {
    let secret = |name| config.secrets.get(name).map(|secret| secret.expose().trim().to_owned());
    Credentials::new(
        field(config, ACCESS_KEY_ID).unwrap_or_default(),
        secret(SECRET_ACCESS_KEY).unwrap_or_default(),
        secret(SESSION_TOKEN).filter(|token| !token.is_empty()),
        None,
        "nexus",
    )
}
