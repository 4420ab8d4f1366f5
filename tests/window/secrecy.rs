//! After a day's work nothing on disk tells what the vault holds.

use std::fs;
use std::path::{Path, PathBuf};

use nexus_testkit::{Desktop, Moto, seed};

use crate::session::{PASSWORD, SANDBOX_SECRET, add_aws, create_vault, open, sandbox_key, shows};

const PROVIDER: &str = "Provider-nobody-may-read";

#[tokio::test]
async fn no_secret_and_no_name_is_anywhere_in_the_profile() {
    let moto = Moto::start();
    let seeded = seed::small(&moto);
    let mut desktop = Desktop::start();
    let window = open(&mut desktop).await;
    let recovery_key = create_vault(&window).await;
    add_aws(&window, PROVIDER, &sandbox_key(), &moto.url()).await;
    window.click("nav-machines").await.expect("the list");
    shows(&window, seeded.total()).await;
    window.fill("machine-search", &seeded.names[0].0).await.expect("searched");
    window.click("machine-row").await.expect("details");
    window.find("machine-details").await.expect("shown");
    window.click("nav-activity").await.expect("the log");
    window.find("activity-row").await.expect("entries");

    // Once while it is open, with the write-ahead log and all, and once after it is closed.
    let mut marks: Vec<&str> = vec![PASSWORD, SANDBOX_SECRET, PROVIDER, recovery_key.trim()];
    marks.extend(seeded.names.iter().map(|(name, _)| name.as_str()));
    assert_clean(desktop.home(), &marks);
    window.close().await.expect("closed");
    assert!(desktop.vault().exists(), "there is a vault to search");
    assert_clean(desktop.home(), &marks);
}

/// Asserts that no file of a folder holds one of these texts, as it is or in another writing.
pub fn assert_clean(folder: &Path, marks: &[&str]) {
    let files = files(folder);
    assert!(files.len() > 2, "the profile has files: {files:?}");
    for file in files {
        let Ok(bytes) = fs::read(&file) else { continue };
        for mark in marks {
            for form in forms(mark) {
                let found = bytes.windows(form.len()).any(|part| part == form);
                assert!(!found, "“{mark}” is in {}", file.display());
            }
        }
    }
}

/// The ways a text is commonly written down.
fn forms(mark: &str) -> Vec<Vec<u8>> {
    let utf16 = mark.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let hex: String = mark.bytes().map(|byte| format!("{byte:02x}")).collect();
    let url: String = mark.replace('/', "%2F").replace('+', "%2B");
    vec![mark.as_bytes().to_vec(), utf16, hex.into_bytes(), url.into_bytes()]
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    entries
        .flat_map(|entry| match entry.file_type() {
            Ok(kind) if kind.is_dir() => files(&entry.path()),
            Ok(kind) if kind.is_file() => vec![entry.path()],
            _ => Vec::new(),
        })
        .collect()
}
