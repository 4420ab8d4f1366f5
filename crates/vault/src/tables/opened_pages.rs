//! Pages of the inventory that were opened since the unlocking.
//!
//! A click in the tray needs the whole listing, and to open and read a thousand machines takes longer
//! than a person waits. A row is still fetched and compared with the ledger each time, so that an
//! edited file is found out as ever; and since no revision of a row comes twice, a row of the same
//! revision holds the same page, whichever process wrote it.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::pages::Page;
use crate::VaultError;
use crate::store::RowId;
use crate::store::row::Row;

type Opened = HashMap<RowId, (i64, Arc<Page>)>;

/// Pages by provider and row.
#[derive(Default)]
pub struct OpenedPages(Mutex<HashMap<RowId, Opened>>);

impl OpenedPages {
    /// The pages of all of a provider's rows, of which those are opened that have changed.
    pub fn of(
        &self,
        provider: RowId,
        rows: &[Row],
        open: impl Fn(&Row) -> Result<Page, VaultError>,
    ) -> Result<Vec<Arc<Page>>, VaultError> {
        let known = self.locked().get(&provider).cloned().unwrap_or_default();
        let mut opened = Opened::with_capacity(rows.len());
        let mut pages = Vec::with_capacity(rows.len());
        for row in rows {
            let page = match known.get(&row.id) {
                Some((revision, page)) if *revision == row.revision => Arc::clone(page),
                _ => Arc::new(open(row)?),
            };
            opened.insert(row.id, (row.revision, Arc::clone(&page)));
            pages.push(page);
        }
        self.locked().insert(provider, opened);
        Ok(pages)
    }

    /// Forgets the pages of a provider that was removed.
    pub fn forget(&self, provider: &RowId) {
        self.locked().remove(provider);
    }

    fn locked(&self) -> MutexGuard<'_, HashMap<RowId, Opened>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
