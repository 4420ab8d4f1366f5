use nexus_model::{Settings, Theme};
use nexus_vault::VaultError;

use crate::common::{
    Home, assert_sound, documents, event, machine_key, provider, secrets, snapshot,
};

#[tokio::test]
async fn a_provider_comes_back_after_reopening() {
    let (home, vault) = Home::new().await;
    let one = provider("Production");
    vault.providers().insert(&one, &secrets("hunter2")).await.unwrap();
    vault.lock().await.unwrap();

    let vault = home.unlock().await.unwrap();
    assert_eq!(vault.providers().get(one.id).await.unwrap(), one);
    let fields = vault.providers().secrets(one.id).await.unwrap();
    assert_eq!(fields["secret_access_key"].expose(), "hunter2");
    assert_sound(&vault).await;
}

#[tokio::test]
async fn providers_are_listed_pinned_first_then_by_place() {
    let (_home, vault) = Home::new().await;
    for (name, position, pinned) in
        [("b", 2, false), ("a", 2, false), ("c", 1, false), ("d", 9, true)]
    {
        let mut each = provider(name);
        (each.position, each.pinned) = (position, pinned);
        vault.providers().insert(&each, &secrets("s")).await.unwrap();
    }
    let names: Vec<_> =
        vault.providers().list().await.unwrap().into_iter().map(|each| each.name).collect();
    assert_eq!(names, ["d", "c", "a", "b"]);
}

#[tokio::test]
async fn a_name_is_unique_whatever_its_case_and_blanks() {
    let (_home, vault) = Home::new().await;
    let one = provider("Straße Süd");
    vault.providers().insert(&one, &secrets("s")).await.unwrap();
    let taken = vault.providers().insert(&provider("  STRAßE süd "), &secrets("s")).await;
    assert!(matches!(taken, Err(VaultError::NameTaken { name, .. }) if name == "Straße Süd"));

    let mut other = provider("Other");
    vault.providers().insert(&other, &secrets("s")).await.unwrap();
    other.name = "straße süd".to_owned();
    let taken = vault.providers().update(&other).await;
    assert!(matches!(taken, Err(VaultError::NameTaken { .. })));

    let mut same = one.clone();
    same.name = " STRAßE SÜD ".to_owned();
    vault.providers().update(&same).await.unwrap();
    assert_eq!(vault.providers().get(one.id).await.unwrap().name, "STRAßE SÜD");
    let blank = vault.providers().insert(&provider(" \t"), &secrets("s")).await;
    assert!(matches!(blank, Err(VaultError::Invalid { field: "name", .. })));
}

#[tokio::test]
async fn a_rotated_credential_replaces_the_old_one() {
    let (_home, vault) = Home::new().await;
    let mut one = provider("Production");
    vault.providers().insert(&one, &secrets("old")).await.unwrap();
    one.pinned = true;
    vault.providers().rotate(&one, &secrets("new")).await.unwrap();
    assert!(vault.providers().get(one.id).await.unwrap().pinned);
    let fields = vault.providers().secrets(one.id).await.unwrap();
    assert_eq!(fields["secret_access_key"].expose(), "new");
    assert_sound(&vault).await;
}

#[tokio::test]
async fn what_is_not_there_is_not_found() {
    let (_home, vault) = Home::new().await;
    let one = provider("never added");
    let providers = vault.providers();
    assert!(matches!(providers.get(one.id).await, Err(VaultError::NotFound { .. })));
    assert!(matches!(providers.update(&one).await, Err(VaultError::NotFound { .. })));
    assert!(matches!(
        providers.rotate(&one, &secrets("s")).await,
        Err(VaultError::NotFound { .. })
    ));
    assert!(matches!(providers.remove(one.id).await, Err(VaultError::NotFound { .. })));
    assert!(matches!(providers.secrets(one.id).await, Err(VaultError::NotFound { .. })));
    let put = vault.inventory().put(&snapshot(&one, "eu", 1), &documents(1)).await;
    assert!(matches!(put, Err(VaultError::NotFound { .. })));
    assert_eq!(vault.inventory().snapshots(one.id).await.unwrap(), []);
    assert_eq!(vault.inventory().document(one.id, "eu", &machine_key(0)).await.unwrap(), None);
    assert_sound(&vault).await;
}

