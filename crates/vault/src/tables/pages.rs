//! A region's machines and documents, cut into pages.
//!
//! One value per machine would tell how many machines there are and cost a row each; one per
//! region would be rewritten and opened whole for a single document.

use std::collections::BTreeMap;

use nexus_model::{Failure, Machine, ProviderId, RegionSnapshot, Timestamp};
use serde::{Deserialize, Serialize};

use crate::VaultError;
use crate::crypto::subkeys::Keys;
use crate::store::{RowId, Table};

/// Machines on one page: some tens of KiB of JSON.
const MACHINES: usize = 128;

/// Documents on one page, on average: raw documents are about ten times as long as machines.
const DOCUMENTS: usize = 64;

/// One page of a region's machines.
#[derive(Serialize, Deserialize)]
pub struct Page {
    pub provider: ProviderId,
    pub region: String,
    /// From 0 without gaps.
    pub number: u32,
    /// On page 0 only.
    pub head: Option<Head>,
    pub machines: Vec<Machine>,
}

/// What is known of a region as a whole.
#[derive(Serialize, Deserialize)]
pub struct Head {
    pub listed_at: Option<Timestamp>,
    pub failure: Option<Failure>,
    /// Pages of machines, at least 1.
    pub pages: u32,
    /// Pages of documents.
    pub document_pages: u32,
}

/// One page of a region's documents.
#[derive(Serialize, Deserialize)]
pub struct DocumentPage {
    pub provider: ProviderId,
    pub region: String,
    pub number: u32,
    /// Machine id to the document as the cloud returned it.
    pub documents: BTreeMap<String, String>,
}

/// The row of a region's page.
pub fn row(
    keys: &Keys,
    table: Table,
    provider: ProviderId,
    region: &str,
    number: u32,
) -> Result<RowId, VaultError> {
    let parts = [provider.0.as_bytes().as_slice(), region.as_bytes(), &number.to_be_bytes()];
    keys.row_id(table, &parts)
}

/// Cuts a snapshot into pages.
pub fn machines(snapshot: &RegionSnapshot, document_pages: u32) -> Vec<Page> {
    let mut chunks: Vec<&[Machine]> = snapshot.machines.chunks(MACHINES).collect();
    if chunks.is_empty() {
        chunks.push(&[]);
    }
    let pages = chunks.len() as u32;
    let head = |number| {
        (number == 0).then(|| Head {
            listed_at: snapshot.listed_at,
            failure: snapshot.failure.clone(),
            pages,
            document_pages,
        })
    };
    (0..)
        .zip(chunks)
        .map(|(number, machines)| Page {
            provider: snapshot.provider,
            region: snapshot.region.clone(),
            number,
            head: head(number),
            machines: machines.to_vec(),
        })
        .collect()
}

/// Deals documents out to pages, by [`document_page`].
pub fn documents(
    keys: &Keys,
    snapshot: &RegionSnapshot,
    documents: &BTreeMap<String, String>,
) -> Result<Vec<DocumentPage>, VaultError> {
    let count = documents.len().div_ceil(DOCUMENTS) as u32;
    let empty = |number| DocumentPage {
        provider: snapshot.provider,
        region: snapshot.region.clone(),
        number,
        documents: BTreeMap::new(),
    };
    let mut pages: Vec<_> = (0..count).map(empty).collect();
    for (machine, document) in documents {
        let page = document_page(keys, machine, count)?;
        if let Some(page) = pages.get_mut(page as usize) {
            page.documents.insert(machine.clone(), document.clone());
        }
    }
    Ok(pages)
}

/// The page of a machine's document, of `count` pages.
pub fn document_page(keys: &Keys, machine: &str, count: u32) -> Result<u32, VaultError> {
    let [a, b, c, d, ..] = keys.row_id(Table::Documents, &[b"page", machine.as_bytes()])?;
    Ok(u32::from_be_bytes([a, b, c, d]) % count.max(1))
}
