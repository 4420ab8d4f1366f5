//! `nexus providers …`

use std::io::{self, IsTerminal, Read};

use nexus_app::{App, NewProvider, ProviderCard};
use nexus_model::{CloudId, ErrorCode, Failure, Fields, HealthStatus, Secret, SecretFields};
use zeroize::Zeroizing;

use crate::arguments::AddRequest;
use crate::exit::Exit;
use crate::output::{Output, Table, Tone};

pub(crate) async fn list(app: &App, output: &Output) -> Result<Exit, Failure> {
    let cards = app.providers().await?;
    if output.is_json() {
        output.json(&serde_json::json!({ "providers": cards }));
    } else if cards.is_empty() {
        output.note("No providers yet. Add one: nexus providers add <cloud> --name NAME …");
    } else {
        output.line(&table(&cards));
    }
    Ok(Exit::Complete)
}

pub(crate) async fn add(app: &App, new: AddRequest, output: &Output) -> Result<Exit, Failure> {
    let cloud = CloudId::new(&new.cloud);
    let auth = match new.auth {
        Some(auth) => auth,
        None => usual_auth(app, &cloud),
    };
    let secrets = if new.secrets_stdin { read_secrets()? } else { SecretFields::new() };
    let fields = read_fields(&new.fields)?;
    let request =
        NewProvider { cloud, auth, name: new.name, endpoint: new.endpoint, fields, secrets };
    report(&app.add_provider(request).await?, output)
}

pub(crate) async fn check(
    app: &App,
    name: &str,
    code: Option<Secret>,
    output: &Output,
) -> Result<Exit, Failure> {
    let provider = app.provider_named(name).await?;
    let given = code.is_some();
    let mut card = app.check_provider(provider.id, code).await?;
    let wants_code = |card: &ProviderCard| {
        let failure = card.provider.health.failure.as_ref();
        failure.is_some_and(|failure| failure.code == ErrorCode::MfaRequired)
    };
    if wants_code(&card) && !given && io::stdin().is_terminal() {
        let asked = rpassword::prompt_password(format!("One-time code for {}: ", provider.name));
        if let Ok(code) = asked {
            card = app.check_provider(provider.id, Some(Secret::new(code.trim()))).await?;
        }
    }
    report(&card, output)
}

pub(crate) async fn remove(app: &App, name: &str, output: &Output) -> Result<Exit, Failure> {
    let provider = app.provider_named(name).await?;
    app.remove_provider(provider.id).await?;
    if output.is_json() {
        output.json(&serde_json::json!({ "removed": provider.name }));
    } else {
        output.line(&format!("Removed {} with all that belongs to it.", provider.name));
    }
    Ok(Exit::Complete)
}

/// The cloud's first auth kind; an unknown cloud is told by the use case.
fn usual_auth(app: &App, cloud: &CloudId) -> String {
    let clouds = app.clouds().into_iter();
    let known = clouds.filter(|known| known.id == *cloud);
    known.flat_map(|known| known.auth_kinds).map(|kind| kind.id).next().unwrap_or_default()
}

/// The pairs as given. What is not one is not repeated: it may be a secret in the wrong place.
pub(crate) fn read_fields(pairs: &[String]) -> Result<Fields, Failure> {
    let mut fields = Fields::new();
    for pair in pairs {
        let (name, text) = pair
            .split_once('=')
            .filter(|(name, _)| !name.is_empty())
            .ok_or_else(|| wrong_field("A --field is not of the form name=value."))?;
        if fields.insert(name.to_owned(), text.to_owned()).is_some() {
            return Err(wrong_field("A --field is given twice."));
        }
    }
    Ok(fields)
}

fn wrong_field(message: &str) -> Failure {
    let remedy = "Write each once as --field name=value, and secrets on standard input only.";
    Failure::new(ErrorCode::InvalidInput, "read the arguments", message, remedy)
}

pub(crate) fn read_secrets() -> Result<SecretFields, Failure> {
    let wrong = || {
        Failure::new(
            ErrorCode::InvalidInput,
            "read the secrets",
            "Standard input is not a JSON object of texts.",
            r#"Give one such as {"secret_key":"…"}."#,
        )
    };
    let mut text = Zeroizing::new(String::new());
    io::stdin().lock().read_to_string(&mut text).map_err(|_| wrong())?;
    serde_json::from_str(&text).map_err(|_| wrong())
}

/// Shows a provider after a check: a refused credential is kept, and told by the exit status.
fn report(card: &ProviderCard, output: &Output) -> Result<Exit, Failure> {
    if output.is_json() {
        output.json(card);
    } else {
        output.line(&table(std::slice::from_ref(card)));
    }
    match &card.provider.health.failure {
        None => Ok(Exit::Complete),
        Some(failure) => {
            if !output.is_json() {
                output.failure(failure);
            }
            Ok(Exit::Failed)
        }
    }
}

fn table(cards: &[ProviderCard]) -> String {
    let mut table = Table::new(&["NAME", "CLOUD", "HEALTH", "ACCOUNT", "MACHINES", "LISTED"]);
    for card in cards {
        let provider = &card.provider;
        let (health, tone) = match provider.health.status {
            HealthStatus::Healthy => ("healthy", Tone::Good),
            HealthStatus::Reconnect => ("reconnect", Tone::Bad),
            HealthStatus::Failing => ("failing", Tone::Bad),
            HealthStatus::Unchecked => ("unchecked", Tone::Attention),
        };
        let account = provider.identity.as_ref().map(|identity| identity.account.clone());
        let listed = card.freshness.listed_at.map(|at| at.to_string());
        let machines: u32 = card.counts.0.values().sum();
        table.row([
            (provider.name.clone(), Tone::Plain),
            (provider.cloud.to_string(), Tone::Plain),
            (health.to_owned(), tone),
            (account.unwrap_or_else(|| "-".to_owned()), Tone::Plain),
            (machines.to_string(), Tone::Plain),
            (listed.unwrap_or_else(|| "never".to_owned()), Tone::Dim),
        ]);
    }
    table.text()
}
