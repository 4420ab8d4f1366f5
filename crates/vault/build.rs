//! Rebuilds when a migration is added: `sqlx::migrate!` reads the folder at compile time.

fn main() {
    let mut stdout = std::io::stdout();
    // A failing pipe to cargo ends the build anyway.
    let _ = std::io::Write::write_all(&mut stdout, b"cargo::rerun-if-changed=migrations\n");
}
