//! A store in a folder: one file a value, which outlives the processes that use it.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use async_trait::async_trait;
use nexus_app::{BackendDescriptor, LoginKind, SecretBackends};
use nexus_model::{ErrorCode, Failure, Secret};
use nexus_secrets::{
    BackendConfig, BackendHealth, BrowserLogin, Expected, SecretBackend, SecretKey, Stored, Version,
};
use serde_json::json;

/// What the store can be told to do, by a file of that name in its folder.
pub const DEAD: &str = "dead";
pub const READ_ONLY: &str = "read only";
/// It gives what it has and goes away when it is to keep something.
pub const GONE_AT_WRITE: &str = "gone at write";

/// The login that it takes.
pub const TOKEN: &str = "token-of-the-store-4711";

pub struct Folder(PathBuf);

impl Folder {
    pub fn at(path: &Path) -> Self {
        Self(path.to_owned())
    }

    pub fn tell(&self, what: &str, is_so: bool) {
        let control = self.0.with_extension(what);
        match is_so {
            true => fs::write(control, "").expect("told"),
            false => fs::remove_file(control).expect("told"),
        }
    }

    fn is(&self, what: &str) -> bool {
        self.0.with_extension(what).exists()
    }

    fn file(&self, key: &SecretKey) -> PathBuf {
        self.0.join(key.owner()).join(key.field())
    }

    /// Whether nothing is kept.
    pub fn is_empty(&self) -> bool {
        self.keys().is_empty()
    }

    pub fn keys(&self) -> Vec<SecretKey> {
        let mut keys = Vec::new();
        for owner in fs::read_dir(&self.0).into_iter().flatten().flatten() {
            for field in fs::read_dir(owner.path()).into_iter().flatten().flatten() {
                let (owner, field) = (owner.file_name(), field.file_name());
                let (Some(owner), Some(field)) = (owner.to_str(), field.to_str()) else { continue };
                keys.extend(SecretKey::new(owner, field));
            }
        }
        keys.sort();
        keys
    }

    /// A field's value of the owner whose name begins so.
    pub fn value(&self, owner: &str, field: &str) -> Option<String> {
        let keys = self.keys();
        let key = keys.iter().find(|key| key.owner().starts_with(owner) && key.field() == field)?;
        Some(self.read(key)?.value.expose().to_owned())
    }

    fn read(&self, key: &SecretKey) -> Option<Stored> {
        let text = fs::read_to_string(self.file(key)).ok()?;
        let (version, value) = text.split_once('\n').expect("a version before the value");
        Some(Stored { value: Secret::new(value), version: Version(version.to_owned()) })
    }

    fn answers(&self, writes: bool) -> Result<(), Failure> {
        let told = |code, message: &str| {
            Err(Failure::new(code, "the folder", message, "Ask its administrator."))
        };
        if self.is(DEAD) || (writes && self.is(GONE_AT_WRITE)) {
            return told(ErrorCode::UnreachableRefused, "The store refused the connection.");
        }
        if writes && self.is(READ_ONLY) {
            return told(ErrorCode::PermissionDenied, "This token may not write.");
        }
        Ok(())
    }
}

#[async_trait]
impl SecretBackend for Folder {
    fn place(&self) -> String {
        format!("Folder at {}", self.0.display())
    }

    async fn health(&self) -> Result<BackendHealth, Failure> {
        self.answers(false)?;
        let detail = "A folder".to_owned();
        Ok(BackendHealth { detail, writable: Some(!self.is(READ_ONLY)) })
    }

    async fn get(&self, key: &SecretKey) -> Result<Option<Stored>, Failure> {
        self.answers(false)?;
        Ok(self.read(key))
    }

    async fn set(
        &self,
        key: &SecretKey,
        value: &Secret,
        expected: &Expected,
    ) -> Result<Version, Failure> {
        self.answers(true)?;
        let now = self.read(key).map(|stored| stored.version);
        let is_expected = match expected {
            Expected::Any => true,
            Expected::Absent => now.is_none(),
            Expected::Version(version) => now.as_ref() == Some(version),
        };
        if !is_expected {
            let message = "The value is in another state.";
            return Err(Failure::new(ErrorCode::Conflict, "the folder", message, "Look again."));
        }
        let next = Version(uuid::Uuid::new_v4().to_string());
        let file = self.file(key);
        fs::create_dir_all(file.parent().expect("a folder")).expect("made");
        let draft = self.0.with_extension(format!("draft-{}", next.0));
        fs::write(&draft, format!("{}\n{}", next.0, value.expose())).expect("written");
        fs::rename(&draft, file).expect("kept");
        Ok(next)
    }

    async fn delete(&self, key: &SecretKey) -> Result<(), Failure> {
        self.answers(true)?;
        let _ = fs::remove_file(self.file(key));
        Ok(())
    }

    async fn list(&self, owner: Option<&str>) -> Result<Vec<SecretKey>, Failure> {
        self.answers(false)?;
        let is_asked = |key: &SecretKey| owner.is_none_or(|owner| key.owner() == owner);
        Ok(self.keys().into_iter().filter(is_asked).collect())
    }
}

/// The one kind of store there is in these tests.
pub struct Folders;

pub const FOLDER: &str = "folder";

#[async_trait]
impl SecretBackends for Folders {
    fn descriptors(&self) -> Vec<BackendDescriptor> {
        let text = |name: &str, secret: bool| {
            json!({
                "type": "object",
                "properties": { name: { "type": "string", "writeOnly": secret } },
                "required": [name],
                "x-order": [name],
            })
        };
        let login = LoginKind {
            id: "token".into(),
            name: "Token".into(),
            summary: "For a test.".into(),
            schema: text("token", true),
            in_browser: false,
        };
        vec![BackendDescriptor {
            id: FOLDER.into(),
            name: "Folder".into(),
            summary: "For a test.".into(),
            docs: String::new(),
            schema: text("path", false),
            logins: vec![login],
        }]
    }

    fn open(&self, config: &BackendConfig) -> Result<Arc<dyn SecretBackend>, Failure> {
        if config.secrets.get("token").is_some_and(|token| token.expose() != TOKEN) {
            let (message, remedy) = ("The token is not known.", "Give another.");
            let code = ErrorCode::InvalidCredentials;
            return Err(Failure::new(code, "the folder", message, remedy));
        }
        Ok(Arc::new(Folder::at(Path::new(&config.fields["path"]))))
    }

    async fn log_in(&self, _config: &BackendConfig) -> Result<BrowserLogin, Failure> {
        let (message, remedy) = ("Nobody logs in to a folder.", "Give its token.");
        Err(Failure::new(ErrorCode::InvalidInput, "the folder", message, remedy))
    }

    fn by_words(
        &self,
        word: &dyn Fn(&str) -> Option<String>,
    ) -> Result<Option<BackendConfig>, Failure> {
        Ok(word("SECRET_BACKEND").map(|backend| BackendConfig {
            backend,
            fields: word("FOLDER").map(|path| ("path".to_owned(), path)).into_iter().collect(),
            login: "token".into(),
            secrets: [("token".to_owned(), Secret::new(TOKEN))].into(),
        }))
    }

    fn word(&self, _name: &str) -> Option<String> {
        None
    }
}
