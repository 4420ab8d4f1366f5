use std::net::{Ipv4Addr, TcpListener};
use std::num::NonZeroU16;
use std::process::Stdio;
use std::time::Duration;

use nexus_model::{ErrorCode, Failure};
use tokio::net::TcpStream;
use tokio::time::Instant;

use super::accounts::ToolLogin;
use super::program::{LastWords, Program};
use super::relay::{Far, Relay};
use crate::Invocation;

/// How long a tunnel may take to open.
const PATIENCE: Duration = Duration::from_secs(30);
/// How often it is asked whether it has.
const PAUSE: Duration = Duration::from_millis(50);

/// A port of this computer that leads to the machine by a program. Both end when this is dropped.
pub(super) struct Tunnel {
    relay: Relay,
    _program: Option<Program>,
}

impl Tunnel {
    /// By a program that listens itself: starts it and waits until its port takes connections.
    pub(super) async fn open(
        call: Invocation,
        remote: NonZeroU16,
        login: ToolLogin,
    ) -> Result<Self, Failure> {
        let port = free_port().map_err(|error| super::not_started(&call.program, &error))?;
        let mut call = call.at_ports(remote, port);
        call.environment.extend(login.environment);
        let mut program = Program::start(&call, |command| {
            command.stderr(Stdio::piped());
        })?;
        let words = LastWords::of(program.0.stderr.take());
        let deadline = Instant::now() + PATIENCE;
        while TcpStream::connect((Ipv4Addr::LOCALHOST, port.get())).await.is_err() {
            let ended = program.0.try_wait().ok().flatten().is_some();
            if ended || Instant::now() > deadline {
                drop(program);
                return Err(not_open(&words.read().await, &login.advice));
            }
            tokio::time::sleep(PAUSE).await;
        }
        Ok(Self { relay: Relay::start(Far::Port(port)).await?, _program: Some(program) })
    }

    /// By a program that carries one connection: it is started for each.
    pub(super) async fn through(
        call: Invocation,
        remote: NonZeroU16,
        login: ToolLogin,
    ) -> Result<Self, Failure> {
        let mut call = call.at_ports(remote, remote);
        call.environment.extend(login.environment);
        Ok(Self { relay: Relay::start(Far::Program(call)).await?, _program: None })
    }

    /// Its port.
    pub(super) fn port(&self) -> NonZeroU16 {
        self.relay.port()
    }

    /// Waits until nobody has been connected for so long.
    pub(super) async fn unused(&self, pause: Duration) {
        self.relay.unused(pause).await;
    }
}

fn not_open(words: &str, advice: &str) -> Failure {
    let why = if words.is_empty() { String::new() } else { format!(": {words}") };
    let usual = "Check that its tool is signed in and that the account may open it.";
    Failure::new(
        ErrorCode::UnreachableRefused,
        "tunnel",
        format!("The tunnel to the machine did not open{}", ended(&why)),
        if advice.is_empty() { usual } else { advice },
    )
}

/// With a full stop, unless there is one.
fn ended(words: &str) -> String {
    if words.ends_with('.') { words.to_owned() } else { format!("{words}.") }
}

/// A port that is free now. The tool takes none that is open already.
fn free_port() -> std::io::Result<NonZeroU16> {
    let port = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?.port();
    NonZeroU16::new(port).ok_or_else(|| std::io::ErrorKind::AddrNotAvailable.into())
}
