//! Links that the system hands to the app, and pages that the app hands to the system.
//!
//! A link may come from any page or program: it is bounded and parsed strictly by the use case, and
//! one that nobody waits for is ignored. What is logged of it is that it came.

use std::net::IpAddr;
use std::sync::Arc;

use nexus_app::{App, Opener};
use nexus_model::{ErrorCode, Failure};
use tauri::{AppHandle, Manager, Url};
use tauri_plugin_deep_link::DeepLinkExt;
use tauri_plugin_opener::OpenerExt;

use crate::{notify, window};

/// Takes links from now on, the one that the app was started with included, and opens the pages of
/// sign-ins.
pub(crate) fn handle(shell: &AppHandle, app: &App) {
    app.set_opener(Arc::new(SystemBrowser(shell.clone())));
    let links = shell.deep_link();
    let raised = shell.clone();
    links.on_open_url(move |event| deliver(&raised, &event.urls()));
    match links.get_current() {
        Ok(urls) => deliver(shell, &urls.unwrap_or_default()),
        Err(error) => tracing::warn!(%error, "the link that started the app was not read"),
    }
    register(shell);
}

/// Installers do this; a program that was only unpacked does it itself. On macOS the bundle says it.
fn register(shell: &AppHandle) {
    if cfg!(target_os = "macos") {
        return;
    }
    let shell = shell.clone();
    // It runs programs of the system, for which the window does not wait.
    std::thread::spawn(move || {
        if let Err(error) = shell.deep_link().register_all() {
            tracing::warn!(%error, "the system does not give links to this app");
        }
    });
}

fn deliver(shell: &AppHandle, links: &[Url]) {
    let app = shell.state::<App>();
    for link in links {
        if App::is_connect_link(link.as_str()) {
            ask_to_connect(shell, &app, link.as_str());
        } else if !app.deliver_link(link.as_str()) {
            tracing::info!("a link came that nobody waits for");
        }
        window::raise(shell);
    }
}

fn ask_to_connect(shell: &AppHandle, app: &App, link: &str) {
    let (shell, app, link) = (shell.clone(), app.clone(), link.to_owned());
    tauri::async_runtime::spawn(async move {
        if let Err(failure) = app.ask_to_connect(&link).await {
            notify::tell(&shell, &failure);
        }
    });
}

/// The person's own browser.
struct SystemBrowser(AppHandle);

impl Opener for SystemBrowser {
    fn open(&self, link: &str) -> Result<(), Failure> {
        open(&self.0, link)
    }
}

/// Opens a page in the person's browser. Only `https`, or a server of this machine: an address may
/// come from a reply.
pub(crate) fn open(shell: &AppHandle, link: &str) -> Result<(), Failure> {
    let address = Url::parse(link).ok().filter(is_page).ok_or_else(refused)?;
    shell.opener().open_url(address.as_str(), None::<&str>).map_err(|_| {
        Failure::new(
            ErrorCode::Internal,
            "open the link",
            "The system has no browser that would open it.",
            "Copy the address into a browser.",
        )
    })
}

fn is_page(address: &Url) -> bool {
    let host = address.host_str().unwrap_or_default();
    let ip = host.trim_matches(['[', ']']).parse::<IpAddr>();
    match address.scheme() {
        "https" => !host.is_empty(),
        "http" => host == "localhost" || ip.is_ok_and(|ip| ip.is_loopback()),
        _ => false,
    }
}

fn refused() -> Failure {
    Failure::new(
        ErrorCode::InvalidInput,
        "open the link",
        "Only https links are opened.",
        "Copy the address and look at it before you use it.",
    )
    .in_field("url")
}

#[cfg(test)]
mod tests {
    use super::{Url, is_page};

    #[test]
    fn only_pages_are_opened() {
        let page = |link: &str| Url::parse(link).is_ok_and(|url| is_page(&url));
        assert!(page("https://accounts.google.com/o/oauth2/v2/auth?a=b"));
        assert!(
            page("http://127.0.0.1:8080/auth")
                && page("http://[::1]:1/")
                && page("http://localhost/")
        );
        for other in [
            "http://example.com/",
            "http://127.0.0.1.example.com/",
            "file:///etc/passwd",
            "javascript:alert(1)",
            "dev.nexusaccess.vault:/signin?code=a",
            "-oProxyCommand=x",
            "",
        ] {
            assert!(!page(other), "{other}");
        }
    }
}
