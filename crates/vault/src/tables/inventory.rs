use std::collections::BTreeMap;
use std::sync::Arc;

use nexus_model::{ProviderId, RegionSnapshot, Resource, ResourceKey};

use super::json::{decode, encode};
use super::pages::{self, DocumentPage, Head, Page};
use super::providers;
use crate::store::Table;
use crate::store::read::Reading;
use crate::store::row::{Row, row_name};
use crate::store::write::Writing;
use crate::{Vault, VaultError};

/// The last known resources, by provider and region.
pub struct Inventory<'a>(pub(crate) &'a Vault);

impl Inventory<'_> {
    /// The snapshots of all regions of a provider, sorted by region; none for an unknown provider.
    pub async fn snapshots(&self, provider: ProviderId) -> Result<Vec<RegionSnapshot>, VaultError> {
        let (opened, owner) = (self.0.core().pages()?, providers::row(provider));
        let mut reading = Reading::begin(self.0.core()).await?;
        let rows = reading.checked(Table::Snapshots, Some(&owner)).await?;
        let open =
            |row: &Row| decode(Table::Snapshots, &row.id, &reading.open(Table::Snapshots, row)?);
        let mut regions: BTreeMap<String, Vec<Arc<Page>>> = BTreeMap::new();
        for page in opened.of(owner, &rows, open)? {
            regions.entry(page.region.clone()).or_default().push(page);
        }
        regions.into_iter().map(|(region, pages)| join(provider, region, pages)).collect()
    }

    /// Replaces a region's snapshot and its resources' documents (the JSON as the cloud returned
    /// it), all or nothing.
    ///
    /// # Errors
    /// [`VaultError::NotFound`] if the provider is not there (any more).
    pub async fn put(
        &self,
        snapshot: &RegionSnapshot,
        documents: &BTreeMap<ResourceKey, String>,
    ) -> Result<(), VaultError> {
        let (provider, region) = (snapshot.provider, snapshot.region.as_str());
        let owner = providers::row(provider);
        let mut writing = Writing::begin(self.0.core()).await?;
        if !writing.ledger().has(Table::Providers, &owner) {
            return Err(VaultError::NotFound { what: "provider" });
        }
        clear(&mut writing, provider, region).await?;
        let documents = pages::documents(writing.keys(), snapshot, documents)?;
        for page in pages::resources(snapshot, documents.len() as u32) {
            let id = pages::row(writing.keys(), Table::Snapshots, provider, region, page.number)?;
            writing.put(Table::Snapshots, id, Some(owner), &encode(&page)?).await?;
        }
        for page in documents {
            let id = pages::row(writing.keys(), Table::Documents, provider, region, page.number)?;
            writing.put(Table::Documents, id, Some(owner), &encode(&page)?).await?;
        }
        writing.commit().await
    }

    /// Removes a region's snapshot and documents; not an error if there are none.
    pub async fn remove(&self, provider: ProviderId, region: &str) -> Result<(), VaultError> {
        let mut writing = Writing::begin(self.0.core()).await?;
        clear(&mut writing, provider, region).await?;
        writing.commit().await
    }

    /// The documents of these resources of a region, as far as it has them.
    pub async fn documents(
        &self,
        provider: ProviderId,
        region: &str,
        resources: impl IntoIterator<Item = ResourceKey>,
    ) -> Result<BTreeMap<ResourceKey, String>, VaultError> {
        let mut reading = Reading::begin(self.0.core()).await?;
        let mut documents = BTreeMap::new();
        let Some(head) = head(&mut reading, provider, region).await? else {
            return Ok(BTreeMap::new());
        };
        for number in 0..head.document_pages {
            let id = pages::row(reading.keys(), Table::Documents, provider, region, number)?;
            if let Some(plain) = reading.get(Table::Documents, &id).await? {
                let page: DocumentPage = decode(Table::Documents, &id, &plain)?;
                documents.extend(page.documents);
            }
        }
        let document = |key: ResourceKey| Some((documents.remove(&pages::name(&key))?, key));
        let found = resources.into_iter().filter_map(document);
        Ok(found.map(|(document, key)| (key, document)).collect())
    }

    /// A resource as its cloud returned it, if the region's snapshot has it.
    pub async fn document(
        &self,
        provider: ProviderId,
        region: &str,
        resource: &ResourceKey,
    ) -> Result<Option<String>, VaultError> {
        let mut reading = Reading::begin(self.0.core()).await?;
        let Some(head) = head(&mut reading, provider, region).await? else { return Ok(None) };
        let number = pages::document_page(reading.keys(), resource, head.document_pages)?;
        let id = pages::row(reading.keys(), Table::Documents, provider, region, number)?;
        let Some(plain) = reading.get(Table::Documents, &id).await? else { return Ok(None) };
        let mut page: DocumentPage = decode(Table::Documents, &id, &plain)?;
        Ok(page.documents.remove(&pages::name(resource)))
    }
}

/// The head of a region's snapshot, if there is one.
async fn head(
    reading: &mut Reading,
    provider: ProviderId,
    region: &str,
) -> Result<Option<Head>, VaultError> {
    let id = pages::row(reading.keys(), Table::Snapshots, provider, region, 0)?;
    let Some(plain) = reading.get(Table::Snapshots, &id).await? else { return Ok(None) };
    Ok(decode::<Page>(Table::Snapshots, &id, &plain)?.head)
}

/// Deletes a region's pages.
async fn clear(
    writing: &mut Writing,
    provider: ProviderId,
    region: &str,
) -> Result<(), VaultError> {
    let Some(head) = head(writing, provider, region).await? else { return Ok(()) };
    for (table, count) in [(Table::Snapshots, head.pages), (Table::Documents, head.document_pages)]
    {
        for number in 0..count {
            let id = pages::row(writing.keys(), table, provider, region, number)?;
            writing.delete(table, &id).await?;
        }
    }
    Ok(())
}

/// A snapshot from its pages. That none is missing is what the ledger says; that they belong
/// together is checked here.
fn join(
    provider: ProviderId,
    region: String,
    mut pages: Vec<Arc<Page>>,
) -> Result<RegionSnapshot, VaultError> {
    pages.sort_by_key(|page| page.number);
    let count = pages.len();
    let (mut head, mut resources) = (None, Vec::new());
    for page in pages {
        head = head.or_else(|| page.head.clone());
        resources.extend(page.machines.iter().cloned().map(Resource::from));
        resources.extend(page.resources.iter().cloned());
    }
    match head {
        Some(head) if head.pages as usize == count => Ok(RegionSnapshot {
            provider,
            region,
            listed_at: head.listed_at,
            failure: head.failure,
            resources,
        }),
        _ => Err(VaultError::damaged(
            Table::Snapshots.name(),
            row_name(&providers::row(provider)),
            "has pages of a region that do not belong together",
        )),
    }
}
