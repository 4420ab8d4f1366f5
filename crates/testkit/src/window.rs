//! The app's real window, steered through WebKit's WebDriver.

use std::net::{Ipv4Addr, TcpStream};
use std::path::Path;
use std::time::{Duration, Instant};

use serde_json::json;
use thirtyfour::Key;
use thirtyfour::common::capabilities::desiredcapabilities::Capabilities;
use thirtyfour::prelude::{
    By, ElementQueryable, ElementWaitable, WebDriver, WebDriverResult, WebElement,
};

use crate::Desktop;
use crate::server::free_port;

/// How long a person would wait for a thing to appear before calling it broken.
const PATIENCE: Duration = Duration::from_secs(60);

/// An open window.
pub struct Window {
    driver: WebDriver,
}

impl Window {
    /// Starts the app at this path on the desktop and waits for its window.
    ///
    /// # Panics
    /// When the driver or the app does not start.
    pub async fn open(desktop: &mut Desktop, app: &Path, arguments: &[&str]) -> Self {
        let port = free_port();
        let mut driver = desktop.command("/usr/bin/WebKitWebDriver");
        driver.args([format!("--port={port}"), "--host=127.0.0.1".to_owned()]);
        desktop.spawn(&mut driver);
        let deadline = Instant::now() + PATIENCE;
        while TcpStream::connect((Ipv4Addr::LOCALHOST, port)).is_err() {
            assert!(Instant::now() < deadline, "WebKitWebDriver did not start");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        let mut capabilities = Capabilities::new();
        let options = json!({ "binary": app, "args": arguments });
        capabilities.set("webkitgtk:browserOptions", options).expect("plain JSON");
        let url = format!("http://127.0.0.1:{port}");
        let driver = WebDriver::new(&url, capabilities).await.expect("the app opens its window");
        Self { driver }
    }

    /// The session itself, for what has no method here.
    pub fn driver(&self) -> &WebDriver {
        &self.driver
    }

    /// The element with this `data-testid`, once it is shown.
    ///
    /// # Errors
    /// When it does not appear.
    pub async fn find(&self, test_id: &str) -> WebDriverResult<WebElement> {
        self.css(&format!("[data-testid='{test_id}']")).await
    }

    /// The first element that matches, once it is shown.
    ///
    /// # Errors
    /// When it does not appear.
    pub async fn css(&self, selector: &str) -> WebDriverResult<WebElement> {
        let query = self.driver.query(By::Css(selector)).desc(selector);
        let found = query.wait(PATIENCE, Duration::from_millis(50)).and_displayed().first().await;
        if found.is_err() {
            self.keep_picture_of_failure().await;
        }
        found
    }

    /// Says more than the error can: what the window showed instead.
    async fn keep_picture_of_failure(&self) {
        let test = std::thread::current().name().unwrap_or("window").replace("::", "-");
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/window-failures");
        let file = folder.join(format!("{test}.png"));
        if std::fs::create_dir_all(&folder).is_ok() {
            // The window may be gone too; the test fails with its own error all the same.
            let _ = self.screenshot(&file).await;
        }
    }

    /// Waits until no such element is left.
    ///
    /// # Errors
    /// When it stays.
    pub async fn gone(&self, test_id: &str) -> WebDriverResult<()> {
        let selector = format!("[data-testid='{test_id}']");
        let deadline = Instant::now() + PATIENCE;
        // WebKit's driver fails when an element goes while it is being found; then it asks again.
        while !self.driver.find_all(By::Css(&selector)).await.is_ok_and(|left| left.is_empty()) {
            assert!(Instant::now() < deadline, "{test_id} is still there");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        Ok(())
    }

    /// Clicks.
    ///
    /// # Errors
    /// When there is nothing to click.
    pub async fn click(&self, test_id: &str) -> WebDriverResult<()> {
        let element = self.find(test_id).await?;
        element.wait_until().wait(PATIENCE, Duration::from_millis(50)).clickable().await?;
        element.click().await
    }

    /// Replaces the text of a field.
    ///
    /// # Errors
    /// When there is no such field.
    pub async fn fill(&self, test_id: &str, text: &str) -> WebDriverResult<()> {
        let field = self.find(test_id).await?;
        field.clear().await?;
        field.send_keys(text).await
    }

    /// Empties a field as a person does: a driver's `clear` is no input to the page.
    ///
    /// # Errors
    /// When there is no such field.
    pub async fn empty(&self, test_id: &str) -> WebDriverResult<()> {
        let field = self.find(test_id).await?;
        field.send_keys(Key::Control + "a").await?;
        field.send_keys(Key::Backspace).await
    }

    /// Presses a key wherever the focus is.
    ///
    /// # Errors
    /// When the driver has gone.
    pub async fn press(&self, key: Key) -> WebDriverResult<()> {
        self.driver.action_chain().send_keys(key).perform().await
    }

    /// Waits until an attribute of an element satisfies the condition.
    ///
    /// # Errors
    /// When the element does not appear.
    ///
    /// # Panics
    /// When the attribute never does; says what it was last.
    pub async fn attribute_when(
        &self,
        test_id: &str,
        attribute: &str,
        is_right: impl Fn(&str) -> bool,
    ) -> WebDriverResult<()> {
        let deadline = Instant::now() + PATIENCE;
        loop {
            // The element may be replaced between finding and reading it; then it is read again.
            let read = self.find(test_id).await?.attr(attribute).await;
            let value = read.ok().flatten().unwrap_or_default();
            if is_right(&value) {
                return Ok(());
            }
            assert!(Instant::now() < deadline, "{test_id}'s {attribute} stays at “{value}”");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// Writes what the window shows to a PNG file.
    ///
    /// # Errors
    /// When the picture cannot be taken or written.
    pub async fn screenshot(&self, file: &Path) -> WebDriverResult<()> {
        // WebKit takes the picture at its next repaint, and a page at rest has none.
        let repaint = "const root = document.documentElement.style; let turn = 0; \
                       window.repaint = setInterval(() => \
                       { root.opacity = ++turn % 2 ? '0.9999' : ''; }, 20);";
        self.driver.execute(repaint, Vec::new()).await?;
        let taken = self.driver.screenshot(file).await;
        let rest = "clearInterval(window.repaint); document.documentElement.style.opacity = '';";
        self.driver.execute(rest, Vec::new()).await?;
        taken
    }

    /// Closes the window, as a person does, and with it the app.
    ///
    /// # Errors
    /// When the driver has gone.
    pub async fn close(self) -> WebDriverResult<()> {
        self.driver.quit().await
    }
}
