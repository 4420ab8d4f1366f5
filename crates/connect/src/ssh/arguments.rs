use std::fmt::Write;
use std::num::NonZeroU16;
use std::path::{Path, PathBuf};

use nexus_model::{ErrorCode, Failure};

use super::settings::{Settings, quote};
use crate::names::{Host, User};
use crate::route::LOCAL_PORT;
use crate::{Invocation, SessionFolder};

/// How long a machine may take to answer, in seconds. The system's own patience is two minutes.
const PATIENCE: &str = "15";

/// Which keys are offered.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Key {
    /// Whatever the person's own OpenSSH offers: their agent's keys and their usual files.
    #[default]
    Own,
    /// The one in this file.
    File(PathBuf),
    /// The one that an agent at this socket holds.
    Agent(PathBuf),
}

/// A machine that OpenSSH connects to, as the last or on the way.
#[derive(Clone, Debug)]
pub struct Target {
    /// Where.
    pub host: Host,
    /// On which port.
    pub port: NonZeroU16,
    /// As whom.
    pub user: User,
    /// With which key.
    pub key: Key,
    /// The machine's name in the known hosts.
    pub alias: String,
    /// The file of known hosts.
    pub known_hosts: PathBuf,
    /// A program that reaches it, in place of a connection of OpenSSH's own.
    pub proxy: Option<Invocation>,
}

/// What is run on the machine.
#[derive(Clone, Copy, Debug)]
pub struct Remote<'a> {
    /// A command's words, or none for a shell.
    pub command: &'a [String],
    /// Whether a command gets a terminal there, as a shell always does.
    pub terminal: bool,
    /// A place behind the machine that a port of this computer is to lead to, in place of a command:
    /// `host:port`. Nobody is asked anything then. The port is put in place of [`LOCAL_PORT`].
    pub forward: Option<&'a str>,
}

impl Target {
    fn settings(&self) -> Result<Settings, Failure> {
        let mut settings = Settings::default();
        settings.text("User", self.user.as_str())?;
        settings.word("Port", &self.port.to_string());
        settings.word("HostKeyAlias", &self.alias);
        settings.path("UserKnownHostsFile", &self.known_hosts)?;
        settings.word("GlobalKnownHostsFile", "none");
        settings.word("StrictHostKeyChecking", "accept-new");
        // The alias is a hash already, by which the key is found again to be shown or forgotten.
        settings.word("HashKnownHosts", "no");
        settings.word("CheckHostIP", "no");
        // The machine may not add keys of its own accord: one is pinned, a second would be a way in.
        settings.word("UpdateHostKeys", "no");
        settings.word("VerifyHostKeyDNS", "no");
        settings.word("ConnectTimeout", PATIENCE);
        match &self.key {
            Key::Own => {}
            Key::File(file) => {
                settings.path("IdentityFile", file)?;
                settings.word("IdentitiesOnly", "yes");
            }
            Key::Agent(socket) => {
                settings.path("IdentityAgent", socket)?;
                settings.word("IdentityFile", "none");
                settings.word("IdentitiesOnly", "no");
                settings.word("ForwardAgent", "no");
            }
        }
        if let Some(proxy) = &self.proxy {
            settings.proxy(proxy)?;
        }
        Ok(settings)
    }
}

/// The call of OpenSSH that connects to the last of these machines through those before it, and
/// runs a command there, or a shell if there is none.
///
/// One machine needs arguments only. For more, OpenSSH calls itself for each jump host and hands
/// on no settings but a file's, so there is a file, in the session's folder.
///
/// # Errors
/// `invalid_input` for a name that OpenSSH cannot be given.
pub fn invocation(
    ssh: &str,
    way: &[Target],
    folder: &SessionFolder,
    remote: &Remote<'_>,
) -> Result<Invocation, Failure> {
    if remote.command.iter().any(|word| word.contains('\0')) {
        return Err(Failure::new(
            ErrorCode::InvalidInput,
            "connect",
            "The command contains a NUL character.",
            "Give it without.",
        )
        .in_field("command"));
    }
    let mut call = Invocation::new(ssh);
    if remote.terminal {
        call = call.arg("-t");
    }
    if let Some(place) = remote.forward {
        call = call.args(["-N", "-o", "BatchMode=yes", "-o", "ExitOnForwardFailure=yes", "-L"]);
        call = call.arg(format!("127.0.0.1:{LOCAL_PORT}:{place}"));
    }
    let call = match way {
        [machine] => {
            let call = call.args(machine.settings()?.arguments());
            call.arg("--").arg(machine.host.as_str())
        }
        _ => {
            let file = folder.write("ssh_config", &file(way)?)?;
            call.arg("-F").arg(file.to_string_lossy()).arg("--").arg(name(way.len()))
        }
    };
    Ok(call.args(remote.command))
}

/// A block for each machine, then the person's own settings, as they count without a file too.
fn file(way: &[Target]) -> Result<String, Failure> {
    let mut file = String::new();
    for (hop, target) in (1..).zip(way) {
        let mut settings = target.settings()?;
        settings.text("HostName", target.host.as_str())?;
        if hop > 1 {
            settings.word("ProxyJump", &name(hop - 1));
        }
        file += &settings.block(&name(hop));
    }
    file += "Match all\n";
    let home = directories::BaseDirs::new().map(|folders| folders.home_dir().join(".ssh/config"));
    for own in home.into_iter().chain([PathBuf::from("/etc/ssh/ssh_config")]) {
        if let Some(own) = includable(&own) {
            let _ = writeln!(file, "  Include {own}");
        }
    }
    Ok(file)
}

/// The name of the n-th machine of a way in its file.
fn name(hop: usize) -> String {
    format!("machine-{hop}")
}

/// `Include` takes patterns, so a path with one is left out.
fn includable(path: &Path) -> Option<String> {
    let text =
        path.to_str().filter(|text| path.is_file() && !text.contains(['*', '?', '[', '%']))?;
    quote(text).ok()
}
