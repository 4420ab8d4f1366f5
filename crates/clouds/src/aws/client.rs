//! The calls, named as AWS names them.

use aws_sdk_ec2::config::http::HttpResponse;
use aws_sdk_ec2::config::retry::RetryConfig;
use aws_sdk_ec2::config::timeout::TimeoutConfig;
use aws_sdk_ec2::config::{BehaviorVersion, Region, SharedCredentialsProvider};
use aws_sdk_ec2::error::{ProvideErrorMetadata, SdkError};
use aws_sdk_ec2::operation::describe_instances::DescribeInstancesOutput;
use aws_smithy_http_client::{Builder, tls};
use aws_types::SdkConfig;
use nexus_http::Patience;
use nexus_model::{Account, Failure, Identity, Secret};
use url::Url;

use super::document::{InstanceDocument, KeepBody, instances};
use super::error::{Call, Trouble, parse_error};
use super::{assume_role, credential, partition, role};
use crate::Session;

/// Most instances a page may have:
/// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeInstances.html>.
const PAGE: i32 = 1000;

/// One account's connection for one check or one listing.
///
/// Built from the account alone: no profile, environment variable or instance metadata can put
/// another credential in its place. All regions share its connections, which end with it.
pub(super) struct Client {
    pub(super) config: SdkConfig,
    /// Region of the calls that belong to none.
    pub(super) home: String,
    endpoint_host: Option<String>,
    /// All that must not show in a failure.
    pub(super) secrets: Vec<Secret>,
    /// The session it calls with, if not the account's own key.
    pub(super) session: Option<Session>,
}

/// The same, for one region.
pub(super) struct Regional<'a> {
    client: &'a Client,
    ec2: aws_sdk_ec2::Client,
    region: &'a str,
}

/// One page of DescribeInstances: what the SDK understood and what AWS wrote.
pub(super) struct Page {
    pub(super) output: DescribeInstancesOutput,
    pub(super) documents: Vec<InstanceDocument>,
}

impl Client {
    /// With the account's own key.
    ///
    /// # Errors
    /// `invalid_input` for a credential that lacks a field.
    pub(super) fn new(account: &Account, patience: Patience) -> Result<Self, Failure> {
        let credentials = credential::of(account)?;
        let home = account.field(credential::REGION).or_else(|| role::home_region(account));
        let client = Self::without_key(account, patience, home.unwrap_or(partition::HOME_REGION));
        let credentials = SharedCredentialsProvider::new(credentials);
        let config = client.config.to_builder().credentials_provider(credentials).build();
        Ok(Self { config, ..client })
    }

    /// Without a key, for calls that are not signed. `home` is the region of the calls that belong
    /// to none.
    pub(super) fn without_key(account: &Account, patience: Patience, home: &str) -> Self {
        let http = Builder::new()
            .tls_provider(tls::Provider::Rustls(tls::rustls_provider::CryptoMode::AwsLc))
            .build_https();
        let timeouts = TimeoutConfig::builder()
            .connect_timeout(patience.connect)
            .read_timeout(patience.attempt)
            .operation_attempt_timeout(patience.attempt)
            .operation_timeout(patience.call)
            .build();
        let mut config = SdkConfig::builder()
            .behavior_version(BehaviorVersion::latest())
            .http_client(http)
            .region(Region::new(home.to_owned()))
            .retry_config(RetryConfig::standard().with_max_attempts(patience.attempts))
            .timeout_config(timeouts);
        if let Some(endpoint) = &account.endpoint {
            config = config.endpoint_url(endpoint.as_str());
        }
        let endpoint_host =
            account.endpoint.as_ref().and_then(|endpoint| host_of(endpoint.as_str()));
        let secrets = account.secrets.values().cloned().collect();
        let home = home.to_owned();
        Self { config: config.build(), home, endpoint_host, secrets, session: None }
    }

    /// The same with a session in place of the account's own key.
    pub(super) fn with_session(self, session: Session) -> Self {
        let credentials = SharedCredentialsProvider::new(assume_role::credentials(&session));
        let config = self.config.to_builder().credentials_provider(credentials).build();
        let mut secrets = self.secrets;
        secrets.extend(session.secrets.values().cloned());
        Self { config, secrets, session: Some(session), ..self }
    }

    /// <https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html>
    pub(super) async fn get_caller_identity(&self) -> Result<Identity, Failure> {
        let operation = "GetCallerIdentity";
        let call = self.call("sts", operation, &self.home);
        let sts = aws_sdk_sts::Client::new(&self.config);
        let reply = sts.get_caller_identity().send().await;
        let reply =
            reply.map_err(|error| parse_error(&call, &Trouble::of(&error, &self.secrets)))?;
        match (reply.account, reply.arn) {
            (Some(account), Some(principal)) => {
                let mut identity = Identity::new(account, principal);
                identity.expires_at = self.session.as_ref().map(|session| session.expires_at);
                Ok(identity)
            }
            _ => {
                let why = "it names no account or no principal".to_owned();
                Err(parse_error(&call, &Trouble::Unreadable(why)))
            }
        }
    }

