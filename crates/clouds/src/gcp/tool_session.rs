//! What gcloud is given: an access token, in the variable of
//! <https://docs.cloud.google.com/sdk/docs/authorizing>.

use nexus_model::{Account, Failure};

use super::access::Access;
use crate::{ToolSession, Tools};

const VARIABLE: &str = "CLOUDSDK_AUTH_ACCESS_TOKEN";

/// A service account's token, made at Google itself. A person's sign-in here may only read, which
/// would take their own login's rights away from gcloud.
///
/// # Errors
/// As [`crate::Cloud::tool_session`].
pub(super) async fn open(tools: &Tools, account: &Account) -> Result<ToolSession, Failure> {
    if account.endpoint.is_some() {
        return Ok(own("The provider has an endpoint of its own, which gcloud does not know"));
    }
    let access = Access::new(tools, account)?;
    match access.tool_token().await? {
        Some((token, expires_at)) => Ok(ToolSession::HandedOver {
            variables: [(VARIABLE.to_owned(), token)].into(),
            expires_at: Some(expires_at),
        }),
        None => Ok(own("A browser sign-in of this app may only read")),
    }
}

fn own(why: &str) -> ToolSession {
    let advice = format!("{why}, so gcloud uses its own login: run gcloud auth login.");
    ToolSession::OwnLogin { advice }
}
