//! Each test edits the file as someone without the key would, and expects to be told where.

use std::collections::BTreeSet;
use std::fs;

use nexus_model::Secret;
use nexus_vault::{Finding, UnlockKey, Vault, VaultError, VaultFile};
use sqlx::{AssertSqlSafe, Row, SqliteConnection};

use crate::common::{
    Home, assert_sound, connection, documents, event, machine_key, profile, provider, secrets,
    snapshot,
};

const TABLES: [&str; 9] = [
    "slots",
    "settings",
    "providers",
    "credentials",
    "snapshots",
    "documents",
    "profiles",
    "connections",
    "secrets",
];

/// A vault with two rows or more in every table.
async fn furnished() -> (Home, Vault) {
    let (home, vault) = Home::new().await;
    vault.settings().set(&vault.settings().get().await.unwrap()).await.unwrap();
    for name in ["one", "two"] {
        let each = provider(name);
        vault.providers().insert(&each, &secrets(name)).await.unwrap();
        vault.inventory().put(&snapshot(&each, "eu", 2), &documents(2)).await.unwrap();
        let (profile, connection) = (profile(name), connection(name));
        vault.profiles().put(&profile, &secrets(name)).await.unwrap();
        vault.connections().insert(&connection, &secrets(name)).await.unwrap();
        vault.audit().append(event(name)).await.unwrap();
    }
    assert_sound(&vault).await;
    (home, vault)
}

async fn findings(vault: &Vault) -> Vec<Finding> {
    vault.verify().await.unwrap().findings
}

async fn names(vault: &Vault) -> BTreeSet<(String, String)> {
    findings(vault).await.into_iter().map(|each| (each.table, each.row)).collect()
}

async fn run(raw: &mut SqliteConnection, statement: String) {
    sqlx::query(AssertSqlSafe(statement)).execute(raw).await.unwrap();
}

fn uuid(id: &[u8]) -> String {
    uuid::Uuid::from_slice(id).unwrap().to_string()
}

async fn ids(raw: &mut SqliteConnection, table: &str) -> Vec<Vec<u8>> {
    let statement = format!("SELECT id FROM {table} ORDER BY id");
    sqlx::query_scalar(AssertSqlSafe(statement)).fetch_all(raw).await.unwrap()
}

