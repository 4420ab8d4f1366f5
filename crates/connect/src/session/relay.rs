use std::net::Ipv4Addr;
use std::num::NonZeroU16;
use std::process::Stdio;
use std::time::Duration;

use nexus_model::Failure;
use tokio::io::{copy, copy_bidirectional};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::{JoinHandle, JoinSet};

use super::not_started;
use super::program::Program;
use crate::Invocation;

/// Where a relay leads.
#[derive(Clone, Debug)]
pub(super) enum Far {
    /// To a port of this computer.
    Port(NonZeroU16),
    /// To a program's input and output; each connection has one of its own.
    Program(Invocation),
}

/// A port of this computer whose connections are carried on. It knows whether it is in use, and
/// keeps what a program on the way is given away from whoever connects.
pub(super) struct Relay {
    port: NonZeroU16,
    open: watch::Receiver<usize>,
    carrying: JoinHandle<()>,
}

impl Relay {
    pub(super) async fn start(far: Far) -> Result<Self, Failure> {
        let failed = |error| not_started("a way to the machine", &error);
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.map_err(failed)?;
        let port = listener.local_addr().map_err(failed)?.port();
        let none = || failed(std::io::ErrorKind::AddrNotAvailable.into());
        let port = NonZeroU16::new(port).ok_or_else(none)?;
        let (tell, open) = watch::channel(0);
        let carrying = tokio::spawn(carry_all(listener, far, tell));
        Ok(Self { port, open, carrying })
    }

    pub(super) fn port(&self) -> NonZeroU16 {
        self.port
    }

    /// Waits until nobody has been connected for so long.
    pub(super) async fn unused(&self, pause: Duration) {
        let mut open = self.open.clone();
        while open.wait_for(|open| *open == 0).await.is_ok() {
            let again = open.wait_for(|open| *open > 0);
            if !matches!(tokio::time::timeout(pause, again).await, Ok(Ok(_))) {
                return;
            }
        }
    }
}

impl Drop for Relay {
    fn drop(&mut self) {
        self.carrying.abort();
    }
}

async fn carry_all(listener: TcpListener, far: Far, tell: watch::Sender<usize>) {
    // What is carried ends with this.
    let mut connections = JoinSet::new();
    loop {
        tokio::select! {
            accepted = listener.accept() => {
                let Ok((near, _)) = accepted else { return };
                connections.spawn(carry(near, far.clone()));
            }
            Some(_) = connections.join_next() => {}
        }
        tell.send_replace(connections.len());
    }
}

async fn carry(mut near: TcpStream, far: Far) {
    match far {
        Far::Port(port) => {
            if let Ok(mut far) = TcpStream::connect((Ipv4Addr::LOCALHOST, port.get())).await {
                // Either end may break off, which the other is then told.
                let _ = copy_bidirectional(&mut near, &mut far).await;
            }
        }
        Far::Program(call) => carry_by(&call, near).await,
    }
}

async fn carry_by(call: &Invocation, mut near: TcpStream) {
    let started = Program::start(call, |command| {
        command.stdin(Stdio::piped()).stdout(Stdio::piped());
    });
    let mut program = match started {
        Ok(program) => program,
        Err(failure) => return tracing::warn!(code = %failure.code, "{}", failure.message),
    };
    let (Some(mut input), Some(mut output)) = (program.0.stdin.take(), program.0.stdout.take())
    else {
        return;
    };
    let (mut from, mut to) = near.split();
    // A program does not see half a connection end, so either end is the end of both.
    tokio::select! {
        _ = copy(&mut from, &mut input) => {}
        _ = copy(&mut output, &mut to) => {}
    }
}
