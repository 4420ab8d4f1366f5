//! `nexus machines`

use futures::future::join_all;
use indicatif::{ProgressBar, ProgressStyle};
use nexus_app::{App, AppEvent, ProviderCard, RefreshOutcome};
use nexus_model::{Failure, Machine, MachineState};
use serde_json::{Value, json};

use crate::arguments::MachinesRequest;
use crate::exit::Exit;
use crate::output::{Output, Table, Tone, describe};

/// What one provider gave.
struct Part {
    provider: String,
    machines: Vec<Machine>,
    failures: Vec<Failure>,
    complete: bool,
    answered: bool,
}

pub(crate) async fn run(
    app: &App,
    request: MachinesRequest,
    output: &Output,
) -> Result<Exit, Failure> {
    let cards = chosen(app, &request.providers).await?;
    let parts = if request.cached {
        cached(app, &cards).await?
    } else {
        let bar = output.is_watched().then(|| tokio::spawn(draw_progress(app.clone())));
        let parts = refreshed(app, &cards).await;
        if let Some(bar) = bar {
            bar.abort();
        }
        parts?
    };
    if output.is_json() {
        output.json(&document(&parts)?);
    } else {
        show(&parts, output);
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

async fn cached(app: &App, cards: &[ProviderCard]) -> Result<Vec<Part>, Failure> {
    let mut parts = Vec::new();
    for card in cards {
        let machines = app.machines(Some(card.provider.id)).await?;
        parts.push(Part {
            provider: card.provider.name.clone(),
            // A region that never answered leaves the whole without a moment, not without machines.
            answered: card.freshness.listed_at.is_some() || !machines.is_empty(),
            machines,
            failures: card.freshness.failures.clone(),
            complete: card.freshness.complete,
        });
    }
    Ok(parts)
}

async fn refreshed(app: &App, cards: &[ProviderCard]) -> Result<Vec<Part>, Failure> {
    let outcomes = join_all(cards.iter().map(|card| app.refresh(card.provider.id))).await;
    let mut parts = Vec::new();
    for (card, outcome) in cards.iter().zip(outcomes) {
        let RefreshOutcome { complete, answered, failures, .. } = outcome?;
        let machines = app.machines(Some(card.provider.id)).await?;
        let provider = card.provider.name.clone();
        parts.push(Part { provider, machines, failures, complete, answered });
    }
    Ok(parts)
}

fn exit(parts: &[Part]) -> Exit {
    if parts.iter().all(|part| part.complete) {
        Exit::Complete
    } else if parts.iter().any(|part| part.answered) {
        Exit::Partial
    } else {
        Exit::Failed
    }
}

/// The JSON contract: machines and failures with their provider's name.
fn document(parts: &[Part]) -> Result<Value, Failure> {
    let mut machines = Vec::new();
    let mut failures = Vec::new();
    for part in parts {
        for machine in &part.machines {
            machines.push(named(&part.provider, machine)?);
        }
        for failure in &part.failures {
            failures.push(named(&part.provider, failure)?);
        }
    }
    let complete = parts.iter().all(|part| part.complete);
    Ok(json!({ "machines": machines, "failures": failures, "complete": complete }))
}

fn named(provider: &str, value: &impl serde::Serialize) -> Result<Value, Failure> {
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

fn show(parts: &[Part], output: &Output) {
    let header = ["STATE", "NAME", "PROVIDER", "REGION", "TYPE", "PUBLIC", "PRIVATE", "LAUNCHED"];
    let mut table = Table::new(&header);
    for part in parts {
        for machine in &part.machines {
            table.row(row(&part.provider, machine));
        }
    }
    let count: usize = parts.iter().map(|part| part.machines.len()).sum();
    if count > 0 {
        output.line(&table.text());
    }
    output.note(&format!("{count} machines of {} providers", parts.len()));
    for part in parts {
        for failure in &part.failures {
            output.note(&format!("{}: {}", part.provider, describe(failure)));
        }
    }
}

fn row(provider: &str, machine: &Machine) -> [(String, Tone); 8] {
    let (state, tone) = match machine.state {
        MachineState::Running => ("running", Tone::Good),
        MachineState::Starting => ("starting", Tone::Attention),
        MachineState::Stopping => ("stopping", Tone::Attention),
        MachineState::Rebooting => ("rebooting", Tone::Attention),
        MachineState::Stopped => ("stopped", Tone::Dim),
        MachineState::Suspended => ("suspended", Tone::Dim),
        MachineState::Terminated => ("terminated", Tone::Dim),
        MachineState::Error => ("error", Tone::Bad),
        MachineState::Unknown => (machine.raw_state.as_str(), Tone::Attention),
    };
    let first = |addresses: &[std::net::IpAddr]| {
        addresses.first().map_or_else(|| "-".to_owned(), ToString::to_string)
    };
    let launched = machine.launched_at.map_or_else(|| "-".to_owned(), |at| at.to_string());
    [
        (state.to_owned(), tone),
        (machine.name.clone(), Tone::Plain),
        (provider.to_owned(), Tone::Plain),
        (machine.region.clone(), Tone::Plain),
        (machine.instance_type.clone(), Tone::Plain),
        (first(&machine.public_ips), Tone::Plain),
        (first(&machine.private_ips), Tone::Plain),
        (launched, Tone::Dim),
    ]
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
