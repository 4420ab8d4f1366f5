//! The sealed tables and their statements, which differ in the table's name only.

/// A sealed table. The number is part of the format: it names the table in the ledger.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub enum Table {
    Slots = 0,
    Settings = 1,
    Providers = 2,
    Credentials = 3,
    Snapshots = 4,
    Documents = 5,
    Profiles = 6,
    Connections = 7,
    Secrets = 8,
}

/// A table's statements.
pub struct Statements {
    pub get: &'static str,
    pub all: &'static str,
    pub of_provider: &'static str,
    pub ids: &'static str,
    pub put: &'static str,
    pub delete: &'static str,
    pub delete_of_provider: &'static str,
}

macro_rules! statements {
    ($table:literal) => {
        &Statements {
            get: concat!("SELECT id, provider, revision, value FROM ", $table, " WHERE id = ?"),
            all: concat!("SELECT id, provider, revision, value FROM ", $table, " ORDER BY id"),
            of_provider: concat!(
                "SELECT id, provider, revision, value FROM ",
                $table,
                // A changed index would hide rows.
                " NOT INDEXED WHERE provider = ? ORDER BY id"
            ),
            ids: concat!("SELECT id FROM ", $table),
            put: concat!(
                "INSERT INTO ",
                $table,
                " (id, provider, revision, value) VALUES (?, ?, ?, ?) ON CONFLICT (id) DO UPDATE \
                 SET provider = excluded.provider, revision = excluded.revision, \
                 value = excluded.value"
            ),
            delete: concat!("DELETE FROM ", $table, " WHERE id = ?"),
            delete_of_provider: concat!("DELETE FROM ", $table, " WHERE provider = ? RETURNING id"),
        }
    };
}

impl Table {
    /// All of them, in the order of their numbers.
    pub const ALL: [Self; 9] = [
        Self::Slots,
        Self::Settings,
        Self::Providers,
        Self::Credentials,
        Self::Snapshots,
        Self::Documents,
        Self::Profiles,
        Self::Connections,
        Self::Secrets,
    ];

    /// From the number in the ledger.
    pub fn from_number(number: u8) -> Option<Self> {
        Self::ALL.get(usize::from(number)).copied()
    }

    /// The name in the database, in subkeys and in findings.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Slots => "slots",
            Self::Settings => "settings",
            Self::Providers => "providers",
            Self::Credentials => "credentials",
            Self::Snapshots => "snapshots",
            Self::Documents => "documents",
            Self::Profiles => "profiles",
            Self::Connections => "connections",
            Self::Secrets => "secrets",
        }
    }

    pub fn statements(self) -> &'static Statements {
        match self {
            Self::Slots => statements!("slots"),
            Self::Settings => statements!("settings"),
            Self::Providers => statements!("providers"),
            Self::Credentials => statements!("credentials"),
            Self::Snapshots => statements!("snapshots"),
            Self::Documents => statements!("documents"),
            Self::Profiles => statements!("profiles"),
            Self::Connections => statements!("connections"),
            Self::Secrets => statements!("secrets"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Table;

    #[test]
    fn numbers_and_order_agree() {
        for (place, table) in Table::ALL.into_iter().enumerate() {
            assert_eq!(table as usize, place);
            assert_eq!(Table::from_number(table as u8), Some(table));
        }
        assert_eq!(Table::from_number(9), None);
    }
}
