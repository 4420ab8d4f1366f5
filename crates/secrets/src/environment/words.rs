//! How words of the environment become a store. Each backend's are in its own folder.

/// A word, the field it becomes, and what it says of it.
pub(crate) struct Word {
    /// Of the environment.
    pub(crate) name: &'static str,
    /// Of [`crate::BackendConfig`].
    pub(crate) field: &'static str,
    pub(super) kind: WordKind,
}

/// What a word says of its field.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum WordKind {
    /// What it is.
    Text,
    /// What it is, and nobody may see it.
    Secret,
    /// The file that it is in.
    File,
}

impl Word {
    /// The field itself.
    pub(crate) const fn text(name: &'static str, field: &'static str) -> Self {
        Self { name, field, kind: WordKind::Text }
    }

    /// The field itself, which is a secret one.
    pub(crate) const fn secret(name: &'static str, field: &'static str) -> Self {
        Self { name, field, kind: WordKind::Secret }
    }

    /// A file with the field's text.
    pub(crate) const fn file(name: &'static str, field: &'static str) -> Self {
        Self { name, field, kind: WordKind::File }
    }
}

/// One way to log in, which the words that are given choose.
pub(crate) struct LoginWords {
    /// The id of its [`crate::LoginKind`].
    pub(crate) id: &'static str,
    /// Any of these chooses it; without one it is chosen by its name.
    pub(crate) chosen_by: &'static [&'static str],
    /// Those it cannot do without.
    pub(crate) needs: &'static [&'static str],
    pub(crate) words: &'static [Word],
}

/// The words of one store.
pub(crate) struct Words {
    /// Those it cannot do without.
    pub(crate) needs: &'static [&'static str],
    pub(crate) place: &'static [Word],
    /// The word that names the way to log in, where there is one.
    pub(crate) login: Option<&'static str>,
    /// The way to log in where no word chooses another.
    pub(crate) usual: LoginWords,
    /// The others; the first that is chosen counts.
    pub(crate) others: &'static [LoginWords],
}

impl Words {
    /// Every way to log in.
    pub(super) fn logins(&self) -> impl Iterator<Item = &LoginWords> {
        self.others.iter().chain([&self.usual])
    }
}
