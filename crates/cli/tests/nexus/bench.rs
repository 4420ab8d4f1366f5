//! What every test starts from: a folder, a vault in it, and the program.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Mutex;

use serde_json::{Value, json};
use tempfile::TempDir;

pub const NEXUS: &str = env!("CARGO_BIN_EXE_nexus");
pub const PASSWORD: &str = "correct horse battery staple";
pub const ACCESS_KEY: &str = "AKIAIOSFODNN7EXAMPLE";
pub const SECRET: &str = "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";

/// What a command printed and how it ended.
#[derive(Clone, Debug)]
pub struct Ran {
    pub status: i32,
    pub out: String,
    pub err: String,
}

impl Ran {
    /// Runs a command, giving it this on standard input.
    pub fn of(command: &mut Command, input: &str) -> Self {
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().expect("nexus starts");
        // A command that needs no input may have ended without reading it.
        let _ = child.stdin.take().expect("a pipe").write_all(input.as_bytes());
        let output = child.wait_with_output().expect("nexus ends");
        Self {
            status: output.status.code().expect("it ends by itself"),
            out: String::from_utf8(output.stdout).expect("text"),
            err: String::from_utf8(output.stderr).expect("text"),
        }
    }

    /// Fails unless it ended so.
    #[track_caller]
    pub fn ends(self, status: i32) -> Self {
        assert_eq!(self.status, status, "{self:#?}");
        self
    }

    /// All of standard output, which is JSON and nothing else.
    #[track_caller]
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap_or_else(|why| panic!("{why}: {self:#?}"))
    }

    /// The failure on standard error; then there is nothing on standard output.
    #[track_caller]
    pub fn error(&self) -> Value {
        assert_eq!(self.out, "", "{self:#?}");
        let told: Value =
            serde_json::from_str(&self.err).unwrap_or_else(|why| panic!("{why}: {self:#?}"));
        let error = told["error"].clone();
        for part in ["code", "message", "remedy"] {
            assert!(error[part].as_str().is_some_and(|text| !text.is_empty()), "{error}");
        }
        error
    }

    /// The failure's code.
    #[track_caller]
    pub fn code(&self) -> String {
        self.error()["code"].as_str().expect("a word").to_owned()
    }
}

/// A vault's folder, with the password in a file beside it.
pub struct Bench {
    folder: TempDir,
    /// All that any command printed.
    pub printed: Mutex<String>,
}

impl Bench {
    pub fn new() -> Self {
        let bench =
            Self { folder: tempfile::tempdir().expect("a folder"), printed: Mutex::default() };
        write_private(&bench.password_file(), &format!("{PASSWORD}\n"));
        bench
    }

    /// With a vault that the password opens.
    pub fn with_vault() -> Self {
        let bench = Self::new();
        bench.run(&["vault", "init"]).ends(0);
        bench
    }

    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    /// All the program's own files are in here.
    pub fn vault_folder(&self) -> PathBuf {
        self.path().join("vault")
    }

    pub fn password_file(&self) -> PathBuf {
        self.path().join("password")
    }

    /// The program on this vault, with nothing of the caller's and without a key.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(NEXUS);
        command.env_clear().env("PATH", "/usr/bin:/bin").env("HOME", self.path());
        command.env("NEXUS_VAULT", self.vault_folder().join("vault.db")).args(arguments);
        command
    }

    /// Runs a command and keeps what it prints.
    pub fn ran(&self, command: &mut Command, input: &str) -> Ran {
        let ran = Ran::of(command, input);
        let mut printed = self.printed.lock().expect("no thread panicked");
        printed.push_str(&ran.out);
        printed.push_str(&ran.err);
        ran
    }

    /// Runs the program with the password file.
    pub fn run(&self, arguments: &[&str]) -> Ran {
        self.run_with(arguments, "")
    }

    /// The same, with this on standard input.
    pub fn run_with(&self, arguments: &[&str], input: &str) -> Ran {
        self.ran(&mut self.unlocked(arguments), input)
    }

    /// The program with the password file.
    pub fn unlocked(&self, arguments: &[&str]) -> Command {
        let mut command = self.command(arguments);
        command.env("NEXUS_PASSWORD_FILE", self.password_file());
        command
    }

    /// Adds an AWS provider with any key.
    pub fn add(&self, name: &str, endpoint: &str) -> Ran {
        self.add_key(name, endpoint, ACCESS_KEY, &json!({ "secret_key": SECRET }))
    }

    /// Adds an AWS provider.
    pub fn add_key(&self, name: &str, endpoint: &str, access_key: &str, secrets: &Value) -> Ran {
        let access_key = format!("access_key={access_key}");
        let arguments = [
            "providers",
            "add",
            "aws",
            "--name",
            name,
            "--endpoint",
            endpoint,
            "--field",
            &access_key,
            "--secrets-stdin",
            "--json",
        ];
        self.run_with(&arguments, &secrets.to_string())
    }
}

/// A file for its owner only.
pub fn write_private(path: &Path, text: &str) {
    use std::os::unix::fs::PermissionsExt;
    fs::write(path, text).expect("a file");
    fs::set_permissions(path, fs::Permissions::from_mode(0o600)).expect("its mode");
}
