//! macOS: the window server publishes the console user's session in the I/O registry.

/// Key of the session dictionary that is set while the screen is locked.
const LOCKED_KEY: &str = "CGSSessionScreenIsLocked";

/// Whether the console user's screen is locked; no answer counts as not locked.
#[cfg(target_os = "macos")]
pub(super) async fn screen_is_locked() -> bool {
    let registry = tokio::process::Command::new("/usr/sbin/ioreg")
        .args(["-n", "Root", "-d1", "-a"])
        .output()
        .await;
    registry.is_ok_and(|output| says_locked(&String::from_utf8_lossy(&output.stdout)))
}

/// Reads the property list that `ioreg -a` prints: the key is followed by `<true/>`.
fn says_locked(property_list: &str) -> bool {
    property_list
        .split_once(&format!("<key>{LOCKED_KEY}</key>"))
        .is_some_and(|(_, after)| after.trim_start().starts_with("<true/>"))
}

#[cfg(test)]
mod tests {
    use super::says_locked;

    #[test]
    fn reads_the_key() {
        assert!(says_locked("<key>CGSSessionScreenIsLocked</key>\n\t<true/>"));
        assert!(!says_locked("<key>CGSSessionScreenIsLocked</key>\n\t<false/>"));
        assert!(!says_locked("<key>kCGSSessionOnConsoleKey</key>\n\t<true/>"));
    }
}
