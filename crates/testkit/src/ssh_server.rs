//! OpenSSH's server on loopback, as the machine that is connected to.
//! <https://man.openbsd.org/sshd_config>

use std::net::{IpAddr, Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::os::fd::OwnedFd;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;

use tempfile::TempDir;

const SSHD: &str = "/usr/sbin/sshd";

/// An sshd with a host key and authorized keys of its own. It logs in the user who runs the test.
///
/// The port is held here and each connection is given to an `sshd -i`, so that no other program
/// can take the port between its choice and its use.
pub struct SshServer {
    address: SocketAddr,
    shared: Arc<Shared>,
    accepting: Option<JoinHandle<()>>,
    // Last, so that it is removed after the servers have ended.
    folder: TempDir,
}

struct Shared {
    stopped: AtomicBool,
    children: Mutex<Vec<Child>>,
    settings: PathBuf,
    log: PathBuf,
}

impl SshServer {
    /// Starts one on 127.0.0.1 that lets these public keys in, each a line of `authorized_keys`.
    ///
    /// # Panics
    /// When OpenSSH's server is missing, saying how to install it.
    pub fn start(authorized: &[&str]) -> Self {
        Self::on(Ipv4Addr::LOCALHOST.into(), authorized)
    }

    /// As [`SshServer::start`], on this address.
    ///
    /// # Panics
    /// As [`SshServer::start`].
    pub fn on(address: IpAddr, authorized: &[&str]) -> Self {
        assert!(
            Path::new(SSHD).exists(),
            "{SSHD} is missing. Install it: apt-get install openssh-server openssh-client"
        );
        let folder = tempfile::tempdir().expect("a folder");
        let at = |name: &str| folder.path().join(name);
        std::fs::write(at("authorized_keys"), authorized.join("\n") + "\n").expect("its keys");
        make_key(&at("host_key"));
        let settings = format!(
            "HostKey {0}/host_key\nAuthorizedKeysFile {0}/authorized_keys\nPidFile none\n\
             StrictModes no\nUsePAM no\nPasswordAuthentication no\n\
             KbdInteractiveAuthentication no\nPermitRootLogin prohibit-password\n\
             AllowTcpForwarding yes\nPrintMotd no\nPrintLastLog no\nLogLevel VERBOSE\n",
            folder.path().display()
        );
        std::fs::write(at("sshd_config"), settings).expect("its settings");
        // Only the root user's sshd wants it, and Debian makes it when the service starts.
        let _ = std::fs::create_dir("/run/sshd");

        let listener = TcpListener::bind((address, 0)).expect("a free port");
        let address = listener.local_addr().expect("the port's number");
        let shared = Arc::new(Shared {
            stopped: AtomicBool::new(false),
            children: Mutex::default(),
            settings: at("sshd_config"),
            log: at("log"),
        });
        let theirs = Arc::clone(&shared);
        let accepting = std::thread::spawn(move || accept(&listener, &theirs));
        Self { address, shared, accepting: Some(accepting), folder }
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Its file of authorized keys, which may be added to.
    pub fn authorized_keys(&self) -> PathBuf {
        self.folder.path().join("authorized_keys")
    }

    /// The user it logs in.
    pub fn user() -> String {
        let output = Command::new("id").arg("-un").output().expect("the id program");
        String::from_utf8_lossy(&output.stdout).trim().to_owned()
    }

    /// What it has logged so far.
    pub fn log(&self) -> String {
        std::fs::read_to_string(&self.shared.log).unwrap_or_default()
    }

    /// Its host key's fingerprint, as `ssh-keygen -l` writes it.
    ///
    /// # Panics
    /// When `ssh-keygen` fails.
    pub fn fingerprint(&self) -> String {
        let mut command = Command::new("ssh-keygen");
        command.arg("-l").arg("-f").arg(self.folder.path().join("host_key.pub"));
        let output = command.output().expect("ssh-keygen runs");
        let line = String::from_utf8_lossy(&output.stdout).into_owned();
        line.split(' ').nth(1).expect("size, fingerprint, comment").to_owned()
    }

    /// Gives it another host key, as a machine that was built anew has, or one that someone has
    /// put in its place.
    pub fn change_host_key(&self) {
        let key = self.folder.path().join("host_key");
        for file in [key.clone(), key.with_extension("pub")] {
            std::fs::remove_file(file).expect("the key that was there");
        }
        make_key(&key);
    }
}

impl Drop for SshServer {
    fn drop(&mut self) {
        self.shared.stopped.store(true, Ordering::SeqCst);
        // The thread sits in `accept`: one more connection lets it see that it is over.
        let _ = TcpStream::connect(self.address);
        if let Some(accepting) = self.accepting.take() {
            let _ = accepting.join();
        }
        let mut children = self.shared.children.lock().unwrap_or_else(PoisonError::into_inner);
        for child in children.iter_mut() {
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}

fn accept(listener: &TcpListener, shared: &Shared) {
    for stream in listener.incoming() {
        if shared.stopped.load(Ordering::SeqCst) {
            return;
        }
        let Ok(stream) = stream else { continue };
        let Ok(twin) = stream.try_clone() else { continue };
        let mut command = Command::new(SSHD);
        command.arg("-i").arg("-f").arg(&shared.settings).arg("-E").arg(&shared.log);
        command.stdin(Stdio::from(OwnedFd::from(stream)));
        command.stdout(Stdio::from(OwnedFd::from(twin))).stderr(Stdio::null());
        let child = command.spawn().expect("sshd runs");
        shared.children.lock().unwrap_or_else(PoisonError::into_inner).push(child);
    }
}

fn make_key(path: &Path) {
    let mut command = Command::new("ssh-keygen");
    command.args(["-q", "-t", "ed25519", "-N", "", "-C", "machine", "-f"]).arg(path);
    let made = command.stdin(Stdio::null()).status().expect("ssh-keygen runs");
    assert!(made.success(), "ssh-keygen ended with {made}");
}

/// Writes a script that can be run.
///
/// # Panics
/// When it cannot be written.
pub fn make_program(path: &Path, script: &str) {
    use std::os::unix::fs::PermissionsExt;
    std::fs::write(path, script).expect("a file");
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o755)).expect("its mode");
}
