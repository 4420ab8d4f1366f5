//! `nexus power start|stop|reboot`

use std::collections::BTreeMap;
use std::io::{self, BufRead, IsTerminal, Write};

use nexus_app::{App, PowerOutcome};
use nexus_model::{ErrorCode, Failure, Machine, MachineKey, PowerAction, ProviderId};

use super::machines::state;
use crate::arguments::PowerCommand;
use crate::exit::Exit;
use crate::output::{Output, Table, Tone, harmless};

/// Asks first where a mistake would take something down, then waits until each has settled.
pub(crate) async fn run(
    app: &App,
    command: PowerCommand,
    output: &Output,
) -> Result<Exit, Failure> {
    let (action, asked) = command.parts();
    let mut machines = Vec::new();
    for name in &asked.names {
        machines.push(app.machine_named(name, asked.provider.as_deref()).await?);
    }
    let cards = app.providers().await?;
    let providers: BTreeMap<_, _> =
        cards.into_iter().map(|card| (card.provider.id, card.provider.name)).collect();
    let takes_down = action != PowerAction::Start || machines.len() > 1;
    if takes_down && !asked.yes {
        confirm(action, &machines, &providers, output)?;
    }
    output.note("Waiting until it has come about …");
    let keys = machines.iter().map(MachineKey::of).collect();
    let outcomes = app.machines_power(keys, action).await?;
    report(&outcomes, &providers, output);
    let failed = outcomes.iter().filter(|outcome| outcome.failure.is_some()).count();
    Ok(match failed {
        0 => Exit::Complete,
        all if all == outcomes.len() => Exit::Failed,
        _ => Exit::Partial,
    })
}

/// Names each machine, its provider and region, and asks.
fn confirm(
    action: PowerAction,
    machines: &[Machine],
    providers: &BTreeMap<ProviderId, String>,
    output: &Output,
) -> Result<(), Failure> {
    let refused = |message: &str, remedy: &str| {
        Failure::new(ErrorCode::Cancelled, action.as_str(), message, remedy)
    };
    if output.is_json() || !io::stdin().is_terminal() {
        let failure = refused(
            "Nobody can be asked whether it is meant: standard input is no terminal.",
            "Give --yes if it is meant.",
        );
        return Err(Failure { code: ErrorCode::InvalidInput, ..failure }.in_field("yes"));
    }
    let mut table = Table::new(&["NAME", "PROVIDER", "REGION"]);
    for machine in machines {
        let provider = providers.get(&machine.provider).cloned().unwrap_or_default();
        let cells = [machine.name.clone(), provider, machine.region.clone()];
        table.row(cells.map(|cell| (cell, Tone::Plain)));
    }
    output.note(&table.text());
    let mut terminal = io::stderr().lock();
    let _ = write!(terminal, "Really {action}? [y/N] ");
    let _ = terminal.flush();
    let mut answer = String::new();
    let read = io::stdin().lock().read_line(&mut answer);
    match (read, answer.trim().to_lowercase().as_str()) {
        (Ok(_), "y" | "yes") => Ok(()),
        _ => Err(refused("Nothing was done.", "Answer y if it is meant.")),
    }
}

fn report(outcomes: &[PowerOutcome], providers: &BTreeMap<ProviderId, String>, output: &Output) {
    if output.is_json() {
        let machine = |outcome: &PowerOutcome| {
            serde_json::json!({
                "id": outcome.machine.id,
                "name": outcome.name,
                "provider": providers.get(&outcome.machine.provider),
                "region": outcome.machine.region,
                "state": outcome.state,
                "failure": outcome.failure,
            })
        };
        let machines: Vec<_> = outcomes.iter().map(machine).collect();
        output.json(&serde_json::json!({ "machines": machines }));
        return;
    }
    let mut table = Table::new(&["STATE", "NAME", "PROVIDER", "REGION"]);
    for outcome in outcomes {
        let (state, tone) = outcome.state.map_or(("-", Tone::Dim), |now| state(now, "unknown"));
        let provider = providers.get(&outcome.machine.provider).cloned().unwrap_or_default();
        table.row([
            (state.to_owned(), tone),
            (outcome.name.clone(), Tone::Plain),
            (provider, Tone::Plain),
            (outcome.machine.region.clone(), Tone::Plain),
        ]);
    }
    output.line(&table.text());
    for outcome in outcomes {
        if let Some(failure) = &outcome.failure {
            output.note(&format!("{}:", harmless(&outcome.name)));
            output.failure(failure);
        }
    }
}
