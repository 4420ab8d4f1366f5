//! Whether anything shows the icon. A window that hides where nothing does could not be had back.

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
