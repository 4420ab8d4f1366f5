//! Builds the shell's context and one permission per command.
//!
//! The capability files are the one list of what the pages may call: every `allow-…` in them becomes a
//! command of the app's manifest, so a command that is not listed cannot be called at all.

use std::collections::BTreeSet;
use std::fs;

use tauri_build::{AppManifest, Attributes};

const CAPABILITIES: [&str; 2] =
    ["src-tauri/capabilities/main.json", "src-tauri/capabilities/palette.json"];

fn main() -> Result<(), Box<dyn std::error::Error>> {
    println!("cargo:rerun-if-changed=src-tauri/capabilities");
    println!("cargo:rerun-if-changed=tauri.conf.json");
    let mut commands = BTreeSet::new();
    for file in CAPABILITIES {
        let capability: serde_json::Value = serde_json::from_str(&fs::read_to_string(file)?)?;
        let permissions = capability["permissions"].as_array().into_iter().flatten();
        let own = permissions.filter_map(|it| it.as_str()?.strip_prefix("allow-"));
        commands.extend(own.map(|command| command.replace('-', "_")));
    }
    let commands: Vec<&'static str> = commands.into_iter().map(|it| &*it.leak()).collect();
    let manifest = AppManifest::new().commands(commands.leak());
    tauri_build::try_build(
        Attributes::new()
            .app_manifest(manifest)
            .capabilities_path_pattern("./src-tauri/capabilities/**/*"),
    )?;
    Ok(())
}