#[tokio::test]
async fn snapshots_of_any_size_come_back() {
    let (_home, vault) = Home::new().await;
    let (one, two) = (provider("one"), provider("two"));
    for each in [&one, &two] {
        vault.providers().insert(each, &secrets("s")).await.unwrap();
    }
    let inventory = vault.inventory();
    for size in [0, 1, 128, 129, 700, 3] {
        let eu = snapshot(&one, "eu", size);
        inventory.put(&eu, &documents(size)).await.unwrap();
        inventory.put(&snapshot(&one, "us", 2), &documents(1)).await.unwrap();
        inventory.put(&snapshot(&two, "eu", 5), &documents(5)).await.unwrap();
        let regions = inventory.snapshots(one.id).await.unwrap();
        assert_eq!(regions.len(), 2);
        assert_eq!(regions[0], eu);
        for number in (0..size).step_by(97) {
            let found = inventory.document(one.id, "eu", &machine_key(number)).await.unwrap();
            assert_eq!(found, Some(format!("{{\"markedDocument\":{number}}}")));
        }
        let absent = inventory.document(one.id, "eu", &machine_key(size)).await.unwrap();
        assert_eq!(absent, None);
        assert_sound(&vault).await;
    }
    inventory.remove(one.id, "eu").await.unwrap();
    inventory.remove(one.id, "nowhere").await.unwrap();
    assert_eq!(inventory.snapshots(one.id).await.unwrap().len(), 1);
    assert_eq!(inventory.document(one.id, "eu", &machine_key(0)).await.unwrap(), None);
    assert_eq!(inventory.snapshots(two.id).await.unwrap()[0].resources.len(), 5);
    assert_sound(&vault).await;
}

#[tokio::test]
async fn a_listing_that_was_read_before_is_what_was_written_since_by_whomever() {
    let (home, vault) = Home::new().await;
    let one = provider("one");
    vault.providers().insert(&one, &secrets("s")).await.unwrap();
    let other = home.unlock().await.unwrap();
    for (writer, size) in [(&vault, 300), (&other, 2), (&vault, 130), (&other, 129)] {
        let eu = snapshot(&one, "eu", size);
        writer.inventory().put(&eu, &documents(size)).await.unwrap();
        for reader in [&vault, &other, &vault] {
            let regions = reader.inventory().snapshots(one.id).await.unwrap();
            assert_eq!(regions, std::slice::from_ref(&eu));
        }
    }
    // What was opened before excuses no row that is not the one in the ledger.
    let edited = "UPDATE snapshots SET value = zeroblob(length(value))";
    sqlx::query(edited).execute(&mut home.raw().await).await.unwrap();
    let read = vault.inventory().snapshots(one.id).await;
    assert!(matches!(read, Err(VaultError::Damaged { table: "snapshots", .. })), "{read:?}");

    let clone = vault.clone();
    vault.lock().await.unwrap();
    let read = clone.inventory().snapshots(one.id).await;
    assert!(matches!(read, Err(VaultError::Locked)), "{read:?}");
}

#[tokio::test]
async fn settings_have_defaults_and_keep_changes() {
    let (home, vault) = Home::new().await;
    assert_eq!(vault.settings().get().await.unwrap(), Settings::default());
    let changed = Settings { theme: Theme::Dark, ..Settings::default() };
    vault.settings().set(&changed).await.unwrap();
    vault.lock().await.unwrap();
    assert_eq!(home.unlock().await.unwrap().settings().get().await.unwrap(), changed);
}

#[tokio::test]
async fn the_audit_log_is_listed_newest_first_in_pages() {
    let (_home, vault) = Home::new().await;
    for number in 2..=9 {
        let entry = vault.audit().append(event(&format!("entry {number}"))).await.unwrap();
        assert_eq!(entry.sequence, number);
    }
    let sequences = |entries: Vec<nexus_model::AuditEntry>| {
        entries.into_iter().map(|entry| entry.sequence).collect::<Vec<_>>()
    };
    let audit = vault.audit();
    assert_eq!(sequences(audit.list(None, 3).await.unwrap()), [9, 8, 7]);
    assert_eq!(sequences(audit.list(Some(7), 3).await.unwrap()), [6, 5, 4]);
    assert_eq!(sequences(audit.list(Some(3), 9).await.unwrap()), [2, 1]);
    assert_eq!(sequences(audit.list(Some(1), 9).await.unwrap()), Vec::<u32>::new());
    assert_eq!(sequences(audit.list(Some(99), 1).await.unwrap()), [9]);
    assert_eq!(audit.list(None, 1).await.unwrap()[0].event.detail, "entry 9");
    assert_eq!(audit.verify().await.unwrap(), []);
}
