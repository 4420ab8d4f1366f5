//! `nexus machines`, `nexus buckets`: what is alike for every kind of resource.

use futures::future::join_all;
use indicatif::{ProgressBar, ProgressStyle};
use nexus_app::{App, AppEvent, ProviderCard, RefreshOutcome};
use nexus_model::{Failure, Resource};
use serde::Serialize;
use serde_json::{Value, json};

use crate::arguments::ListRequest;
use crate::exit::Exit;
use crate::output::{Output, Table, Tone, describe};

/// One kind of resource: how it is picked, printed and called.
pub(crate) struct Kind<T> {
    /// Its name in the plural, which is its key in the JSON.
    pub name: &'static str,
    /// Heads of the table's columns.
    pub header: &'static [&'static str],
    /// The resource, if it is of the kind.
    pub pick: fn(Resource) -> Option<T>,
    /// A row of the table, by the provider's name.
    pub row: fn(&str, &T) -> Vec<(String, Tone)>,
}

/// What one provider gave.
struct Part<T> {
    provider: String,
    resources: Vec<T>,
    failures: Vec<Failure>,
    complete: bool,
    answered: bool,
}

pub(crate) async fn run<T: Serialize>(
    app: &App,
    kind: &Kind<T>,
    request: ListRequest,
    output: &Output,
) -> Result<Exit, Failure> {
    let cards = chosen(app, &request.providers).await?;
    let parts = if request.cached {
        cached(app, kind, &cards).await?
    } else {
        let bar = output.is_watched().then(|| tokio::spawn(draw_progress(app.clone())));
        let parts = refreshed(app, kind, &cards).await;
        if let Some(bar) = bar {
            bar.abort();
        }
        parts?
    };
    if output.is_json() {
        output.json(&document(kind, &parts)?);
    } else {
        show(kind, &parts, output);
    }
    Ok(exit(&parts))
}

async fn chosen(app: &App, names: &[String]) -> Result<Vec<ProviderCard>, Failure> {
    let cards = app.providers().await?;
    if names.is_empty() {
        return Ok(cards);
    }
    let mut ids = Vec::new();
    for name in names {
        ids.push(app.provider_named(name).await?.id);
    }
    Ok(cards.into_iter().filter(|card| ids.contains(&card.provider.id)).collect())
}

async fn cached<T>(
    app: &App,
    kind: &Kind<T>,
    cards: &[ProviderCard],
) -> Result<Vec<Part<T>>, Failure> {
    let mut parts = Vec::new();
    for card in cards {
        let resources = app.resources(Some(card.provider.id)).await?;
        let resources: Vec<_> = resources.into_iter().filter_map(kind.pick).collect();
        parts.push(Part {
            provider: card.provider.name.clone(),
            // A region that never answered leaves the whole without a moment, not without resources.
            answered: card.freshness.listed_at.is_some() || !resources.is_empty(),
            resources,
            failures: card.freshness.failures.clone(),
            complete: card.freshness.complete,
        });
    }
    Ok(parts)
}

async fn refreshed<T>(
    app: &App,
    kind: &Kind<T>,
    cards: &[ProviderCard],
) -> Result<Vec<Part<T>>, Failure> {
    let outcomes = join_all(cards.iter().map(|card| app.refresh(card.provider.id))).await;
    let mut parts = Vec::new();
    for (card, outcome) in cards.iter().zip(outcomes) {
        let RefreshOutcome { complete, answered, failures, .. } = outcome?;
        let resources = app.resources(Some(card.provider.id)).await?;
        let resources: Vec<_> = resources.into_iter().filter_map(kind.pick).collect();
        let provider = card.provider.name.clone();
        parts.push(Part { provider, resources, failures, complete, answered });
    }
    Ok(parts)
}

fn exit<T>(parts: &[Part<T>]) -> Exit {
    if parts.iter().all(|part| part.complete) {
        Exit::Complete
    } else if parts.iter().any(|part| part.answered) {
        Exit::Partial
    } else {
        Exit::Failed
    }
}

/// The JSON contract: resources and failures with their provider's name.
fn document<T: Serialize>(kind: &Kind<T>, parts: &[Part<T>]) -> Result<Value, Failure> {
    let mut resources = Vec::new();
    let mut failures = Vec::new();
    for part in parts {
        for resource in &part.resources {
            resources.push(named(&part.provider, resource)?);
        }
        for failure in &part.failures {
            failures.push(named(&part.provider, failure)?);
        }
    }
    let complete = parts.iter().all(|part| part.complete);
    Ok(json!({ kind.name: resources, "failures": failures, "complete": complete }))
}

fn named(provider: &str, value: &impl Serialize) -> Result<Value, Failure> {
    let mut value = serde_json::to_value(value).map_err(|_| {
        Failure::new(
            nexus_model::ErrorCode::Internal,
            "print JSON",
            "A value could not be written as JSON.",
            "Please report it; this is a fault of the app.",
        )
    })?;
    value["provider"] = provider.into();
    Ok(value)
}

fn show<T>(kind: &Kind<T>, parts: &[Part<T>], output: &Output) {
    let mut table = Table::new(kind.header);
    for part in parts {
        for resource in &part.resources {
            table.row((kind.row)(&part.provider, resource));
        }
    }
    let count: usize = parts.iter().map(|part| part.resources.len()).sum();
    if count > 0 {
        output.line(&table.text());
    }
    output.note(&format!("{count} {} of {} providers", kind.name, parts.len()));
    for part in parts {
        for failure in &part.failures {
            output.note(&format!("{}: {}", part.provider, describe(failure)));
        }
    }
}

/// One bar over all providers: regions done of all regions told so far.
async fn draw_progress(app: App) {
    let mut events = app.events();
    let mut progress = std::collections::HashMap::new();
    let bar = ProgressBar::new(0);
    if let Ok(style) = ProgressStyle::with_template("{bar:30} {pos}/{len} regions") {
        bar.set_style(style);
    }
    while let Ok(event) = events.recv().await {
        if let AppEvent::RefreshProgress { provider, progress: Some(now) } = event {
            progress.insert(provider, now);
            let total = progress.values().filter_map(|each| each.regions_total).sum::<u32>();
            bar.set_length(total.into());
            bar.set_position(progress.values().map(|each| u64::from(each.regions_done)).sum());
        }
    }
}
