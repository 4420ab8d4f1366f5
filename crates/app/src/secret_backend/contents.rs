use nexus_model::{Failure, SecretFields};
use nexus_vault::Vault;

use super::note::Note;
use super::owner::About;
use crate::App;

/// A credential as the vault has it: itself, or a note.
pub(super) struct Content {
    pub about: About,
    pub fields: SecretFields,
    pub note: Option<Note>,
}

impl Content {
    /// What its values are called in a store.
    pub fn slug(&self) -> String {
        self.note.as_ref().map_or_else(|| self.about.slug(), |note| note.owner.clone())
    }

    /// Names of its secret fields.
    pub fn names(&self) -> Vec<String> {
        match &self.note {
            Some(note) => note.fields.clone(),
            None => self.fields.keys().cloned().collect(),
        }
    }
}

impl App {
    /// Every credential there is; what has none is left out.
    pub(super) async fn contents(&self, vault: &Vault) -> Result<Vec<Content>, Failure> {
        let providers = vault.providers().list().await?;
        let connections = vault.connections().list().await?;
        let profiles = vault.profiles().list().await?;
        let ssh_keys = vault.ssh_keys().list().await?;
        let abouts = providers
            .iter()
            .map(About::provider)
            .chain(connections.iter().map(About::connection))
            .chain(profiles.iter().map(About::profile))
            .chain(ssh_keys.iter().map(About::ssh_key));
        let mut contents = Vec::new();
        for about in abouts {
            let fields = vault.custody().get(about.owner()).await?;
            let note = Note::read(&fields);
            if !fields.is_empty() {
                contents.push(Content { about, fields, note });
            }
        }
        Ok(contents)
    }
}
