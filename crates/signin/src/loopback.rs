//! The port of this machine that a browser comes back to: RFC 8252, section 7.3.

use std::collections::VecDeque;
use std::convert::Infallible;
use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use http::header::HOST;
use http::{Method, Request};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use nexus_model::{ErrorCode, Failure};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc;
use tokio::task::JoinHandle;

use crate::LoopbackHost;
use crate::answer::{Answer, Awaited};
use crate::page::Page;

/// How long one connection may take. A browser asks at once; a program that says nothing is not
/// waited for.
const CONNECTION: Duration = Duration::from_secs(10);
/// Connections at the same time. The oldest gives way, so that idle ones keep no browser out.
const AT_ONCE: usize = 64;
/// Pause after a connection that could not be taken.
const BREATH: Duration = Duration::from_millis(100);
/// Tries to find a port that is free on both addresses of `localhost`.
const TRIES: u32 = 20;

/// A bound port. Closed when dropped.
pub(crate) struct Loopback {
    listener: TcpListener,
    /// The other address of `localhost`: whoever had it would get the browser in our place.
    twin: Option<TcpListener>,
    site: Arc<Site>,
}

/// What a request must name to be answered.
struct Site {
    /// Host and port as the browser sends them.
    authority: String,
    path: String,
}

impl Loopback {
    /// Binds the port, or any free one.
    ///
    /// # Errors
    /// `invalid_input` if the port is taken, `internal` if none can be had.
    pub async fn bind(host: LoopbackHost, port: Option<u16>, path: &str) -> Result<Self, Failure> {
        let mut tries = if port.is_some() { 1 } else { TRIES };
        let (listener, twin) = loop {
            match listen(host, port.unwrap_or(0)).await {
                Ok(bound) => break bound,
                Err(_) if tries > 1 => tries -= 1,
                Err(why) => return Err(unbound(host, port, &why)),
            }
        };
        let bound = listener.local_addr().map_err(|why| unbound(host, port, &why))?;
        let site = Site { authority: authority(host, Some(bound.port())), path: path.to_owned() };
        Ok(Self { listener, twin, site: Arc::new(site) })
    }

    /// The redirect URI, with the port.
    pub fn redirect_uri(&self) -> String {
        format!("http://{}{}", self.site.authority, self.site.path)
    }

    /// Answers every request. The one that brings the answer passes it on once its page has been
    /// sent.
    pub async fn serve(&self, awaited: &Arc<Awaited>, answered: &mpsc::Sender<Answer>) {
        let mut open: VecDeque<Task> = VecDeque::with_capacity(AT_ONCE);
        loop {
            let Ok(stream) = self.accept().await else {
                // No file is free for a connection; the next one may find one.
                open.clear();
                tokio::time::sleep(BREATH).await;
                continue;
            };
            if open.len() == AT_ONCE {
                open.pop_front();
            }
            let (site, awaited) = (Arc::clone(&self.site), Arc::clone(awaited));
            let connection = connection(stream, site, awaited, answered.clone());
            open.push_back(Task(tokio::spawn(connection)));
        }
    }

    async fn accept(&self) -> io::Result<TcpStream> {
        let accepted = match &self.twin {
            Some(twin) => tokio::select! {
                accepted = self.listener.accept() => accepted,
                accepted = twin.accept() => accepted,
            },
            None => self.listener.accept().await,
        };
        accepted.map(|(stream, _)| stream)
    }
}

/// A connection's task, which ends when it is dropped.
struct Task(JoinHandle<()>);

impl Drop for Task {
    fn drop(&mut self) {
        self.0.abort();
    }
}

/// Serves one request.
async fn connection(
    stream: TcpStream,
    site: Arc<Site>,
    awaited: Arc<Awaited>,
    answered: mpsc::Sender<Answer>,
) {
    let taken = Taken { answer: Mutex::default(), answered };
    let service = service_fn(|request| {
        let (page, answer) = site.page(&request, &awaited);
        if answer.is_some() {
            *taken.answer.lock().unwrap_or_else(PoisonError::into_inner) = answer;
        }
        std::future::ready(Ok::<_, Infallible>(page.response()))
    });
    let mut http = http1::Builder::new();
    let served = http.keep_alive(false).serve_connection(TokioIo::new(stream), service);
    // Whatever becomes of the page, the answer counts.
    let _ = tokio::time::timeout(CONNECTION, served).await;
}

