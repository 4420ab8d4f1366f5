use std::sync::Arc;

use nexus_clouds::{Cloud, Listing, ListingSink};
use nexus_model::{AuditAction, Failure, Provider, ProviderId};
use nexus_vault::Vault;
use tokio::sync::{Notify, mpsc, watch};

use super::RefreshOutcome;
use super::listing::Collector;
use super::under_way::Done;
use crate::activity::audit_call;
use crate::{App, AppEvent, failures};

/// Pieces of a listing that may wait for the vault to keep them.
const LISTING_BACKLOG: usize = 16;

const OPERATION: &str = "list the resources";

impl App {
    /// Lists a provider's resources anew and keeps what arrives. Joins the listing under way if
    /// there is one. What the cloud refuses is in the outcome, not an error.
    ///
    /// # Errors
    /// `not_found`, `locked`, or when the vault cannot be written.
    pub async fn refresh(&self, id: ProviderId) -> Result<RefreshOutcome, Failure> {
        let mut done = self.begin_refresh(id).await?;
        match done.wait_for(Option::is_some).await.ok().and_then(|result| result.clone()) {
            Some(result) => result,
            None => Err(failures::cancelled(OPERATION)),
        }
    }

    /// Lists the resources of one provider, or of all at once, without waiting for the end: what
    /// arrives is told by events.
    ///
    /// # Errors
    /// `locked`.
    pub async fn start_refresh(&self, provider: Option<ProviderId>) -> Result<(), Failure> {
        let vault = self.vault().await?;
        let ids = match provider {
            Some(id) => vec![id],
            None => vault.providers().list().await?.into_iter().map(|known| known.id).collect(),
        };
        for id in ids {
            let app = self.clone();
            tokio::spawn(async move {
                if let Err(failure) = app.refresh(id).await {
                    tracing::warn!(code = %failure.code, "a refresh could not be kept");
                }
            });
        }
        Ok(())
    }

    /// Holds the session from here to the start, so that locking waits and then stops it.
    async fn begin_refresh(&self, id: ProviderId) -> Result<watch::Receiver<Done>, Failure> {
        let session = self.session.read().await;
        let vault = session.as_ref().ok_or_else(failures::locked)?.vault.clone();
        let provider = self.provider(&vault, id).await?;
        let cloud = self.cloud(&provider.cloud)?;
        let refresh = Refresh { app: self.clone(), vault, provider, cloud };
        Ok(self.refreshes.join_or_start(id, |stop| refresh.start(stop)))
    }

    /// Stops the listing of one provider, or every one. What has arrived is kept.
    pub async fn cancel_refresh(&self, provider: Option<ProviderId>) {
        match provider {
            Some(id) => self.refreshes.cancel(id).await,
            None => self.refreshes.cancel_all().await,
        }
    }
}

/// One listing of one provider.
struct Refresh {
    app: App,
    vault: Vault,
    provider: Provider,
    cloud: Arc<dyn Cloud>,
}

impl Refresh {
    fn start(self, stop: Arc<Notify>) -> watch::Receiver<Done> {
        let (tell, done) = watch::channel(None);
        tokio::spawn(async move {
            let result = self.run(&stop).await;
            self.app.refreshes.ended(self.provider.id);
            self.app.summaries.forget(self.provider.id);
            // First how current the resources are, then that the listing is over, or a watcher sees
            // an ended listing of resources that were never listed. The vault may have been locked
            // meanwhile; then there is nothing to show.
            let _ = self.app.emit_providers(&self.vault).await;
            // Unless the next one has begun by now.
            if self.app.refreshes.progress(self.provider.id).is_none() {
                let over = AppEvent::RefreshProgress { provider: self.provider.id, progress: None };
                self.app.emit(over);
            }
            let _ = tell.send(Some(result));
        });
        done
    }

    async fn run(&self, stop: &Notify) -> Result<RefreshOutcome, Failure> {
        let known = self.vault.inventory().snapshots(self.provider.id).await?;
        let mut collector = Collector::new(&self.app, &self.vault, self.provider.id, known);
        let listed = self.list(&mut collector, stop).await?;
        let outcome = collector.finish(&listed).await?;
        let told = match outcome.failures.first() {
            Some(failure) if !outcome.answered => Err(failure.clone()),
            _ => listed.clone(),
        };
        let detail = outcome.detail();
        audit_call(&self.vault, AuditAction::InventoryRefresh, &self.provider.name, &told, detail)
            .await?;
        if !outcome.cancelled {
            self.app.keep_health(&self.vault, self.provider.id, listed.map(|()| None)).await?;
        }
        Ok(outcome)
    }

    /// The outer error is the vault's, the inner one the cloud's. Stopping ends the asking only:
    /// what has arrived by then is kept whole.
    async fn list(
        &self,
        collector: &mut Collector<'_>,
        stop: &Notify,
    ) -> Result<Result<(), Failure>, Failure> {
        let (sink, mut told) = mpsc::channel::<Listing>(LISTING_BACKLOG);
        let sink = ListingSink::new(sink);
        let asking = async move {
            let (cloud, sink) = (&self.cloud, &sink);
            let list = |account| async move { cloud.list(&account, sink).await };
            Ok(tokio::select! {
                listed = self.app.with_account(&self.vault, &self.provider, list) => listed,
                () = stop.notified() => Err(failures::cancelled(OPERATION)),
            })
        };
        let keeping = async {
            while let Some(piece) = told.recv().await {
                collector.take(piece).await?;
            }
            Ok::<_, Failure>(())
        };
        let (listed, ()) = tokio::try_join!(asking, keeping)?;
        Ok(listed)
    }
}
