use std::ffi::OsString;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::invocation::is_plain;

/// A program of someone else's that a session is made with.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, specta::Type,
)]
#[serde(rename_all = "snake_case")]
pub enum Tool {
    /// OpenSSH's client.
    Ssh,
    /// The AWS CLI, version 2.
    Aws,
    /// The AWS CLI's plugin for Session Manager.
    SessionManagerPlugin,
    /// The Google Cloud CLI.
    Gcloud,
    /// The Azure CLI.
    Az,
    /// Tailscale's client.
    Tailscale,
    /// Windows's Remote Desktop Connection.
    Mstsc,
    /// Microsoft's Windows App, opened by a link.
    WindowsApp,
    /// FreeRDP's client for X11.
    FreeRdp,
    /// Remmina.
    Remmina,
}

impl Tool {
    /// What people call it.
    pub fn name(self) -> &'static str {
        self.row().0
    }

    /// The programs that are it, in the order in which they are looked for.
    pub fn programs(self) -> &'static [&'static str] {
        self.row().1
    }

    /// Where to get it.
    pub fn install(self) -> &'static str {
        self.row().2
    }

    fn row(self) -> (&'static str, &'static [&'static str], &'static str) {
        match self {
            Self::Ssh => ("OpenSSH", &["ssh"], "https://www.openssh.com/portable.html"),
            Self::Aws => (
                "the AWS CLI",
                &["aws"],
                "https://docs.aws.amazon.com/cli/latest/userguide/getting-started-install.html",
            ),
            Self::SessionManagerPlugin => (
                "the Session Manager plugin",
                &["session-manager-plugin"],
                "https://docs.aws.amazon.com/systems-manager/latest/userguide/session-manager-working-with-install-plugin.html",
            ),
            Self::Gcloud => {
                ("the Google Cloud CLI", &["gcloud"], "https://cloud.google.com/sdk/docs/install")
            }
            Self::Az => (
                "the Azure CLI",
                &["az"],
                "https://learn.microsoft.com/cli/azure/install-azure-cli",
            ),
            Self::Tailscale => ("Tailscale", &["tailscale"], "https://tailscale.com/download"),
            Self::Mstsc => (
                "Remote Desktop Connection",
                &["mstsc"],
                "https://learn.microsoft.com/windows-server/administration/windows-commands/mstsc",
            ),
            Self::WindowsApp => (
                "Windows App",
                &["open"],
                "https://learn.microsoft.com/windows-app/get-started-connect-devices-desktops-apps",
            ),
            Self::FreeRdp => (
                "FreeRDP",
                &["xfreerdp3", "xfreerdp"],
                "https://github.com/FreeRDP/FreeRDP/wiki/PreBuilds",
            ),
            Self::Remmina => {
                ("Remmina", &["remmina"], "https://remmina.org/how-to-install-remmina/")
            }
        }
    }
}

/// Where programs are looked for.
#[derive(Clone, Debug)]
pub struct Tools {
    folders: Vec<PathBuf>,
}

impl Tools {
    /// On this process's `PATH`.
    pub fn system() -> Self {
        Self::on(&std::env::var_os("PATH").unwrap_or_default())
    }

    /// On a `PATH` of one's own. Folders that are not absolute are left out: they would name
    /// another program wherever the app was started.
    pub fn on(path: &OsString) -> Self {
        let folders = std::env::split_paths(path).filter(|folder| folder.is_absolute());
        Self { folders: folders.collect() }
    }

    /// The path of a tool, if it is installed.
    pub fn find(&self, tool: Tool) -> Option<String> {
        tool.programs().iter().find_map(|program| self.program(program))
    }

    /// The path of a program, if it is there.
    pub fn program(&self, name: &str) -> Option<String> {
        let endings: &[&str] = if cfg!(windows) { &[".exe", ".cmd"] } else { &[""] };
        let places = self.folders.iter().flat_map(|folder| {
            endings.iter().map(move |ending| folder.join(format!("{name}{ending}")))
        });
        places
            .filter(|path| is_program(path))
            .find_map(|path| path.into_os_string().into_string().ok())
    }

    /// What OpenSSH's `ProxyCommand` may call the tool: its path where that needs no quotes in
    /// whatever shell the person has, else its name.
    pub(crate) fn proxy_program(&self, tool: Tool) -> Option<String> {
        let path = self.find(tool)?;
        let name = *tool.programs().first()?;
        Some(if path.chars().all(is_plain) { path } else { name.to_owned() })
    }
}

#[cfg(unix)]
fn is_program(path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    path.metadata().is_ok_and(|file| file.is_file() && file.permissions().mode() & 0o111 != 0)
}

#[cfg(not(unix))]
fn is_program(path: &Path) -> bool {
    path.is_file()
}

#[cfg(test)]
mod tests {
    use super::{Tool, Tools};

    #[test]
    fn a_tool_is_found_by_any_of_its_names_and_only_if_it_can_be_run() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().as_os_str().to_owned();
        let program = folder.path().join("xfreerdp");
        std::fs::write(&program, "").expect("a file");
        assert_eq!(Tools::on(&path).find(Tool::FreeRdp), None, "it cannot be run");
        nexus_testkit::ssh_server::make_program(&program, "#!/bin/sh\n");
        let found = Tools::on(&path).find(Tool::FreeRdp);
        assert_eq!(found.as_deref(), program.to_str());
    }

    #[test]
    fn a_folder_that_is_not_absolute_is_not_searched() {
        assert_eq!(Tools::on(&"bin:.:".into()).folders.len(), 0);
    }
}
