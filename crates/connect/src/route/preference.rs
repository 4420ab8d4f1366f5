use std::num::NonZeroU16;
use std::path::PathBuf;

use nexus_model::{Machine, MachineKey, ProviderId, SshKeyId};
use serde::{Deserialize, Serialize};

use super::Route;

/// What a person prefers for some machines. What is `None` is left to wider rules and to guesses.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(default)]
pub struct Preference {
    /// The route to take.
    pub route: Option<Route>,
    /// The machine to go through.
    pub jump: Option<MachineKey>,
    /// The user to log in.
    pub user: Option<String>,
    /// The port that is connected to: SSH's, of a Windows machine RDP's.
    #[specta(type = Option<u16>)]
    pub port: Option<NonZeroU16>,
    /// A file with the private key to log in with.
    pub identity: Option<PathBuf>,
    /// The key of the vault to log in with, before a file.
    pub key: Option<SshKeyId>,
    /// The Azure Bastion of its network.
    pub bastion: Option<Bastion>,
}

/// An Azure Bastion.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
pub struct Bastion {
    /// Its name.
    pub name: String,
    /// Its resource group.
    pub resource_group: String,
}

/// Which machines a preference is for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(tag = "of", rename_all = "snake_case")]
pub enum MachineScope {
    /// One machine.
    Machine(MachineKey),
    /// Those with a tag.
    Tag {
        /// The tag's key.
        key: String,
        /// The tag's value.
        value: String,
    },
    /// Those of a provider.
    Provider {
        /// The provider.
        id: ProviderId,
    },
}

/// A preference and the machines it is for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
pub struct Rule {
    /// The machines.
    pub scope: MachineScope,
    /// The preference.
    pub prefer: Preference,
}

/// All rules of a person.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(transparent)]
pub struct Preferences(pub Vec<Rule>);

impl Preferences {
    /// What holds for a machine: its own rules before those of its tags, these before its
    /// provider's, field by field; among equals the first. A jump host that is chosen for all
    /// machines of a kind is not reached through itself.
    pub fn of(&self, machine: &Machine) -> Preference {
        let mut rules: Vec<_> = self.0.iter().filter(|rule| rule.scope.holds(machine)).collect();
        rules.sort_by_key(|rule| rule.scope.width());
        let all = Preference::default();
        let prefer = rules.into_iter().fold(all, |narrow, rule| narrow.or(&rule.prefer));
        match prefer.jump.as_ref().is_some_and(|jump| jump.is(machine)) {
            true => prefer.without_jump(),
            false => prefer,
        }
    }
}

impl Preference {
    fn without_jump(self) -> Self {
        let route = self.route.filter(|route| *route != Route::Jump);
        Self { jump: None, route, ..self }
    }

    fn or(self, wider: &Self) -> Self {
        // A file and a kept key are one choice: a narrow file is not set aside by a wide key.
        let keys = if self.identity.is_some() || self.key.is_some() { &self } else { wider };
        let (identity, key) = (keys.identity.clone(), keys.key);
        Self {
            route: self.route.or(wider.route),
            jump: self.jump.or_else(|| wider.jump.clone()),
            user: self.user.or_else(|| wider.user.clone()),
            port: self.port.or(wider.port),
            identity,
            key,
            bastion: self.bastion.or_else(|| wider.bastion.clone()),
        }
    }
}

impl MachineScope {
    fn holds(&self, machine: &Machine) -> bool {
        match self {
            Self::Machine(key) => key.is(machine),
            Self::Tag { key, value } => machine.tags.get(key) == Some(value),
            Self::Provider { id } => machine.provider == *id,
        }
    }

    fn width(&self) -> u8 {
        match self {
            Self::Machine(_) => 0,
            Self::Tag { .. } => 1,
            Self::Provider { .. } => 2,
        }
    }
}
