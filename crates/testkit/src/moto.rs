//! moto: EC2, STS and IAM on loopback. <https://docs.getmoto.org/en/latest/docs/server_mode.html>

use std::fs::File;
use std::net::{Ipv4Addr, SocketAddr, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::http;
use crate::server::free_port;

/// Environment variable that names another `moto_server`.
pub const PROGRAM: &str = "NEXUS_MOTO_SERVER";

/// A Linux image that the servers started here know.
pub const LINUX_IMAGE: &str = "ami-0linux00000000001";
/// A Windows image that the servers started here know.
pub const WINDOWS_IMAGE: &str = "ami-0windows000000001";

/// The only images there are: moto would load 1,300 for each region and search them all each time
/// an instance is started, which makes it three times slower.
const IMAGES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/peers/moto-images.json");

/// How long a start may take on a busy machine.
const START: Duration = Duration::from_secs(60);

/// A running moto server, killed when dropped.
pub struct Moto {
    child: Child,
    address: SocketAddr,
    scheme: &'static str,
}

/// What a server is to do beyond the usual.
#[derive(Clone, Copy, Debug, Default)]
pub struct Options {
    /// Be ready to check credentials and policies once [`Moto::require_auth`] is called.
    pub auth: bool,
    /// Speak TLS with a certificate signed by itself, which no client should trust.
    pub self_signed: bool,
}

/// Why moto did not start.
#[derive(Debug)]
pub enum StartError {
    /// The program is not there.
    Missing(PathBuf),
    /// It could not be run, or ended at once; its own words are in the file.
    Failed(String, PathBuf),
}

impl std::fmt::Display for StartError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Missing(program) => write!(
                f,
                "moto is not installed at {}. Install it from the workspace's folder:\n  \
                 python3 -m venv target/peers/venv && target/peers/venv/bin/pip install 'moto[server]==5.2.*'\n\
                 or name another moto_server in {PROGRAM}.",
                program.display()
            ),
            Self::Failed(why, log) => write!(f, "moto did not start: {why}; see {}", log.display()),
        }
    }
}

impl std::error::Error for StartError {}

impl Moto {
    /// Starts a server that accepts any credential.
    ///
    /// # Panics
    /// With the [`StartError`], which says how to install what is missing.
    pub fn start() -> Self {
        Self::start_with(Options::default())
    }

    /// Starts a server that will check credentials and policies once [`Moto::require_auth`] is
    /// called; until then it accepts any, so that users and machines can be made.
    ///
    /// # Panics
    /// As [`Moto::start`].
    pub fn start_with_auth() -> Self {
        Self::start_with(Options { auth: true, ..Options::default() })
    }

    /// Starts a server with options.
    ///
    /// # Panics
    /// As [`Moto::start`].
    pub fn start_with(options: Options) -> Self {
        Self::try_start(options).unwrap_or_else(|why| panic!("{why}"))
    }

    /// The same for callers that want to say it in their own words.
    ///
    /// # Errors
    /// See [`StartError`].
    pub fn try_start(options: Options) -> Result<Self, StartError> {
        let program = program();
        if !program.exists() {
            return Err(StartError::Missing(program));
        }
        // moto cannot be told to pick a port and say which, so another process may take the free
        // one that was found. Then moto ends and the next port is tried.
        let mut last = StartError::Missing(program.clone());
        for _ in 0..3 {
            match Self::on_port(&program, free_port(), options) {
                Ok(moto) => return Ok(moto),
                Err(why) => last = why,
            }
        }
        Err(last)
    }

    fn on_port(program: &Path, port: u16, options: Options) -> Result<Self, StartError> {
        let log =
            std::env::temp_dir().join(format!("nexus-moto-{}-{port}.log", std::process::id()));
        let failed = |why: String| StartError::Failed(why, log.clone());
        let words = File::create(&log).map_err(|why| failed(why.to_string()))?;
        let mut command = Command::new(program);
        command.args(["-H", "127.0.0.1", "-p", &port.to_string()]);
        // Nothing of the caller's AWS settings may leak into the peer.
        command.env_clear().env("PATH", "/usr/bin:/bin").env("HOME", std::env::temp_dir());
        command.env("MOTO_AMIS_PATH", IMAGES);
        if options.auth {
            command.env("INITIAL_NO_AUTH_ACTION_COUNT", "1000000000");
        }
        if options.self_signed {
            command.arg("--ssl");
        }
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(words);
        let child = command.spawn().map_err(|why| failed(why.to_string()))?;
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
        let scheme = if options.self_signed { "https" } else { "http" };
        let mut moto = Self { child, address, scheme };
        let deadline = Instant::now() + START;
        while !moto.answers() {
            if let Ok(Some(status)) = moto.child.try_wait() {
                return Err(failed(format!("it ended with {status}")));
            }
            if Instant::now() > deadline {
                return Err(failed("it did not answer within a minute".into()));
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        let _ = std::fs::remove_file(&log);
        Ok(moto)
    }

    fn answers(&self) -> bool {
        match self.scheme {
            "http" => http::send(self.address, "GET", "/moto-api/", &[], b"").is_ok(),
            _ => TcpStream::connect(self.address).is_ok(),
        }
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Address to give to a client as its endpoint.
    pub fn url(&self) -> String {
        format!("{}://{}", self.scheme, self.address)
    }

    /// From now on every credential and every policy is checked.
    pub fn require_auth(&self) {
        self.excuse(0);
    }

    /// From now on every credential and every policy is checked, but for this many calls.
    pub fn excuse(&self, calls: u32) {
        let (path, headers) = ("/moto-api/reset-auth", [("content-type", "text/plain")]);
        let body = calls.to_string();
        let reset = http::send(self.address, "POST", path, &headers, body.as_bytes());
        assert!(reset.is_ok_and(|reply| reply.status == 200), "moto did not turn its checks on");
    }
}

impl Drop for Moto {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn program() -> PathBuf {
    std::env::var_os(PROGRAM).map_or_else(
        || {
            let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
            workspace.join("target/peers/venv/bin/moto_server")
        },
        PathBuf::from,
    )
}
