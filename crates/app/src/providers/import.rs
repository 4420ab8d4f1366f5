use std::collections::BTreeMap;

use nexus_clouds::Candidate;
use nexus_model::{CloudId, Failure, Fields};
use nexus_vault::Vault;
use serde::{Deserialize, Serialize};
use tokio::sync::watch;

use super::import_files::read;
use super::{NewProvider, ProviderCard};
use crate::{App, failures};

const OPERATION: &str = "import accounts";

/// Which files to import from.
#[derive(Clone, Debug, Deserialize, specta::Type)]
pub struct ImportRequest {
    /// Which cloud.
    pub cloud: CloudId,
    /// Which of its imports.
    pub import: String,
    /// Paths of files that are not where they usually are, by the file's id.
    pub paths: BTreeMap<String, String>,
}

/// An account found in a file, without its secrets: they are read again when it is imported.
#[derive(Clone, Debug, Serialize, specta::Type)]
pub struct ImportCandidate {
    /// What the file calls it.
    pub name: String,
    /// Id of the auth kind.
    pub auth: String,
    /// Custom endpoint.
    pub endpoint: Option<String>,
    /// What may be shown.
    pub fields: Fields,
    /// Why it cannot be imported, if it cannot.
    pub problem: Option<Failure>,
}

/// What became of one account.
#[derive(Clone, Debug, Serialize, specta::Type)]
pub struct Imported {
    /// What the file calls it.
    pub name: String,
    /// The provider, if it was added.
    pub card: Option<ProviderCard>,
    /// Why it was not.
    pub failure: Option<Failure>,
}

/// What ends the imports under way.
#[derive(Default)]
pub(crate) struct Imports(watch::Sender<()>);

impl Imports {
    /// Ends all that have begun.
    pub(crate) fn cancel(&self) {
        self.0.send_replace(());
    }

    fn begin(&self) -> Stop {
        Stop(self.0.subscribe())
    }
}

/// Whether an import was cancelled since it began.
struct Stop(watch::Receiver<()>);

impl Stop {
    fn is_told(&self) -> bool {
        // The sender lives as long as the app.
        self.0.has_changed().unwrap_or(true)
    }

    async fn told(&self) {
        // A copy sees the change, so that this one goes on saying so.
        let _ = self.0.clone().changed().await;
    }
}

impl App {
    /// The accounts that other tools' files describe. Nothing is kept and nobody is asked.
    ///
    /// # Errors
    /// `invalid_input` for an unknown import or a file that cannot be read, `not_found` if there
    /// is no file at all.
    pub async fn import_candidates(
        &self,
        request: &ImportRequest,
    ) -> Result<Vec<ImportCandidate>, Failure> {
        let found = self.candidates(request).await?;
        let told = |one: Candidate| ImportCandidate {
            name: one.name,
            auth: one.auth,
            endpoint: one.endpoint.map(|endpoint| endpoint.to_string()),
            fields: one.fields,
            problem: one.problem,
        };
        Ok(found.into_iter().map(told).collect())
    }

    /// Adds the accounts of these names, each as if it had been typed. One that cannot be added
    /// does not keep the others out. After [`App::cancel_import`] those that are left are not
    /// added, and the one whose cloud is being asked is kept unchecked.
    ///
    /// # Errors
    /// As [`App::import_candidates`], and `locked`.
    pub async fn import_providers(
        &self,
        request: &ImportRequest,
        names: &[String],
    ) -> Result<Vec<Imported>, Failure> {
        let vault = self.vault().await?;
        let stop = self.imports.begin();
        let found = self.candidates(request).await?;
        let mut imported = Vec::new();
        for name in names {
            let added = match found.iter().find(|one| one.name == *name) {
                _ if stop.is_told() => Err(failures::cancelled(OPERATION)),
                Some(one) => self.import_one(&vault, &request.cloud, one, &stop).await,
                None => Err(gone(name)),
            };
            let name = name.clone();
            imported.push(match added {
                Ok(card) => Imported { name, card: Some(card), failure: None },
                Err(failure) => Imported { name, card: None, failure: Some(failure) },
            });
        }
        Ok(imported)
    }

    /// Ends the import under way.
    pub fn cancel_import(&self) {
        self.imports.cancel();
    }

    async fn candidates(&self, request: &ImportRequest) -> Result<Vec<Candidate>, Failure> {
        let cloud = self.cloud(&request.cloud)?;
        let imports = cloud.descriptor().imports;
        let import = imports.iter().find(|import| import.id == request.import);
        let import = import.ok_or_else(|| {
            let known: Vec<_> = imports.iter().map(|import| import.id.as_str()).collect();
            let message = format!("There is no import called “{}” here.", request.import);
            let remedy = match known.as_slice() {
                [] => "This cloud has none: add the provider by hand.".to_owned(),
                known => format!("Use one of: {}.", known.join(", ")),
            };
            failures::invalid(OPERATION, "import", message, &remedy)
        })?;
        cloud.import(&import.id, &read(import, &request.paths).await?)
    }

    async fn import_one(
        &self,
        vault: &Vault,
        cloud: &CloudId,
        one: &Candidate,
        stop: &Stop,
    ) -> Result<ProviderCard, Failure> {
        if let Some(problem) = &one.problem {
            return Err(problem.clone());
        }
        let new = NewProvider {
            cloud: cloud.clone(),
            auth: one.auth.clone(),
            name: one.name.clone(),
            endpoint: one.endpoint.as_ref().map(ToString::to_string),
            fields: one.fields.clone(),
            secrets: one.secrets.clone(),
        };
        // What is being written is written to its end: only the cloud's answer is given up.
        let (mut provider, account) = self.keep_new(vault, &new).await?;
        tokio::select! {
            biased;
            () = stop.told() => {}
            checked = self.check_with(vault, &mut provider, &account) => checked?,
        }
        self.emit_providers(vault).await?;
        self.card(vault, provider).await
    }
}

fn gone(name: &str) -> Failure {
    failures::invalid(
        OPERATION,
        "names",
        format!("The files have no account called “{name}” any more."),
        "Read the files again and choose from what is there now.",
    )
}
