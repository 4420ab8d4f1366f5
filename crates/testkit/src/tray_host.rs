//! The part of a desktop that shows tray icons, played over D-Bus: it takes an app's icon as
//! StatusNotifierItem's specification has it
//! (<https://www.freedesktop.org/wiki/Specifications/StatusNotifierItem/>), reads its menu and
//! clicks it by `com.canonical.dbusmenu`.

use std::collections::HashMap;
use std::time::{Duration, Instant};

use tokio::sync::watch;
use zbus::message::Header;
use zbus::zvariant::{OwnedObjectPath, OwnedValue, Value};
use zbus::{Connection, Proxy};

use crate::Desktop;

const WATCHER: &str = "org.kde.StatusNotifierWatcher";
const ITEM: &str = "org.kde.StatusNotifierItem";
const MENU: &str = "com.canonical.dbusmenu";

/// How long a person would wait for an icon or a menu before calling it broken.
const PATIENCE: Duration = Duration::from_secs(30);

/// A tray on a desktop.
pub struct TrayHost {
    bus: Connection,
    icons: watch::Receiver<Vec<(String, String)>>,
}

/// One line of an icon's menu.
#[derive(Clone, Debug)]
pub struct TrayItem {
    id: i32,
    /// What it says, without the marks of underlined keys.
    pub label: String,
    /// Whether it can be clicked.
    pub enabled: bool,
    /// Whether it is shown.
    pub visible: bool,
    /// The lines behind it.
    pub items: Vec<TrayItem>,
}

type Layout = (i32, HashMap<String, OwnedValue>, Vec<OwnedValue>);

struct Watcher(watch::Sender<Vec<(String, String)>>);

#[zbus::interface(name = "org.kde.StatusNotifierWatcher")]
impl Watcher {
    /// Some apps tell their name on the bus, others the path of their icon.
    async fn register_status_notifier_item(
        &self,
        service: &str,
        #[zbus(header)] header: Header<'_>,
    ) {
        let sender = header.sender().map(ToString::to_string).unwrap_or_default();
        let icon = match service.starts_with('/') {
            true => (sender, service.to_owned()),
            false => (service.to_owned(), "/StatusNotifierItem".to_owned()),
        };
        self.0.send_modify(|icons| icons.push(icon));
    }

    async fn register_status_notifier_host(&self, _service: &str) {}

    #[zbus(property)]
    async fn registered_status_notifier_items(&self) -> Vec<String> {
        self.0.borrow().iter().map(|(service, path)| format!("{service}{path}")).collect()
    }

    #[zbus(property)]
    async fn is_status_notifier_host_registered(&self) -> bool {
        true
    }

    #[zbus(property)]
    async fn protocol_version(&self) -> i32 {
        0
    }
}

impl TrayHost {
    /// Puts a tray on the desktop. Start it before the app, as a session does.
    ///
    /// # Panics
    /// When the desktop's bus refuses it.
    pub async fn start(desktop: &Desktop) -> Self {
        let (tell, icons) = watch::channel(Vec::new());
        let bus = zbus::connection::Builder::address(desktop.bus())
            .and_then(|bus| bus.serve_at("/StatusNotifierWatcher", Watcher(tell)))
            .and_then(|bus| bus.name(WATCHER))
            .expect("a tray's place on the bus");
        let bus = bus.build().await.expect("the desktop's bus");
        Self { bus, icons }
    }

    /// The menu of the one icon there is, once there is one.
    ///
    /// # Panics
    /// When no icon appears, or it has no menu.
    pub async fn menu(&self) -> TrayItem {
        let (service, path) = self.menu_place().await;
        let menu = Proxy::new(&self.bus, service, path, MENU).await.expect("a menu");
        let arguments = (0_i32, -1_i32, Vec::<String>::new());
        let (_, layout): (u32, Layout) =
            menu.call("GetLayout", &arguments).await.expect("the menu's layout");
        read(layout)
    }

    /// The menu, once it satisfies a condition.
    ///
    /// # Panics
    /// When it never does; says what it was last.
    pub async fn menu_when(&self, is_right: impl Fn(&TrayItem) -> bool) -> TrayItem {
        let deadline = Instant::now() + PATIENCE;
        loop {
            let menu = self.menu().await;
            if is_right(&menu) {
                return menu;
            }
            assert!(Instant::now() < deadline, "the menu stays at {:#?}", menu.labels());
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    /// Clicks a line.
    ///
    /// # Panics
    /// When the app does not take the click.
    pub async fn click(&self, item: &TrayItem) {
        let (service, path) = self.menu_place().await;
        let menu = Proxy::new(&self.bus, service, path, MENU).await.expect("a menu");
        let event = (item.id, "clicked", Value::from(0_i32), 0_u32);
        let _: () = menu.call("Event", &event).await.expect("the click is taken");
    }

    async fn menu_place(&self) -> (String, OwnedObjectPath) {
        let mut icons = self.icons.clone();
        let appears = icons.wait_for(|icons| !icons.is_empty());
        let appeared = tokio::time::timeout(PATIENCE, appears).await.expect("an icon appears");
        let (service, path) = appeared.expect("the tray runs").last().expect("an icon").clone();
        let icon = Proxy::new(&self.bus, service.clone(), path, ITEM).await.expect("an icon");
        (service, icon.get_property("Menu").await.expect("the icon has a menu"))
    }
}

impl TrayItem {
    /// The first line with this text, here or behind another.
    pub fn find(&self, label: &str) -> Option<&Self> {
        if self.label == label {
            return Some(self);
        }
        self.items.iter().find_map(|item| item.find(label))
    }

    /// What all lines say, those behind others after them.
    pub fn labels(&self) -> Vec<&str> {
        let own = (!self.label.is_empty()).then_some(self.label.as_str());
        own.into_iter().chain(self.items.iter().flat_map(Self::labels)).collect()
    }
}

fn read((id, mut properties, children): Layout) -> TrayItem {
    let mut flag = |name: &str| {
        let value = properties.remove(name).and_then(|value| bool::try_from(value).ok());
        value.unwrap_or(true)
    };
    let (enabled, visible) = (flag("enabled"), flag("visible"));
    let label = properties.remove("label").and_then(|value| String::try_from(value).ok());
    let items = children.into_iter().map(|child| read(Layout::try_from(child).expect("a line")));
    TrayItem {
        id,
        // A single underscore marks the next letter as a key; two stand for one.
        label: label.unwrap_or_default().replace("__", "\0").replace('_', "").replace('\0', "_"),
        enabled,
        visible,
        items: items.collect(),
    }
}
