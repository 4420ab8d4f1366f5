use nexus_model::{MachineKey, Mark, ProviderId};

use super::flags::MARKS;
use super::json::{decode, encode};
use crate::store::Table;
use crate::store::read::Reading;
use crate::store::write::Writing;
use crate::{Vault, VaultError};

/// What a person keeps about machines. One value holds them all: there are some hundreds at most,
/// and a row each would tell how many.
pub struct Marks<'a>(pub(crate) &'a Vault);

impl Marks<'_> {
    /// All marks, in no order.
    pub async fn list(&self) -> Result<Vec<Mark>, VaultError> {
        read(&mut Reading::begin(self.0.core()).await?).await
    }

    /// Changes a machine's mark, or makes one, and returns it as it is now. A mark with which
    /// nothing is kept any more is dropped.
    pub async fn change(
        &self,
        machine: &MachineKey,
        change: impl FnOnce(&mut Mark),
    ) -> Result<Mark, VaultError> {
        let mut writing = Writing::begin(self.0.core()).await?;
        let mut marks = read(&mut writing).await?;
        let place = marks.iter().position(|mark| mark.machine == *machine);
        let mut mark = match place {
            Some(place) => marks.swap_remove(place),
            None => Mark::new(machine.clone()),
        };
        change(&mut mark);
        if !mark.is_blank() {
            marks.push(mark.clone());
        }
        write(writing, &marks).await?;
        Ok(mark)
    }

    /// Drops the marks of a provider's machines.
    pub async fn remove_of(&self, provider: ProviderId) -> Result<(), VaultError> {
        let mut writing = Writing::begin(self.0.core()).await?;
        let mut marks = read(&mut writing).await?;
        let before = marks.len();
        marks.retain(|mark| mark.machine.provider != provider);
        if marks.len() == before {
            return Ok(());
        }
        write(writing, &marks).await
    }
}

async fn read(reading: &mut Reading) -> Result<Vec<Mark>, VaultError> {
    match reading.get(Table::Settings, &MARKS).await? {
        Some(plain) => decode(Table::Settings, &MARKS, &plain),
        None => Ok(Vec::new()),
    }
}

async fn write(mut writing: Writing, marks: &[Mark]) -> Result<(), VaultError> {
    writing.put(Table::Settings, MARKS, None, &encode(&marks)?).await?;
    writing.commit().await
}
