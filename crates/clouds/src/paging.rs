use std::collections::HashSet;
use std::future::Future;

use nexus_http::{Call, unreadable};
use nexus_model::{Failure, Machine, Resource};

use crate::ListingSink;

/// One page of a listing.
pub(crate) struct Page<C, R = Machine> {
    /// Resources with their documents.
    pub resources: Vec<(R, String)>,
    /// Number, marker or address of the next page, if there is one.
    pub next: Option<C>,
}

/// Tells a region's pages, from the first on, until none is announced.
///
/// # Errors
/// Those of `list`, and `bad_response` for a server that announces a page that was read before: it
/// would go on for ever.
pub(crate) async fn each_page<C, R, Fut>(
    region: &str,
    call: Call,
    sink: &ListingSink,
    first: C,
    list: impl Fn(C) -> Fut,
) -> Result<(), Failure>
where
    C: ToString,
    R: Into<Resource>,
    Fut: Future<Output = Result<Page<C, R>, Failure>>,
{
    let mut read = HashSet::new();
    let mut next = Some(first);
    while let Some(cursor) = next {
        if !read.insert(cursor.to_string()) {
            return Err(unreadable(&call, "it announces a page that was read before"));
        }
        let page = list(cursor).await?;
        sink.page(region, page.resources).await;
        next = page.next;
    }
    Ok(())
}
