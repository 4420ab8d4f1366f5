//! What is the same for the stores of the big clouds.

use nexus_http::{Call, unreadable};
use nexus_model::{ErrorCode, Failure, Secret};

use crate::{BackendConfig, SecretKey};

/// A field's text, if it was given and is not blank.
pub(crate) fn field<'a>(config: &'a BackendConfig, name: &str) -> Option<&'a str> {
    config.fields.get(name).map(|text| text.trim()).filter(|text| !text.is_empty())
}

/// A page of a listing: the keys on it, and what the next page is asked for with.
pub(crate) type Page = (Vec<SecretKey>, Option<String>);

/// The keys of all pages, in order, or those of one owner. `call` is what a failure says of them.
///
/// # Errors
/// Those of a page; `bad_response` for a listing that goes in circles.
pub(crate) async fn list_all<F>(
    owner: Option<&str>,
    call: impl Fn() -> Call,
    page: impl Fn(Option<String>) -> F,
) -> Result<Vec<SecretKey>, Failure>
where
    F: Future<Output = Result<Page, Failure>>,
{
    let (mut keys, mut next) = (Vec::new(), None);
    loop {
        let (found, following) = page(next.clone()).await?;
        keys.extend(found);
        let following = following.filter(|next| !next.is_empty());
        if following.is_none() {
            break;
        }
        if following == next {
            return Err(unreadable(&call(), "it announces a page that was read before"));
        }
        next = following;
    }
    keys.retain(|key| owner.is_none_or(|owner| key.owner() == owner));
    keys.sort();
    keys.dedup();
    Ok(keys)
}

/// The value is not in the state that the writer expected.
pub(crate) fn conflict(operation: &str, key: &SecretKey, store: &str) -> Failure {
    Failure::new(
        ErrorCode::Conflict,
        operation,
        format!("Someone else changed {key} in {store} meanwhile; nothing was written over it."),
        "Read it again, and repeat the change if it is still wanted.",
    )
}

/// Whether the store takes a value of this length; `limit` is in bytes.
///
/// # Errors
/// `invalid_input` if it does not.
pub(crate) fn fits(
    operation: &str,
    key: &SecretKey,
    value: &Secret,
    store: &str,
    limit: usize,
) -> Result<(), Failure> {
    if value.expose().len() <= limit {
        return Ok(());
    }
    Err(Failure::new(
        ErrorCode::InvalidInput,
        operation,
        format!("{key} is too long: {store} takes at most {limit} bytes in one value."),
        "Use a shorter credential, or keep credentials in a place that takes longer values.",
    ))
}
