//! A bucket in the normal form.

use nexus_http::{Call, unreadable};
use nexus_model::{Account, Bucket, Failure, Timestamp};

use super::document::Listed;
use crate::normal;

/// Every bucket of a page, with its document. `region` is that of a bucket whose own is not told.
///
/// # Errors
/// `bad_response` for a bucket without a name.
pub(super) fn of_page(
    account: &Account,
    call: &Call,
    region: &str,
    page: Vec<Listed>,
) -> Result<Vec<(Bucket, String)>, Failure> {
    page.into_iter().map(|listed| bucket(account, call, region, &listed)).collect()
}

fn bucket(
    account: &Account,
    call: &Call,
    region: &str,
    Listed(elements): &Listed,
) -> Result<(Bucket, String), Failure> {
    let told = |name| normal::text(elements.get(name));
    let name = told("Name").ok_or_else(|| unreadable(call, "a bucket has no name"))?;
    let document = serde_json::to_string(elements);
    let bucket = Bucket {
        id: name.clone(),
        provider: account.provider,
        cloud: account.cloud.clone(),
        name,
        region: told("BucketRegion").unwrap_or_else(|| region.to_owned()),
        created_at: told("CreationDate").as_deref().and_then(Timestamp::parse),
        // The console of a store is a place of its own, if it has one.
        console_url: None,
    };
    Ok((bucket, document.unwrap_or_default()))
}
