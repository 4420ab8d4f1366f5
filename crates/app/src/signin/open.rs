use std::sync::Arc;

use nexus_model::{ConnectionId, Failure};

use crate::{App, failures};

const OPERATION: &str = "open the sign-in page";

/// What opens a link in the person's own browser, never in a window of this app.
pub trait Opener: Send + Sync {
    /// Opens it.
    ///
    /// # Errors
    /// When the system has nothing that opens it.
    fn open(&self, link: &str) -> Result<(), Failure>;
}

impl App {
    /// Says what opens the pages of sign-ins. Without it they are only shown. The first one stays.
    pub fn set_opener(&self, opener: Arc<dyn Opener>) {
        // An error means that there is one.
        let _ = self.opener.set(opener);
    }

    /// Opens the page of a sign-in once more.
    ///
    /// # Errors
    /// `not_found` if it is not under way any more, or when nothing opens it.
    pub fn open_sign_in(&self, id: ConnectionId) -> Result<(), Failure> {
        let link = self.sign_ins.link(id).ok_or_else(|| failures::no_sign_in(OPERATION))?;
        let opener = self.opener.get().ok_or_else(|| {
            let message = "Nothing here opens a browser.";
            failures::internal(OPERATION, message, "Copy the address into a browser.")
        })?;
        opener.open(&link)
    }

    /// Opens it for the first time. A person who sees the address can go on without.
    pub(crate) fn open_if_possible(&self, link: Option<&str>) {
        if let (Some(opener), Some(link)) = (self.opener.get(), link)
            && let Err(failure) = opener.open(link)
        {
            tracing::warn!(code = %failure.code, "the browser was not opened");
        }
    }
}
