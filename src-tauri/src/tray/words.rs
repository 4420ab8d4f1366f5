//! The menu's words in the person's language: the page's own catalogues, for one word per thing.

use std::collections::HashMap;
use std::sync::LazyLock;

use nexus_model::MachineState;
use serde_json::Value;

/// The languages there are, the one that is fallen back to first.
static CATALOGUES: LazyLock<Vec<(&str, Words)>> = LazyLock::new(|| {
    vec![
        ("en", Words::read(include_str!("../../../ui/messages/en.json"))),
        ("es", Words::read(include_str!("../../../ui/messages/es.json"))),
    ]
});

/// Words of one language, by their names in the page's catalogue.
pub(super) struct Words(HashMap<String, String>);

impl Words {
    /// Those of the language that is set, else of the system's.
    pub fn of(setting: Option<&str>) -> &'static Self {
        let system = ["LC_ALL", "LC_MESSAGES", "LANG"];
        let system = system.into_iter().filter_map(|name| std::env::var(name).ok());
        let wanted =
            setting.map(str::to_owned).or_else(|| system.into_iter().find(|it| !it.is_empty()));
        Self::in_language(&wanted.unwrap_or_default())
    }

    /// By a language's tag (`es`, `es-MX`) or a locale's name (`es_MX.UTF-8`).
    fn in_language(tag: &str) -> &'static Self {
        let base = tag.split(['-', '_', '.']).next().unwrap_or_default().to_lowercase();
        let known = CATALOGUES.iter().find(|(language, _)| *language == base);
        &known.unwrap_or(&CATALOGUES[0]).1
    }

    fn read(catalogue: &str) -> Self {
        let all: HashMap<String, Value> = serde_json::from_str(catalogue).unwrap_or_default();
        let texts =
            all.into_iter().filter_map(|(name, text)| Some((name, text.as_str()?.to_owned())));
        Self(texts.collect())
    }

    /// A word. One that is not in the catalogue is its own name, which a test sees to.
    pub fn get<'a>(&'a self, name: &'a str) -> &'a str {
        self.0.get(name).map_or(name, String::as_str)
    }

    /// How a machine stands, in the middle of a line.
    pub fn state(&self, state: MachineState) -> String {
        self.get(&format!("state_{state:?}").to_lowercase()).to_lowercase()
    }
}

#[cfg(test)]
mod tests {
    use nexus_model::MachineState;

    use super::{CATALOGUES, Words};

    #[test]
    fn a_language_is_found_by_its_tag_or_its_locale() {
        for tag in ["es", "es-MX", "es_ES.UTF-8", "ES"] {
            assert_eq!(Words::in_language(tag).get("lock"), "Bloquear", "{tag}");
        }
        for tag in ["en-GB", "de_DE.UTF-8", "C", ""] {
            assert_eq!(Words::in_language(tag).get("lock"), "Lock", "{tag}");
        }
        assert_eq!(Words::in_language("es").state(MachineState::Stopped), "detenida");
    }

    #[test]
    fn every_word_of_the_menu_is_in_every_language() {
        let entry = include_str!("entry.rs");
        let used: Vec<_> =
            entry.split("words.get(\"").skip(1).map(|rest| rest.split('"').next()).collect();
        assert!(used.len() > 8, "{used:?}");
        for (language, words) in CATALOGUES.iter() {
            for name in used.iter().flatten() {
                assert!(words.0.contains_key(*name), "{name} is missing in {language}");
            }
        }
    }
}
