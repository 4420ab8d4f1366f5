use std::collections::BTreeMap;
use std::net::{Ipv4Addr, TcpListener};
use std::num::NonZeroU16;
use std::process::Stdio;
use std::time::Duration;

use nexus_model::{ErrorCode, Failure, Secret};
use tokio::net::TcpStream;
use tokio::process::{Child, Command};
use tokio::time::Instant;

use crate::Invocation;
use crate::route::LOCAL_PORT;

/// How long a tunnel may take to open.
const PATIENCE: Duration = Duration::from_secs(30);
/// How often it is asked whether it has.
const PAUSE: Duration = Duration::from_millis(50);

/// A program that leads from a port of this computer to the machine. It is ended when this is
/// dropped.
pub(super) struct Tunnel {
    port: NonZeroU16,
    _program: Child,
}

impl Tunnel {
    /// Starts it and waits until its port takes connections.
    pub(super) async fn open(
        call: Invocation,
        environment: &BTreeMap<String, Secret>,
    ) -> Result<Self, Failure> {
        let name = call.program.clone();
        let port = free_port().map_err(|error| super::not_started(&name, &error))?;
        let arguments = call.arguments.iter();
        let arguments = arguments.map(|word| word.replace(LOCAL_PORT, &port.to_string()));
        let mut command = Command::new(&name);
        command.args(arguments).kill_on_drop(true);
        command.envs(environment.iter().map(|(name, value)| (name, value.expose())));
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        let mut program = command.spawn().map_err(|error| super::not_started(&name, &error))?;
        let deadline = Instant::now() + PATIENCE;
        while TcpStream::connect((Ipv4Addr::LOCALHOST, port.get())).await.is_err() {
            let ended = program.try_wait().ok().flatten().is_some();
            if ended || Instant::now() > deadline {
                return Err(Failure::new(
                    ErrorCode::UnreachableRefused,
                    "tunnel",
                    "The tunnel to the machine did not open.",
                    "Check that its tool is signed in and that the account may open it.",
                ));
            }
            tokio::time::sleep(PAUSE).await;
        }
        Ok(Self { port, _program: program })
    }

    /// Its port.
    pub(super) fn port(&self) -> NonZeroU16 {
        self.port
    }
}

/// A port that is free now. The tool takes none that is open already.
fn free_port() -> std::io::Result<NonZeroU16> {
    let port = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?.port();
    NonZeroU16::new(port).ok_or_else(|| std::io::ErrorKind::AddrNotAvailable.into())
}
