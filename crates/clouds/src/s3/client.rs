//! The calls, named as S3 names them.

use std::time::SystemTime;

use nexus_http::{Api, Call, unreadable};
use nexus_model::{Account, Failure, Identity};

use super::credential::{self, AccessKey};
use super::document::{self, BucketList};
use super::error::parse_error;
use super::signature::signed;
use crate::Tools;

/// Most buckets that every edition of the reference lets a page have.
const PAGE: u32 = 1000;

/// One account's connection for one check or one listing.
pub(super) struct Client {
    api: Api,
    key: AccessKey,
}

impl Client {
    /// # Errors
    /// `invalid_input` for an account with a field missing.
    pub(super) fn new(tools: &Tools, account: &Account) -> Result<Self, Failure> {
        let (endpoint, key) = (credential::endpoint(account)?, credential::of(account)?);
        let secrets = [key.secret.clone()];
        let api = Api::new(&tools.http, Some(endpoint), endpoint.as_str(), secrets, parse_error)?;
        Ok(Self { api, key })
    }

    /// The shortest list there is: it names its owner.
    pub(super) async fn check(&self) -> Result<Identity, Failure> {
        let list = self.page(1, "").await?;
        Ok(Identity::new(list.owner.unwrap_or(self.listing().host), &self.key.id))
    }

    /// One page of buckets, the first for an empty token:
    /// <https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListBuckets.html>.
    pub(super) async fn list_buckets(&self, token: &str) -> Result<BucketList, Failure> {
        self.page(PAGE, token).await
    }

    /// What a failure says of the listing.
    pub(super) fn listing(&self) -> Call {
        self.api.call("ListBuckets")
    }

    /// The region that requests are signed for.
    pub(super) fn region(&self) -> &str {
        &self.key.region
    }

    /// AWS wants a page's size to be asked for, and tells regions only then; MinIO ignores it;
    /// Cloudflare R2 refuses what it does not know, and is asked without it.
    async fn page(&self, most: u32, token: &str) -> Result<BucketList, Failure> {
        match self.ask(Some(most), token).await {
            Err(failure) if knows_no_size(&failure) => self.ask(None, token).await,
            result => result,
        }
    }

    async fn ask(&self, most: Option<u32>, token: &str) -> Result<BucketList, Failure> {
        let call = self.listing();
        let mut request = self.api.get(call.operation, &[]).header("accept", "application/xml");
        if let Some(most) = most {
            request = request.query("max-buckets", most);
        }
        if !token.is_empty() {
            request = request.query("continuation-token", token);
        }
        let reply = signed(request, &call, &self.key, SystemTime::now())?.send().await?;
        let media = reply.media_type();
        if !(media.ends_with("/xml") || media.ends_with("+xml")) {
            let named = if media.is_empty() { "of no type" } else { media.as_str() };
            return Err(unreadable(&call, &format!("it is {named} and not XML")));
        }
        document::bucket_list(&reply.body).map_err(|why| unreadable(&call, &why))
    }
}

/// Whether a store refused the parameter, not the request.
fn knows_no_size(failure: &Failure) -> bool {
    matches!(failure.provider_code.as_deref(), Some("NotImplemented" | "InvalidArgument"))
}
