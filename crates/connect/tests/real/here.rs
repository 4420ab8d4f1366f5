//! This computer, with machines that are servers on its own loopback.

use std::collections::BTreeMap;
use std::num::NonZeroU16;
use std::process::Output;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use nexus_connect::agent::{Consent, KeyUse};
use nexus_connect::route::{MachineScope, Preference, Preferences, Rule};
use nexus_connect::ssh::HostKeys;
use nexus_connect::{
    Accounts, Connector, KeyChoice, PrivateKey, Request, Session, ToolLogin, Tools,
};
use nexus_model::{
    CloudId, Failure, Machine, MachineKey, MachineState, OsFamily, ProviderId, Secret,
};
use nexus_testkit::SshServer;
use tempfile::TempDir;
use uuid::Uuid;

/// This computer.
pub struct Here {
    pub home: TempDir,
    pub connector: Connector,
    pub machines: Vec<Machine>,
    pub preferences: Preferences,
}

impl Here {
    pub fn new() -> Self {
        let home = tempfile::tempdir().expect("a folder");
        let connector = Connector {
            tools: Tools::system(),
            host_keys: HostKeys::in_folder(home.path().join("known_hosts")),
            person: SshServer::user(),
        };
        Self { home, connector, machines: Vec::new(), preferences: Preferences::default() }
    }

    /// A machine that is this server, in the list and with its port preferred.
    pub fn add(&mut self, id: &str, server: &SshServer) -> Machine {
        let machine = machine(id, server);
        let port = NonZeroU16::new(server.address().port());
        self.prefer(&machine, Preference { port, ..Preference::default() });
        self.machines.push(machine.clone());
        machine
    }

    /// Goes before what was preferred earlier.
    pub fn prefer(&mut self, machine: &Machine, prefer: Preference) {
        let scope = MachineScope::Machine(MachineKey::of(machine));
        self.preferences.0.insert(0, Rule { scope, prefer });
    }

    /// What a person asks for who connects to a machine with a key of the vault.
    pub fn request<'a>(&'a self, machine: &'a Machine, key: &Lent, command: &str) -> Request<'a> {
        let mut request = Request::of(machine, &self.machines, &self.preferences);
        request.user = Some(SshServer::user().parse().expect("a user"));
        request.key = key.choice();
        request.command = vec![command.to_owned()];
        request
    }

    pub async fn connect(
        &self,
        machine: &Machine,
        key: &Lent,
        command: &str,
    ) -> Result<Session, Failure> {
        self.connector.connect(self.request(machine, key, command)).await
    }

    /// What a command on the machine says, and OpenSSH with it.
    pub async fn run(&self, machine: &Machine, key: &Lent, command: &str) -> Output {
        output(&self.connect(machine, key, command).await.expect("a session")).await
    }
}

/// Runs a session that was made ready.
pub async fn output(session: &Session) -> Output {
    let mut command = tokio::process::Command::from(session.invocation().command());
    command.stdin(std::process::Stdio::null()).kill_on_drop(true);
    command.output().await.expect("ssh runs")
}

pub fn words(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// A key in memory, and who is asked for its use.
pub struct Lent {
    text: Secret,
    pub public: String,
    answer: bool,
    pub asked: Arc<AtomicU32>,
}

impl Lent {
    /// A new Ed25519 key whose use is allowed.
    pub fn new() -> Self {
        Self::made(&["-t", "ed25519"])
    }

    /// A key as `ssh-keygen` makes it.
    pub fn made(arguments: &[&str]) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("key");
        let mut make = std::process::Command::new("ssh-keygen");
        make.args(["-q", "-N", "", "-C", "test"]).args(arguments).arg("-f").arg(&path);
        assert!(make.status().expect("ssh-keygen runs").success());
        let read = |path| std::fs::read_to_string(path).expect("a key");
        Self {
            text: Secret::new(read(path.clone())),
            public: read(path.with_extension("pub")).trim().to_owned(),
            answer: true,
            asked: Arc::default(),
        }
    }

    /// The same key, whose use is refused.
    pub fn refused(mut self) -> Self {
        self.answer = false;
        self
    }

    pub fn key(&self) -> PrivateKey {
        PrivateKey::parse(&self.text, None).expect("a key")
    }

    pub fn choice(&self) -> KeyChoice {
        let consent = Asked { answer: self.answer, times: Arc::clone(&self.asked) };
        KeyChoice::Kept { key: self.key(), consent: Arc::new(consent) }
    }

    /// As a file, for programs that want one.
    pub fn write(&self, path: &std::path::Path) {
        use std::os::unix::fs::PermissionsExt;
        std::fs::write(path, self.text.expose()).expect("written");
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o600)).expect("its mode");
    }
}

/// Answers as it was told to, and counts.
pub struct Asked {
    pub answer: bool,
    pub times: Arc<AtomicU32>,
}

#[async_trait::async_trait]
impl Consent for Asked {
    async fn may_sign(&self, use_of: &KeyUse) -> bool {
        assert_eq!(use_of.user, SshServer::user());
        assert!(use_of.fingerprint.starts_with("SHA256:"));
        self.times.fetch_add(1, Ordering::SeqCst);
        self.answer
    }
}

/// Gives the clouds' tools always the same.
pub struct Given(ToolLogin);

impl Given {
    pub fn of(variables: &[(&str, &str)]) -> Self {
        let variables = variables.iter();
        let environment =
            variables.map(|(name, value)| ((*name).to_owned(), Secret::new(*value))).collect();
        Self(ToolLogin { environment, advice: String::new() })
    }
}

#[async_trait::async_trait]
impl Accounts for Given {
    async fn login(&self, _: &Machine) -> Result<ToolLogin, Failure> {
        Ok(self.0.clone())
    }
}

/// A machine that is this server.
pub fn machine(id: &str, server: &SshServer) -> Machine {
    Machine {
        id: id.to_owned(),
        provider: ProviderId(Uuid::from_u128(1)),
        cloud: CloudId::new("hetzner"),
        name: format!("name of {id}"),
        state: MachineState::Running,
        raw_state: "running".into(),
        region: "fsn1".into(),
        zone: None,
        instance_type: "cx22".into(),
        vcpus: None,
        memory_mib: None,
        public_ips: vec![server.address().ip()],
        private_ips: Vec::new(),
        private_dns: None,
        image: None,
        os: OsFamily::Linux,
        launched_at: None,
        tags: BTreeMap::new(),
        console_url: None,
    }
}
