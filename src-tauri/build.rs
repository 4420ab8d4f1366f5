//! Builds the shell's context and one permission per command.
//!
//! The capability file is the one list of what the page may call: every `allow-…` in it becomes a
//! command of the app's manifest, so a command that is not listed cannot be called at all.

use std::fs;

use tauri_build::{AppManifest, Attributes};

const CAPABILITY: &str = "src-tauri/capabilities/main.json";

fn main() -> Result<(), Box<dyn std::error::Error>> {
    println!("cargo:rerun-if-changed=src-tauri/capabilities");
    println!("cargo:rerun-if-changed=tauri.conf.json");
    let capability: serde_json::Value = serde_json::from_str(&fs::read_to_string(CAPABILITY)?)?;
    let commands: Vec<&'static str> = capability["permissions"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|permission| permission.as_str()?.strip_prefix("allow-"))
        .map(|command| &*command.replace('-', "_").leak())
        .collect();
    let manifest = AppManifest::new().commands(commands.leak());
    tauri_build::try_build(
        Attributes::new()
            .app_manifest(manifest)
            .capabilities_path_pattern("./src-tauri/capabilities/**/*"),
    )?;
    Ok(())
}
