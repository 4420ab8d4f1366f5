use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

use aws_lc_rs::digest;
use data_encoding::HEXLOWER;
use nexus_model::{ErrorCode, Failure, Machine, ProviderId};
use serde::Serialize;
use ssh_key::{HashAlg, PublicKey};

/// The host keys that were seen, one `known_hosts` file per provider, each key pinned to a
/// machine's id: an address that is given to another machine brings no false alarm, and a machine
/// that answers with another key is noticed at whatever address.
///
/// The files say nothing of the machines: in place of a name they have a hash of provider, region
/// and id.
#[derive(Clone, Debug)]
pub struct HostKeys {
    folder: PathBuf,
}

/// A pinned host key, to be shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, specta::Type)]
pub struct HostKey {
    /// Its kind (`ssh-ed25519`).
    pub algorithm: String,
    /// Its fingerprint as OpenSSH shows it (`SHA256:…`).
    pub fingerprint: String,
}

impl HostKeys {
    /// In a folder of the app's data; it is made (0700) when first needed.
    pub fn in_folder(folder: impl Into<PathBuf>) -> Self {
        Self { folder: folder.into() }
    }

    /// The name a machine has in the files, for `HostKeyAlias`.
    pub fn alias(machine: &Machine) -> String {
        let provider = machine.provider.to_string();
        let mut hash = digest::Context::new(&digest::SHA256);
        for part in [provider.as_str(), &machine.region, &machine.id] {
            // With their lengths no two machines share a text.
            hash.update(&(part.len() as u64).to_be_bytes());
            hash.update(part.as_bytes());
        }
        let hash = HEXLOWER.encode(hash.finish().as_ref());
        format!("nexus-{}", &hash[..40])
    }

    /// The provider's file, there and private (0600), for OpenSSH to read and add to.
    ///
    /// # Errors
    /// `internal` if it cannot be made.
    pub fn file(&self, provider: ProviderId) -> Result<PathBuf, Failure> {
        let path = self.path(provider);
        let made = match crate::runtime::make_private(&self.folder) {
            Err(error) if error.kind() != ErrorKind::AlreadyExists => Err(error),
            _ => open_private(&path).map(drop),
        };
        made.map_err(|error| unusable(&path, &error)).map(|()| path)
    }

    /// The keys pinned to a machine: none before its first connection.
    ///
    /// # Errors
    /// `internal` if the file cannot be read.
    pub fn pinned(&self, machine: &Machine) -> Result<Vec<HostKey>, Failure> {
        let alias = Self::alias(machine);
        let lines = self.read(machine.provider)?;
        let keys = lines.lines().filter_map(|line| line.strip_prefix(alias.as_str()));
        let keys = keys.filter_map(|key| PublicKey::from_openssh(key.trim()).ok());
        let shown = keys.map(|key| HostKey {
            algorithm: key.algorithm().as_str().to_owned(),
            fingerprint: key.fingerprint(HashAlg::Sha256).to_string(),
        });
        Ok(shown.collect())
    }

    /// Forgets a machine's keys, once a person has said that it was built anew. The next
    /// connection pins what it then sees.
    ///
    /// # Errors
    /// `internal` if the file cannot be written.
    pub fn forget(&self, machine: &Machine) -> Result<(), Failure> {
        let alias = Self::alias(machine);
        let path = self.path(machine.provider);
        let lines = self.read(machine.provider)?;
        let others = lines.lines().filter(|line| line.split(' ').next() != Some(&alias));
        let kept: String = others.flat_map(|line| [line, "\n"]).collect();
        let anew = path.with_extension("new");
        let write = || {
            let _ = std::fs::remove_file(&anew);
            open_private(&anew)?.write_all(kept.as_bytes())?;
            std::fs::rename(&anew, &path)
        };
        if kept == lines { Ok(()) } else { write().map_err(|error| unusable(&path, &error)) }
    }

    fn path(&self, provider: ProviderId) -> PathBuf {
        self.folder.join(provider.to_string())
    }

    fn read(&self, provider: ProviderId) -> Result<String, Failure> {
        let path = self.path(provider);
        match std::fs::read_to_string(&path) {
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(String::new()),
            read => read.map_err(|error| unusable(&path, &error)),
        }
    }
}

fn open_private(path: &Path) -> std::io::Result<std::fs::File> {
    let mut options = std::fs::OpenOptions::new();
    options.append(true).create(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

fn unusable(path: &Path, error: &std::io::Error) -> Failure {
    Failure::new(
        ErrorCode::Internal,
        "known hosts",
        format!("The known hosts in {} cannot be used: {error}.", path.display()),
        "Check that the folder is yours and that the disk has room.",
    )
}
