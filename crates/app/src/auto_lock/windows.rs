//! Windows: `LogonUI.exe` runs exactly while the lock or sign-in screen is shown.

/// Program that draws the lock screen.
const LOCK_SCREEN: &str = "LogonUI.exe";

/// Whether the lock screen is shown; no answer counts as not locked.
#[cfg(target_os = "windows")]
pub(super) async fn screen_is_locked() -> bool {
    let processes = tokio::process::Command::new("tasklist.exe")
        .args(["/FI", &format!("IMAGENAME eq {LOCK_SCREEN}"), "/NH", "/FO", "CSV"])
        .output()
        .await;
    processes.is_ok_and(|output| says_locked(&String::from_utf8_lossy(&output.stdout)))
}

/// Reads the list of processes, which without a match is one sentence of information.
fn says_locked(processes: &str) -> bool {
    processes.lines().any(|line| line.starts_with(&format!("\"{LOCK_SCREEN}\"")))
}

#[cfg(test)]
mod tests {
    use super::says_locked;

    #[test]
    fn reads_the_list() {
        assert!(says_locked("\"LogonUI.exe\",\"5120\",\"Console\",\"1\",\"50,000 K\"\r\n"));
        assert!(!says_locked("INFO: No tasks are running which match the criteria.\r\n"));
    }
}
