use tauri::{AppHandle, Manager, Url, WebviewUrl, WebviewWindowBuilder, Wry};

/// Label of the main window, which its capability names.
pub(crate) const MAIN: &str = "main";

/// Opens the main window, or makes it without showing it.
pub(crate) fn open(shell: &AppHandle, visible: bool) -> tauri::Result<()> {
    page(shell, MAIN, "index.html")
        .inner_size(1280.0, 800.0)
        .min_inner_size(900.0, 600.0)
        .visible(visible)
        // A key file is dropped on the form's field, which the page sees only so.
        .disable_drag_drop_handler()
        .build()?;
    Ok(())
}

/// A window that shows a page of the app and can be led to no other.
pub(crate) fn page<'a>(
    shell: &'a AppHandle,
    label: &str,
    page: &str,
) -> WebviewWindowBuilder<'a, Wry, AppHandle> {
    WebviewWindowBuilder::new(shell, label, WebviewUrl::App(page.into()))
        .title("Nexus Access Vault")
        .on_navigation(is_own_page)
        .on_new_window(|_, _| tauri::webview::NewWindowResponse::Deny)
}

/// Brings the main window to the front.
pub(crate) fn raise(shell: &AppHandle) {
    if let Some(window) = shell.get_webview_window(MAIN) {
        // Each may be refused by the window manager; there is nothing else to try.
        let _ = window.unminimize();
        let _ = window.show();
        let _ = window.set_focus();
    }
}

/// The page is served under `tauri://localhost`, or `http://tauri.localhost` on Windows.
fn is_own_page(url: &Url) -> bool {
    match url.scheme() {
        "tauri" => url.host_str() == Some("localhost"),
        "http" => url.host_str() == Some("tauri.localhost"),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::{Url, is_own_page};

    #[test]
    fn only_the_page_itself_may_be_shown() {
        let own = |url: &str| is_own_page(&Url::parse(url).expect("a URL"));
        assert!(own("tauri://localhost/index.html"));
        assert!(own("http://tauri.localhost/"));
        assert!(!own("https://tauri.localhost.example.com/"));
        assert!(!own("http://localhost:8080/"));
        assert!(!own("file:///etc/passwd"));
        assert!(!own("data:text/html,hello"));
    }
}
