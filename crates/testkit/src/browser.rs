//! A headless Chromium that a person's hands are played in.

use std::net::{Ipv4Addr, SocketAddr, TcpStream};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use tempfile::TempDir;
use thirtyfour::prelude::{By, ElementQueryable, WebDriver, WebDriverResult, WebElement};
use thirtyfour::{ChromiumLikeCapabilities, DesiredCapabilities};

use crate::http;
use crate::server::free_port;

/// How long a person would wait for a page before calling it broken.
const PATIENCE: Duration = Duration::from_secs(60);

/// A running browser with a profile of its own; it ends when it is dropped.
pub struct Browser {
    driver: WebDriver,
    program: Child,
    address: SocketAddr,
    // Last, so that it is removed after the browser has ended.
    _profile: TempDir,
}

impl Browser {
    /// Starts one.
    ///
    /// # Panics
    /// When Chromium or its driver is missing or does not start; says how to install it.
    pub async fn start() -> Self {
        let profile = tempfile::tempdir().expect("a folder");
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, free_port()));
        let mut command = Command::new("/usr/bin/chromedriver");
        command.arg(format!("--port={}", address.port()));
        command.env_clear().env("PATH", "/usr/bin:/bin").env("HOME", profile.path());
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        let program = command.spawn().unwrap_or_else(|why| {
            panic!("chromedriver: {why}. Install it: apt-get install chromium chromium-driver")
        });
        let deadline = Instant::now() + PATIENCE;
        while TcpStream::connect(address).is_err() {
            assert!(Instant::now() < deadline, "chromedriver did not start");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        let mut wishes = DesiredCapabilities::chrome();
        let folder = format!("--user-data-dir={}", profile.path().join("profile").display());
        let arguments = [
            "--headless=new",
            // Its sandbox cannot be had as root, in whose name CI runs.
            "--no-sandbox",
            "--disable-dev-shm-usage",
            // Nothing but this machine: a page that asks for a font from elsewhere does not wait.
            "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
            &folder,
        ];
        for argument in arguments {
            wishes.add_arg(argument).expect("an argument");
        }
        let driver = WebDriver::new(format!("http://{address}"), wishes).await;
        Self { driver: driver.expect("Chromium starts"), program, address, _profile: profile }
    }

    /// Goes to an address and waits for its page.
    ///
    /// # Errors
    /// When there is none.
    pub async fn open(&self, address: &str) -> WebDriverResult<()> {
        self.driver.goto(address).await
    }

    /// Signs in at the page of an [`crate::OpenIdProvider`].
    ///
    /// # Errors
    /// When it is not that page.
    pub async fn sign_in(&self, name: &str) -> WebDriverResult<()> {
        self.css("input[name=login]").await?.send_keys(name).await?;
        self.css("input[name=password]").await?.send_keys("any").await?;
        self.click("button[type=submit]").await
    }

    /// Consents to what a client asks for, at the page after signing in.
    ///
    /// # Errors
    /// When it is not that page.
    pub async fn consent(&self) -> WebDriverResult<()> {
        self.css("form input[name=prompt][value=consent]").await?;
        self.click("button[type=submit]").await
    }

    /// Refuses instead.
    ///
    /// # Errors
    /// When it is not that page.
    pub async fn refuse(&self) -> WebDriverResult<()> {
        self.click("a[href$='/abort']").await
    }

    /// Clicks on the first element that matches.
    ///
    /// # Errors
    /// When there is none.
    pub async fn click(&self, selector: &str) -> WebDriverResult<()> {
        self.css(selector).await?.click().await
    }

    /// Waits until the page's text has this in it, and returns all of it.
    ///
    /// # Errors
    /// When the browser has gone.
    ///
    /// # Panics
    /// When it never does; says what is there instead.
    pub async fn text_with(&self, part: &str) -> WebDriverResult<String> {
        let deadline = Instant::now() + PATIENCE;
        loop {
            // The page may go while it is being read; then the next one is read.
            let body = self.driver.find(By::Css("body")).await;
            let text = match body {
                Ok(body) => body.text().await.unwrap_or_default(),
                Err(_) => String::new(),
            };
            if text.contains(part) {
                return Ok(text);
            }
            assert!(Instant::now() < deadline, "“{part}” is not in “{text}”");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// The session itself, for what has no method here.
    pub fn driver(&self) -> &WebDriver {
        &self.driver
    }

    /// The first element that matches, once it is there.
    ///
    /// # Errors
    /// When it does not appear.
    pub async fn css(&self, selector: &str) -> WebDriverResult<WebElement> {
        let query = self.driver.query(By::Css(selector)).desc(selector);
        let found = query.wait(PATIENCE, Duration::from_millis(50)).first().await;
        if found.is_err() {
            let address = self.driver.current_url().await?;
            let page = self.driver.source().await?;
            panic!("{selector} is not at {address}: {page}");
        }
        found
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        // Killing the driver alone would leave Chromium behind.
        let _ = http::send(self.address, "GET", "/shutdown", &[], b"");
        let _ = self.program.kill();
        let _ = self.program.wait();
    }
}
