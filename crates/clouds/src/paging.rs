use std::collections::HashSet;

/// Guards a listing against a server that announces the same page for ever.
#[derive(Debug, Default)]
pub(crate) struct Pages(HashSet<String>);

impl Pages {
    /// The next page's number, marker or address, if there is one.
    ///
    /// # Errors
    /// When that page was read before; the text says so, without a full stop.
    pub(crate) fn next<T: ToString>(&mut self, next: Option<T>) -> Result<Option<T>, &'static str> {
        match &next {
            Some(page) if !self.0.insert(page.to_string()) => {
                Err("it announces a page that was read before")
            }
            _ => Ok(next),
        }
    }
}
