//! A listener whose connections all end when it is dropped.

use std::collections::HashMap;
use std::io::{BufReader, Read, Write};
use std::net::{Ipv4Addr, Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

use crate::http::{self, Request, Response};

/// What a server makes of a request.
#[derive(Clone, Debug)]
pub enum Answer {
    /// Send this and keep the connection.
    Reply(Response),
    /// Send this, one byte a second.
    Trickle(Response),
    /// Close the connection without a word.
    Drop,
    /// Say nothing until the client or the server hangs up.
    Stall,
}

/// A port that is free now, for a program that cannot pick one and say which.
pub(crate) fn free_port() -> u16 {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0));
    listener.and_then(|bound| bound.local_addr()).map(|at| at.port()).expect("a free port")
}

impl From<Response> for Answer {
    fn from(response: Response) -> Self {
        Self::Reply(response)
    }
}

type Handler = dyn Fn(Request) -> Answer + Send + Sync;

/// An HTTP/1.1 server on a free port of 127.0.0.1, one thread per connection.
pub(crate) struct Server {
    address: SocketAddr,
    shared: Arc<Shared>,
    accepting: Option<JoinHandle<()>>,
}

struct Shared {
    handler: Box<Handler>,
    stopped: AtomicBool,
    open: Mutex<HashMap<usize, TcpStream>>,
}

impl Server {
    pub(crate) fn start(handler: impl Fn(Request) -> Answer + Send + Sync + 'static) -> Self {
        Self::start_at(SocketAddr::from((Ipv4Addr::LOCALHOST, 0)), handler)
    }

    /// The same at an address that is free, port 0 for any.
    pub(crate) fn start_at(
        address: SocketAddr,
        handler: impl Fn(Request) -> Answer + Send + Sync + 'static,
    ) -> Self {
        let listener = TcpListener::bind(address).expect("a free port");
        let address = listener.local_addr().expect("the port's number");
        let shared = Arc::new(Shared {
            handler: Box::new(handler),
            stopped: AtomicBool::new(false),
            open: Mutex::default(),
        });
        let theirs = Arc::clone(&shared);
        let accepting = std::thread::spawn(move || accept(&listener, &theirs));
        Self { address, shared, accepting: Some(accepting) }
    }

    pub(crate) fn address(&self) -> SocketAddr {
        self.address
    }

    /// Connections that are open now.
    pub(crate) fn connections(&self) -> usize {
        self.shared.open().len()
    }

    /// Closes every connection and the port; a later connection is refused.
    pub(crate) fn stop(&mut self) {
        let Some(accepting) = self.accepting.take() else { return };
        self.shared.stopped.store(true, Ordering::SeqCst);
        // The thread sits in `accept`: one more connection lets it see that it is over.
        let _ = TcpStream::connect(self.address);
        let _ = accepting.join();
        for (_, stream) in self.shared.open().drain() {
            let _ = stream.shutdown(Shutdown::Both);
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.stop();
    }
}

impl Shared {
    fn open(&self) -> MutexGuard<'_, HashMap<usize, TcpStream>> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn accept(listener: &TcpListener, shared: &Arc<Shared>) {
    for (id, stream) in listener.incoming().enumerate() {
        if shared.stopped.load(Ordering::SeqCst) {
            return;
        }
        let Ok(stream) = stream else { continue };
        let Ok(twin) = stream.try_clone() else { continue };
        shared.open().insert(id, twin);
        let shared = Arc::clone(shared);
        std::thread::spawn(move || {
            // A client that goes away in the middle is what some tests are about.
            let _ = serve(&stream, &shared);
            let _ = stream.shutdown(Shutdown::Both);
            shared.open().remove(&id);
        });
    }
}

fn serve(mut stream: &TcpStream, shared: &Shared) -> std::io::Result<()> {
    stream.set_nodelay(true)?;
    let mut reader = BufReader::new(stream.try_clone()?);
    loop {
        let request = match http::receive(&mut reader) {
            Ok(Some(request)) => request,
            Ok(None) => return Ok(()),
            // As web servers reply to a client that speaks TLS to a plain port.
            Err(why) if why.kind() == std::io::ErrorKind::InvalidData => {
                let refusal = Response::new(400, "text/plain", why.to_string());
                return http::reply(&mut stream, &refusal);
            }
            Err(why) => return Err(why),
        };
        match (shared.handler)(request) {
            Answer::Reply(response) => http::reply(&mut stream, &response)?,
            Answer::Trickle(response) => trickle(stream, &response)?,
            Answer::Drop => return Ok(()),
            Answer::Stall => return reader.read_to_end(&mut Vec::new()).map(drop),
        }
    }
}

/// Ends with the connection: the client's patience, or the server, is at its end.
fn trickle(mut stream: &TcpStream, response: &Response) -> std::io::Result<()> {
    let mut bytes = Vec::new();
    http::reply(&mut bytes, response)?;
    for byte in bytes {
        stream.write_all(&[byte])?;
        std::thread::sleep(Duration::from_secs(1));
    }
    Ok(())
}