/// An answer that a connection brought. It is passed on when the connection ends, also when it has
/// to give way to newer ones.
struct Taken {
    answer: Mutex<Option<Answer>>,
    answered: mpsc::Sender<Answer>,
}

impl Drop for Taken {
    fn drop(&mut self) {
        let answer = self.answer.get_mut().unwrap_or_else(PoisonError::into_inner).take();
        // There is room, since there is one answer at most; nobody listens after a cancellation.
        let _ = answer.map(|answer| self.answered.try_send(answer));
    }
}

impl Site {
    fn page(&self, request: &Request<Incoming>, awaited: &Awaited) -> (Page, Option<Answer>) {
        let mut hosts = request.headers().get_all(HOST).iter();
        let is_ours = |host: &[u8]| host.eq_ignore_ascii_case(self.authority.as_bytes());
        let named = hosts.next().is_some_and(|host| is_ours(host.as_bytes()));
        let in_target =
            request.uri().authority().is_none_or(|one| is_ours(one.as_str().as_bytes()));
        if !named || hosts.next().is_some() || !in_target {
            return (Page::WrongHost, None);
        }
        if request.uri().path() != self.path {
            return (Page::WrongPath, None);
        }
        if request.method() != Method::GET {
            return (Page::WrongMethod, None);
        }
        match awaited.take(request.uri().query().unwrap_or_default()) {
            Ok(answer) if answer.outcome.is_ok() => (Page::Answered, Some(answer)),
            Ok(answer) => (Page::Refused, Some(answer)),
            Err(why) => (Page::NotTheAnswer(why), None),
        }
    }
}

/// One listener, or two on the same port for `localhost` where both addresses exist.
async fn listen(host: LoopbackHost, port: u16) -> io::Result<(TcpListener, Option<TcpListener>)> {
    let (v4, v6) = (IpAddr::from(Ipv4Addr::LOCALHOST), IpAddr::from(Ipv6Addr::LOCALHOST));
    let bind = |address| TcpListener::bind(SocketAddr::new(address, port));
    match host {
        LoopbackHost::Ipv4 => Ok((bind(v4).await?, None)),
        LoopbackHost::Ipv6 => Ok((bind(v6).await?, None)),
        LoopbackHost::Name => {
            let listener = bind(v4).await?;
            let same = SocketAddr::new(v6, listener.local_addr()?.port());
            match TcpListener::bind(same).await {
                Ok(twin) => Ok((listener, Some(twin))),
                Err(why) if why.kind() == io::ErrorKind::AddrInUse => Err(why),
                // This machine has no IPv6.
                Err(_) => Ok((listener, None)),
            }
        }
    }
}

/// Host and port as they are written in an address.
pub(crate) fn authority(host: LoopbackHost, port: Option<u16>) -> String {
    let host = match host {
        LoopbackHost::Ipv4 => "127.0.0.1",
        LoopbackHost::Ipv6 => "[::1]",
        LoopbackHost::Name => "localhost",
    };
    match port {
        // A browser leaves the usual port out.
        Some(80) | None => host.to_owned(),
        Some(port) => format!("{host}:{port}"),
    }
}

fn unbound(host: LoopbackHost, port: Option<u16>, why: &io::Error) -> Failure {
    let Some(port) = port else {
        let message = format!("No port of this machine can be opened for the browser ({why}).");
        let remedy = "Sign in by a device code instead, or check this machine's network settings.";
        return Failure::new(ErrorCode::Internal, "Sign-in", message, remedy);
    };
    let at = authority(host, Some(port));
    let message = match why.kind() {
        io::ErrorKind::AddrInUse => {
            format!(
                "Port {port} ({at}) is in use by another program, so the browser cannot come back to it."
            )
        }
        _ => format!("Port {port} ({at}) cannot be opened for the browser ({why})."),
    };
    let remedy = format!(
        "End the program that uses port {port}, or register a redirect URI with another port and enter that port."
    );
    Failure::new(ErrorCode::InvalidInput, "Sign-in", message, remedy).in_field("redirect_port")
}