    /// Names of the regions that are enabled for the account, sorted.
    ///
    /// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeRegions.html>
    pub(super) async fn describe_regions(&self) -> Result<Vec<String>, Failure> {
        let call = self.call("ec2", "DescribeRegions", &self.home);
        let ec2 = aws_sdk_ec2::Client::new(&self.config);
        let reply = ec2.describe_regions().all_regions(false).send().await;
        let reply =
            reply.map_err(|error| parse_error(&call, &Trouble::of(&error, &self.secrets)))?;
        // AWS names only what was asked for. Compatible services exist that name every region there
        // is, also those that would refuse the key.
        let mut names: Vec<String> = reply
            .regions()
            .iter()
            .filter(|region| region.opt_in_status() != Some("not-opted-in"))
            .filter_map(|region| region.region_name().map(str::to_owned))
            .filter(|name| partition::are_together(name, &self.home))
            .collect();
        names.sort();
        names.dedup();
        if names.is_empty() {
            let why = "it names no region".to_owned();
            return Err(parse_error(&call, &Trouble::Unreadable(why)));
        }
        Ok(names)
    }

    /// The client of one region.
    pub(super) fn in_region<'a>(&'a self, region: &'a str) -> Regional<'a> {
        let config = self.config.to_builder().region(Region::new(region.to_owned())).build();
        Regional { client: self, ec2: aws_sdk_ec2::Client::new(&config), region }
    }

    /// What a failure says of a call.
    pub(super) fn call(&self, service: &str, operation: &'static str, region: &str) -> Call {
        let host = self.endpoint_host.clone();
        Call {
            operation,
            region: region.to_owned(),
            host: host.unwrap_or_else(|| partition::api_host(service, region)),
        }
    }
}

impl Regional<'_> {
    /// One page of up to 1,000 instances; the token is the previous page's, empty for the first.
    ///
    /// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeInstances.html>
    pub(super) async fn describe_instances(&self, token: String) -> Result<Page, Failure> {
        let token = Some(token).filter(|token| !token.is_empty());
        let body = KeepBody::default();
        let request = self.ec2.describe_instances().max_results(PAGE).set_next_token(token);
        let output = request.customize().interceptor(body.clone()).send().await;
        let output =
            output.map_err(|error| self.failure(&Trouble::of(&error, &self.client.secrets)))?;
        let documents = instances(&body.take()).map_err(|why| self.unreadable(&why))?;
        Ok(Page { output, documents })
    }

    /// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_StartInstances.html>
    pub(super) async fn start_instance(&self, id: &str) -> Result<(), Failure> {
        let reply = self.ec2.start_instances().instance_ids(id).send().await;
        reply.map(drop).map_err(|error| self.refused("StartInstances", &error))
    }

    /// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_StopInstances.html>
    pub(super) async fn stop_instance(&self, id: &str) -> Result<(), Failure> {
        let reply = self.ec2.stop_instances().instance_ids(id).send().await;
        reply.map(drop).map_err(|error| self.refused("StopInstances", &error))
    }

    /// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_RebootInstances.html>
    pub(super) async fn reboot_instance(&self, id: &str) -> Result<(), Failure> {
        let reply = self.ec2.reboot_instances().instance_ids(id).send().await;
        reply.map(drop).map_err(|error| self.refused("RebootInstances", &error))
    }

    /// The encrypted password of a Windows instance, empty where there is none.
    ///
    /// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_GetPasswordData.html>
    pub(super) async fn get_password_data(&self, id: &str) -> Result<String, Failure> {
        let reply = self.ec2.get_password_data().instance_id(id).send().await;
        let reply = reply.map_err(|error| self.refused("GetPasswordData", &error))?;
        Ok(reply.password_data.unwrap_or_default())
    }

    /// Name of the key pair that an instance was launched with, if there is one.
    ///
    /// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeInstances.html>
    pub(super) async fn key_pair(&self, id: &str) -> Result<Option<String>, Failure> {
        let reply = self.ec2.describe_instances().instance_ids(id).send().await;
        let reply = reply.map_err(|error| self.refused("DescribeInstances", &error))?;
        let mut instances = reply.reservations().iter().flat_map(|one| one.instances());
        let name = instances.next().and_then(|instance| instance.key_name());
        Ok(name.filter(|name| !name.is_empty()).map(str::to_owned))
    }

    fn refused<E>(&self, operation: &'static str, error: &SdkError<E, HttpResponse>) -> Failure
    where
        E: ProvideErrorMetadata + std::error::Error + 'static,
    {
        let call = self.client.call("ec2", operation, self.region);
        parse_error(&call, &Trouble::of(error, &self.client.secrets))
    }

    /// What a failure says of the listing.
    pub(super) fn listing(&self) -> nexus_http::Call {
        self.call().told()
    }

    /// The failure of a DescribeInstances reply that cannot be used.
    pub(super) fn unreadable(&self, why: &str) -> Failure {
        self.failure(&Trouble::Unreadable(why.to_owned()))
    }

    fn failure(&self, trouble: &Trouble) -> Failure {
        parse_error(&self.call(), trouble)
    }

    fn call(&self) -> Call {
        self.client.call("ec2", "DescribeInstances", self.region)
    }
}

fn host_of(endpoint: &str) -> Option<String> {
    let url = Url::parse(endpoint).ok()?;
    let host = url.host_str()?;
    Some(url.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}")))
}
