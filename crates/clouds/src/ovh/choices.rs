//! The one account that a person signed in to.

use nexus_model::{Failure, Fields};

use super::client::Client;
use crate::Choice;

/// The account, in its region.
///
/// # Errors
/// What OVHcloud says.
pub(super) async fn list(client: &Client<'_>) -> Result<Vec<Choice>, Failure> {
    let identity = client.check().await?;
    Ok(vec![Choice {
        name: format!("OVHcloud {}", identity.account),
        id: identity.account,
        detail: format!("{}, region {}", identity.principal, client.region().name),
        fields: Fields::new(),
        problem: None,
    }])
}