async fn set_value(raw: &mut SqliteConnection, table: &str, rowid: i64, value: &[u8]) {
    sqlx::query(AssertSqlSafe(format!("UPDATE {table} SET value = ? WHERE rowid = ?")))
        .bind(value)
        .bind(rowid)
        .execute(raw)
        .await
        .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn every_flipped_byte_of_every_sealed_value_is_named() {
    let (home, vault) = furnished().await;
    let mut raw = home.raw().await;
    let mut flips = 0;
    for table in TABLES.into_iter().chain(["audit", "ledger"]) {
        let statement = format!("SELECT rowid, value FROM {table} ORDER BY rowid");
        let rows = sqlx::query(AssertSqlSafe(statement)).fetch_all(&mut raw).await.unwrap();
        for (place, row) in rows.iter().enumerate() {
            let (rowid, value): (i64, Vec<u8>) = (row.get(0), row.get(1));
            // Every byte of each table's first value, and a few of the others.
            let step = if place == 0 { 1 } else { value.len() / 3 };
            for byte in (0..value.len()).step_by(step) {
                let mut changed = value.clone();
                changed[byte] ^= 1 << (byte % 8);
                set_value(&mut raw, table, rowid, &changed).await;
                let found = named_on_reading(&vault, table).await;
                assert_eq!(found, Some(table.to_owned()), "{table} {rowid} byte {byte}");
                flips += 1;
            }
            set_value(&mut raw, table, rowid, &value).await;
        }
    }
    assert!(flips > 2000, "{flips}");
    assert_sound(&vault).await;
}

/// The table named by the calls that read all of a table, which cost less than a full check.
async fn named_on_reading(vault: &Vault, table: &str) -> Option<String> {
    match read_all(vault, table).await {
        Err(VaultError::Damaged { table, .. }) => Some(table.to_owned()),
        _ => None,
    }
}

async fn read_all(vault: &Vault, table: &str) -> Result<(), VaultError> {
    match table {
        "slots" => return vault.slots().list().await.map(drop),
        "audit" => return vault.audit().list(None, 100).await.map(drop),
        "settings" | "ledger" => {
            vault.settings().get().await?;
            return vault.recovery_confirmed().await.map(drop);
        }
        "profiles" => return vault.profiles().list().await.map(drop),
        "connections" => return vault.connections().list().await.map(drop),
        "secrets" => {
            for each in vault.profiles().list().await? {
                vault.profiles().secrets(each.id).await?;
            }
            for each in vault.connections().list().await? {
                vault.connections().with_secrets(each.id).await?;
            }
            return Ok(());
        }
        _ => {}
    }
    for each in vault.providers().list().await? {
        match table {
            "credentials" => drop(vault.providers().secrets(each.id).await?),
            "snapshots" => drop(vault.inventory().snapshots(each.id).await?),
            _ => drop(vault.inventory().document(each.id, "eu", &machine_key(1)).await?),
        }
    }
    Ok(())
}

#[tokio::test]
async fn values_swapped_between_rows_are_named() {
    let (home, vault) = furnished().await;
    let mut raw = home.raw().await;
    for table in TABLES {
        let rows = ids(&mut raw, table).await;
        let swap = format!(
            "UPDATE {table} SET (revision, value) = (SELECT revision, value FROM {table} AS other \
             WHERE other.id != {table}.id ORDER BY id LIMIT 1)"
        );
        let values = format!("CREATE TEMP TABLE kept AS SELECT * FROM {table}");
        run(&mut raw, values).await;
        run(&mut raw, swap).await;
        let named = names(&vault).await;
        assert!(!named.is_empty() && named.iter().all(|(named, _)| named == table), "{named:?}");
        assert!(named.iter().all(|(_, row)| rows.iter().any(|id| uuid(id) == *row)));
        run(&mut raw, format!("DELETE FROM {table}")).await;
        run(&mut raw, format!("INSERT INTO {table} SELECT * FROM kept")).await;
        run(&mut raw, "DROP TABLE kept".to_owned()).await;
        assert_sound(&vault).await;
    }
}

#[tokio::test]
async fn a_value_moved_to_another_table_is_named() {
    let (home, vault) = furnished().await;
    let mut raw = home.raw().await;
    run(
        &mut raw,
        "UPDATE credentials SET (revision, value) = (SELECT revision, value FROM providers \
         WHERE providers.id = credentials.id)"
            .to_owned(),
    )
    .await;
    let named = names(&vault).await;
    assert_eq!(named.len(), 2);
    assert!(named.iter().all(|(table, _)| table == "credentials"), "{named:?}");
}

#[tokio::test]
async fn a_row_given_to_another_provider_is_named() {
    let (home, vault) = furnished().await;
    let mut raw = home.raw().await;
    let providers = ids(&mut raw, "providers").await;
    for table in ["credentials", "snapshots", "documents"] {
        let row = ids(&mut raw, table).await.remove(0);
        let update = format!(
            "UPDATE {table} SET provider = CASE provider WHEN ?1 THEN ?2 ELSE ?1 END WHERE id = ?3"
        );
        sqlx::query(AssertSqlSafe(update))
            .bind(&providers[0])
            .bind(&providers[1])
            .bind(&row)
            .execute(&mut raw)
            .await
            .unwrap();
        assert!(names(&vault).await.contains(&(table.to_owned(), uuid(&row))));
    }
}

#[tokio::test]
async fn an_older_row_put_back_is_named_and_not_read() {
    let (home, vault) = furnished().await;
    let mut raw = home.raw().await;
    let one = vault.providers().list().await.unwrap().remove(0);
    for table in ["providers", "credentials"] {
        run(&mut raw, format!("CREATE TEMP TABLE {table}_kept AS SELECT * FROM {table}")).await;
    }
    vault.providers().rotate(&one, &secrets("newer")).await.unwrap();
    for table in ["providers", "credentials"] {
        run(&mut raw, format!("INSERT OR REPLACE INTO {table} SELECT * FROM {table}_kept")).await;
        let named = names(&vault).await;
        assert!(named.contains(&(table.to_owned(), one.id.to_string())), "{named:?}");
    }
    let refused = vault.providers().secrets(one.id).await.unwrap_err();
    assert!(
        matches!(&refused, VaultError::Damaged { table: "credentials", row, .. }
        if *row == one.id.to_string()),
        "{refused}"
    );
}

#[tokio::test]
async fn a_deleted_row_and_one_put_back_after_removal_are_named() {
    let (home, vault) = furnished().await;
    let mut raw = home.raw().await;
    for table in TABLES {
        let id = ids(&mut raw, table).await.remove(0);
        run(&mut raw, format!("CREATE TEMP TABLE kept AS SELECT * FROM {table}")).await;
        sqlx::query(AssertSqlSafe(format!("DELETE FROM {table} WHERE id = ?")))
            .bind(&id)
            .execute(&mut raw)
            .await
            .unwrap();
        assert!(names(&vault).await.contains(&(table.to_owned(), uuid(&id))));
        run(&mut raw, format!("INSERT OR REPLACE INTO {table} SELECT * FROM kept")).await;
        run(&mut raw, "DROP TABLE kept".to_owned()).await;
        assert_sound(&vault).await;
    }
    for table in TABLES {
        run(&mut raw, format!("CREATE TEMP TABLE {table}_kept AS SELECT * FROM {table}")).await;
    }
    let one = vault.providers().list().await.unwrap().remove(0);
    vault.providers().remove(one.id).await.unwrap();
    for table in ["providers", "credentials"] {
        run(&mut raw, format!("INSERT OR IGNORE INTO {table} SELECT * FROM {table}_kept")).await;
        assert!(names(&vault).await.contains(&(table.to_owned(), one.id.to_string())));
    }
}

#[tokio::test]
async fn an_older_ledger_is_named() {
    let (home, vault) = furnished().await;
    let mut raw = home.raw().await;
    run(&mut raw, "CREATE TEMP TABLE kept AS SELECT * FROM ledger".to_owned()).await;
    let mut one = vault.providers().list().await.unwrap().remove(0);
    one.pinned = true;
    vault.providers().update(&one).await.unwrap();
    run(&mut raw, "INSERT OR REPLACE INTO ledger SELECT * FROM kept".to_owned()).await;
    assert_eq!(names(&vault).await, BTreeSet::from([("providers".to_owned(), one.id.to_string())]));
    run(&mut raw, "DELETE FROM ledger".to_owned()).await;
    assert_eq!(names(&vault).await, BTreeSet::from([("ledger".to_owned(), "1".to_owned())]));
}

#[tokio::test]
async fn audit_entries_removed_swapped_or_added_are_named() {
    for (statement, row) in [
        ("DELETE FROM audit WHERE sequence = 1", "1"),
        ("DELETE FROM audit WHERE sequence = 2", "2"),
        ("DELETE FROM audit WHERE sequence = 3", "3"),
        ("DELETE FROM audit WHERE sequence > 1", "2 to 3"),
        ("DELETE FROM audit", "1 to 3"),
        ("INSERT INTO audit SELECT 4, revision, value FROM audit WHERE sequence = 3", "4"),
        ("INSERT INTO audit SELECT 0, revision, value FROM audit WHERE sequence = 3", "0"),
        (
            "UPDATE audit SET (revision, value) = \
             (SELECT revision, value FROM audit AS other WHERE sequence = 1) WHERE sequence = 2",
            "2",
        ),
    ] {
        let (home, vault) = furnished().await;
        run(&mut home.raw().await, statement.to_owned()).await;
        let named = names(&vault).await;
        assert_eq!(named, BTreeSet::from([("audit".to_owned(), row.to_owned())]), "{statement}");
        assert_eq!(vault.audit().verify().await.unwrap().len(), 1);
        if row != "0" {
            let refused = vault.audit().list(None, 10).await;
            assert!(matches!(refused, Err(VaultError::Damaged { table: "audit", .. })));
        }
        vault.lock().await.unwrap();
        // A broken log does not lock the owner out; it goes on being reported.
        let vault = home.unlock().await.unwrap();
        assert!(!names(&vault).await.is_empty());
    }
}

#[tokio::test]
async fn a_revoked_slot_put_back_lets_nobody_in() {
    let (home, vault) = Home::with_password("old").await;
    let mut raw = home.raw().await;
    run(&mut raw, "CREATE TEMP TABLE kept AS SELECT * FROM slots".to_owned()).await;
    vault.slots().set_password(&Secret::new("new")).await.unwrap();
    vault.lock().await.unwrap();
    run(&mut raw, "INSERT OR IGNORE INTO slots SELECT * FROM kept".to_owned()).await;
    let old = home.file().await.unlock(UnlockKey::Password(Secret::new("old"))).await;
    assert!(matches!(old, Err(VaultError::Damaged { table: "slots", .. })));
    let vault = home.unlock().await.unwrap();
    assert_eq!(names(&vault).await.len(), 1);
}

#[tokio::test]
async fn a_slot_with_cheaper_parameters_is_refused() {
    let (home, vault) = Home::with_password("right").await;
    vault.lock().await.unwrap();
    let mut raw = home.raw().await;
    let slots = sqlx::query("SELECT rowid, value FROM slots").fetch_all(&mut raw).await.unwrap();
    let slot = slots.iter().find(|row| row.get::<Vec<u8>, _>(1)[1] == 1).unwrap();
    let (rowid, value): (i64, Vec<u8>) = (slot.get(0), slot.get(1));
    for (byte, to) in [(3, 0), (2, 0xff), (9, 2), (13, 0), (0, 2)] {
        let mut changed = value.clone();
        changed[byte] = to;
        set_value(&mut raw, "slots", rowid, &changed).await;
        let refused = home.file().await.unlock(UnlockKey::Password(Secret::new("right"))).await;
        assert!(matches!(refused, Err(VaultError::Damaged { table: "slots", .. })), "byte {byte}");
    }
    // Parameters that are dear enough are bound to the sealed key all the same.
    let mut changed = value.clone();
    changed[9] = 4;
    set_value(&mut raw, "slots", rowid, &changed).await;
    let refused = home.file().await.unlock(UnlockKey::Password(Secret::new("right"))).await;
    assert!(matches!(refused, Err(VaultError::WrongPassword { .. })));
}

#[tokio::test]
async fn a_changed_schema_is_refused_or_named() {
    let (home, vault) = furnished().await;
    let mut raw = home.raw().await;
    run(&mut raw, "CREATE TABLE extra (a)".to_owned()).await;
    run(&mut raw, "DROP INDEX documents_by_provider".to_owned()).await;
    let named = names(&vault).await;
    let schema = |name: &str| ("schema".to_owned(), name.to_owned());
    assert_eq!(named, BTreeSet::from([schema("documents_by_provider"), schema("extra")]));
    vault.lock().await.unwrap();
    let trigger = "CREATE TRIGGER t AFTER INSERT ON audit BEGIN DELETE FROM audit; END";
    run(&mut raw, trigger.to_owned()).await;
    let refused = VaultFile::open(&home.path()).await.unwrap_err();
    assert!(matches!(refused, VaultError::Damaged { table: "schema", .. }), "{refused}");
}

#[tokio::test]
async fn a_vault_id_from_elsewhere_opens_nothing() {
    let (home, vault) = furnished().await;
    vault.lock().await.unwrap();
    run(&mut home.raw().await, "UPDATE vault SET id = randomblob(16)".to_owned()).await;
    assert!(home.unlock().await.is_err());
    let recovery = Secret::new(home.recovery.as_ref().unwrap().expose());
    assert!(home.file().await.unlock(UnlockKey::Recovery(recovery)).await.is_err());
}

#[tokio::test]
async fn a_truncated_file_is_refused_or_named() {
    let (home, vault) = furnished().await;
    vault.lock().await.unwrap();
    let whole = fs::read(home.path()).unwrap();
    for length in (0..whole.len()).step_by(4096).chain([1, 50, 100, 5000, whole.len() - 1]) {
        for leftover in ["test.vault-wal", "test.vault-shm"] {
            let _ = fs::remove_file(home.folder.path().join(leftover));
        }
        fs::write(home.path(), &whole[..length]).unwrap();
        let opened = match VaultFile::open(&home.path()).await {
            Ok(file) => file.unlock(home.keyring()).await,
            Err(error) => Err(error),
        };
        match opened {
            Err(error) => assert!(
                matches!(error, VaultError::Damaged { .. } | VaultError::Io { .. }),
                "cut at {length}: {error}"
            ),
            Ok(vault) => {
                assert!(!findings(&vault).await.is_empty(), "cut at {length}");
                vault.lock().await.unwrap();
            }
        }
    }
}

/// All that the vault shows, or the first error on the way.
async fn everything(home: &Home) -> Result<(String, Vec<Finding>), VaultError> {
    let vault = VaultFile::open(&home.path()).await?.unlock(home.keyring()).await?;
    let shown = async {
        let mut shown = format!("{:?}", vault.settings().get().await?);
        for each in vault.providers().list().await? {
            let secrets = vault.providers().secrets(each.id).await?;
            let secret = secrets["secret_access_key"].expose();
            let regions = vault.inventory().snapshots(each.id).await?;
            let document = vault.inventory().document(each.id, "eu", &machine_key(1)).await?;
            shown.push_str(&format!("{each:?} {secret} {regions:?} {document:?}"));
        }
        for each in vault.profiles().list().await? {
            let secrets = vault.profiles().secrets(each.id).await?;
            shown.push_str(&format!("{each:?} {}", secrets["secret_access_key"].expose()));
        }
        for each in vault.connections().list().await? {
            let (_, secrets) = vault.connections().with_secrets(each.id).await?;
            shown.push_str(&format!("{each:?} {}", secrets["secret_access_key"].expose()));
        }
        // The unlock is an entry that differs each time.
        let entries = vault.audit().list(None, 10).await?;
        shown.push_str(&format!("{:?}", &entries[1..]));
        Ok((shown, vault.verify().await?.findings))
    };
    let shown = shown.await;
    vault.lock().await.unwrap();
    shown
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_with_a_changed_byte_anywhere_shows_what_was_written_or_nothing() {
    let (home, vault) = furnished().await;
    vault.lock().await.unwrap();
    let whole = fs::read(home.path()).unwrap();
    let (expected, _) = everything(&home).await.unwrap();
    let (mut place, mut refused, mut named) = (12345_u64, 0, 0);
    for round in 0..220 {
        // A fixed pseudo-random walk (Knuth's multiplier), and every byte of the header.
        place = place.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        let at = if round < 100 { round } else { (place >> 16) as usize % whole.len() };
        let mut changed = whole.clone();
        changed[at] ^= 1 << (round % 8);
        fs::write(home.path(), changed).unwrap();
        match everything(&home).await {
            Ok((shown, findings)) => {
                assert_eq!(shown, expected, "byte {at}");
                named += usize::from(!findings.is_empty());
            }
            Err(error) => {
                let code = nexus_model::Failure::from(error).code;
                assert_ne!(code, nexus_model::ErrorCode::Internal, "byte {at}");
                refused += 1;
            }
        }
        for leftover in ["test.vault-wal", "test.vault-shm"] {
            let _ = fs::remove_file(home.folder.path().join(leftover));
        }
    }
    assert!(refused > 30 && named > 0, "{refused} refused, {named} named");
}
