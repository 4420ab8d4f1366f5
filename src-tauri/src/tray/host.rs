//! Whether anything shows the icon. A window that hides where nothing does could not be had back.

use std::time::Duration;

/// Whether this desktop has a tray now. On Linux that is an extension or a panel that may come and
/// go, so it is asked each time: the watcher of StatusNotifierItem's specification says whether a
/// host is registered.
#[cfg(target_os = "linux")]
pub(crate) async fn is_there() -> bool {
    const WATCHER: &str = "org.kde.StatusNotifierWatcher";
    let asked = async {
        let bus = zbus::Connection::session().await?;
        let watcher = zbus::Proxy::new(&bus, WATCHER, "/StatusNotifierWatcher", WATCHER).await?;
        watcher.get_property::<bool>("IsStatusNotifierHostRegistered").await
    };
    asked.await.unwrap_or(false)
}

/// macOS and Windows always have one.
#[cfg(not(target_os = "linux"))]
pub(crate) async fn is_there() -> bool {
    true
}

/// How long a desktop that is just starting may take to put its tray up.
const PATIENCE: Duration = Duration::from_secs(30);
/// How often it is asked.
const PAUSE: Duration = Duration::from_millis(500);

/// Waits for the tray of a session that has just begun; `false` if there will be none.
pub(crate) async fn comes_up() -> bool {
    let asked = async {
        while !is_there().await {
            tokio::time::sleep(PAUSE).await;
        }
    };
    tokio::time::timeout(PATIENCE, asked).await.is_ok()
}
