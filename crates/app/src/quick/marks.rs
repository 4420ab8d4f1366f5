use nexus_model::{Failure, MachineKey, Mark, Timestamp, Visits};
use serde::Deserialize;

use crate::failures::invalid;
use crate::{App, AppEvent};

/// Longest note, in characters: a page of text.
const MAX_NOTE_CHARS: usize = 4000;

/// Most tags of a person's own on one machine, and longest tag in characters.
const MAX_TAGS: usize = 50;
const MAX_TAG_CHARS: usize = 64;

const OPERATION: &str = "keep a note of a machine";

/// What a person changes about a machine; what is `None` stays.
#[derive(Clone, Debug, Default, Deserialize, specta::Type)]
pub struct MarkEdit {
    /// Whether it is a favourite.
    pub favourite: Option<bool>,
    /// The note.
    pub note: Option<String>,
    /// The tags of their own.
    pub tags: Option<Vec<String>>,
}

impl App {
    /// What is kept about machines.
    ///
    /// # Errors
    /// `locked`, `vault_damaged`.
    pub async fn marks(&self) -> Result<Vec<Mark>, Failure> {
        Ok(self.vault().await?.marks().list().await?)
    }

    /// Changes what is kept about a machine.
    ///
    /// # Errors
    /// `invalid_input` naming the field, `locked`, or when the vault cannot be written.
    pub async fn mark_machine(
        &self,
        machine: &MachineKey,
        edit: MarkEdit,
    ) -> Result<Mark, Failure> {
        check(&edit)?;
        self.change_mark(machine, |mark| {
            let MarkEdit { favourite, note, tags } = edit;
            mark.favourite = favourite.unwrap_or(mark.favourite);
            mark.note = note.unwrap_or_else(|| std::mem::take(&mut mark.note));
            mark.tags = tags.unwrap_or_else(|| std::mem::take(&mut mark.tags));
        })
        .await
    }

    /// Notes that a machine was connected to. The session is there by now, so a vault that cannot be
    /// written takes nothing away but the machine's place among the recent ones.
    pub(crate) async fn note_visited(&self, machine: &MachineKey) {
        let now = Timestamp::now();
        let visit = |before: Option<Visits>| before.map_or(Visits::first(now), |it| it.again(now));
        let noted = self.change_mark(machine, |mark| mark.visits = Some(visit(mark.visits))).await;
        if let Err(failure) = noted {
            tracing::warn!(code = %failure.code, "a visit was not noted");
        }
    }

    async fn change_mark(
        &self,
        machine: &MachineKey,
        change: impl FnOnce(&mut Mark),
    ) -> Result<Mark, Failure> {
        let vault = self.vault().await?;
        let mark = vault.marks().change(machine, change).await?;
        self.emit(AppEvent::MachineMarked { mark: mark.clone() });
        Ok(mark)
    }
}

fn check(edit: &MarkEdit) -> Result<(), Failure> {
    if edit.note.as_ref().is_some_and(|note| note.chars().count() > MAX_NOTE_CHARS) {
        let message = format!("A note has at most {MAX_NOTE_CHARS} characters.");
        return Err(invalid(OPERATION, "note", message, "Shorten it."));
    }
    let tags = edit.tags.as_deref().unwrap_or_default();
    let is_tag = |tag: &String| {
        !tag.trim().is_empty()
            && tag.chars().count() <= MAX_TAG_CHARS
            && !tag.chars().any(char::is_control)
    };
    if tags.len() > MAX_TAGS || !tags.iter().all(is_tag) {
        let message = format!(
            "A machine has at most {MAX_TAGS} tags of your own, each of 1 to {MAX_TAG_CHARS} \
             characters on one line."
        );
        return Err(invalid(OPERATION, "tags", message, "Shorten them, or remove some."));
    }
    Ok(())
}
