//! The person's own browser.

use std::process::{Command, Stdio};

use nexus_app::Opener;
use nexus_model::{ErrorCode, Failure};

/// What opens a page here, and what comes before its address. No shell in between.
#[cfg(target_os = "macos")]
const OPEN: &[&str] = &["/usr/bin/open"];
#[cfg(windows)]
const OPEN: &[&str] = &["rundll32.exe", "url.dll,FileProtocolHandler"];
#[cfg(not(any(target_os = "macos", windows)))]
const OPEN: &[&str] = &["xdg-open"];

/// Opens pages by the system's own program for it.
pub(crate) struct SystemBrowser;

impl Opener for SystemBrowser {
    fn open(&self, link: &str) -> Result<(), Failure> {
        let failed = || {
            Failure::new(
                ErrorCode::Internal,
                "open the sign-in page",
                "The system has no browser that would open it.",
                "Copy the address into a browser.",
            )
        };
        // Anything else would be an option or a program to that program.
        if !link.starts_with("https://") && !link.starts_with("http://") {
            return Err(failed());
        }
        let (program, before) = OPEN.split_first().ok_or_else(failed)?;
        let mut command = Command::new(program);
        command.args(before).arg(link);
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        command.spawn().map(drop).map_err(|_| failed())
    }
}
