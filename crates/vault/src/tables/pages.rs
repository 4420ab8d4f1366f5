//! A region's resources and documents, cut into pages.
//!
//! One value per resource would tell how many there are and cost a row each; one per
//! region would be rewritten and opened whole for a single document.

use std::collections::BTreeMap;

use nexus_model::{
    Failure, Machine, ProviderId, RegionSnapshot, Resource, ResourceKey, ResourceKind, Timestamp,
};
use serde::{Deserialize, Serialize};

use crate::VaultError;
use crate::crypto::subkeys::Keys;
use crate::store::{RowId, Table};

/// Resources on one page: some tens of KiB of JSON.
const RESOURCES: usize = 128;

/// Documents on one page, on average: raw documents are about ten times as long as resources.
const DOCUMENTS: usize = 64;

/// One page of a region's resources.
#[derive(Serialize, Deserialize)]
pub struct Page {
    pub provider: ProviderId,
    pub region: String,
    /// From 0 without gaps.
    pub number: u32,
    /// On page 0 only.
    pub head: Option<Head>,
    #[serde(default)]
    pub resources: Vec<Resource>,
    /// Pages of before there were other resources have their machines here. Never written.
    #[serde(default, skip_serializing)]
    pub machines: Vec<Machine>,
}

/// What is known of a region as a whole.
#[derive(Clone, Serialize, Deserialize)]
pub struct Head {
    pub listed_at: Option<Timestamp>,
    pub failure: Option<Failure>,
    /// Pages of resources, at least 1.
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
    /// [`name`] of the resource to the document as the cloud returned it.
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
pub fn resources(snapshot: &RegionSnapshot, document_pages: u32) -> Vec<Page> {
    let mut chunks: Vec<&[Resource]> = snapshot.resources.chunks(RESOURCES).collect();
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
        .map(|(number, resources)| Page {
            provider: snapshot.provider,
            region: snapshot.region.clone(),
            number,
            head: head(number),
            resources: resources.to_vec(),
            machines: Vec::new(),
        })
        .collect()
}

/// Deals documents out to pages, by [`document_page`].
pub fn documents(
    keys: &Keys,
    snapshot: &RegionSnapshot,
    documents: &BTreeMap<ResourceKey, String>,
) -> Result<Vec<DocumentPage>, VaultError> {
    let count = documents.len().div_ceil(DOCUMENTS) as u32;
    let empty = |number| DocumentPage {
        provider: snapshot.provider,
        region: snapshot.region.clone(),
        number,
        documents: BTreeMap::new(),
    };
    let mut pages: Vec<_> = (0..count).map(empty).collect();
    for (resource, document) in documents {
        let page = document_page(keys, resource, count)?;
        if let Some(page) = pages.get_mut(page as usize) {
            page.documents.insert(name(resource), document.clone());
        }
    }
    Ok(pages)
}

/// What a document is kept under: a machine's id as it is, any other after its kind, so that no
/// two resources of a region share a name.
pub fn name(resource: &ResourceKey) -> String {
    match resource.kind {
        ResourceKind::Machine => resource.id.clone(),
        ResourceKind::Bucket => format!("bucket\n{}", resource.id),
    }
}

/// The page of a resource's document, of `count` pages.
pub fn document_page(keys: &Keys, resource: &ResourceKey, count: u32) -> Result<u32, VaultError> {
    let name = name(resource);
    let [a, b, c, d, ..] = keys.row_id(Table::Documents, &[b"page", name.as_bytes()])?;
    Ok(u32::from_be_bytes([a, b, c, d]) % count.max(1))
}
