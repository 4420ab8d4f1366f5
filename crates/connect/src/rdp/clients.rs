use nexus_model::{ErrorCode, Failure, Secret};
use serde::Serialize;
use url::form_urlencoded::byte_serialize;

use super::{Desktop, file};
use crate::{Invocation, SessionFolder, Tool, Tools};

/// A program for remote desktops.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Client {
    /// Windows's own, by an `.rdp` file.
    /// <https://learn.microsoft.com/windows-server/administration/windows-commands/mstsc>
    Mstsc,
    /// Microsoft's Windows App on macOS, by a link.
    /// <https://learn.microsoft.com/windows-server/remote/remote-desktop-services/clients/remote-desktop-uri>
    WindowsApp,
    /// FreeRDP. <https://github.com/FreeRDP/FreeRDP/wiki/CommandLineInterface>
    FreeRdp,
    /// Remmina. <https://gitlab.com/Remmina/Remmina/-/wikis/Usage/Remmina-command-line-options>
    Remmina,
}

/// A program for remote desktops that a person may choose.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, specta::Type)]
#[serde(rename = "DesktopClientChoice")]
pub struct ClientChoice {
    /// Its id, to be kept in the settings.
    pub id: String,
    /// What people call it.
    pub name: String,
}

/// How a desktop is opened.
#[derive(Debug)]
pub struct Start {
    /// The call.
    pub invocation: Invocation,
    /// What is to be written to its standard input, and the input closed.
    pub input: Option<Secret>,
    /// Holds the `.rdp` file; to be kept until the program has read it.
    pub folder: Option<SessionFolder>,
}

impl Client {
    /// Those for this system, most preferred first.
    pub const fn of_system() -> &'static [Self] {
        if cfg!(windows) {
            &[Self::Mstsc]
        } else if cfg!(target_os = "macos") {
            &[Self::WindowsApp, Self::FreeRdp]
        } else {
            &[Self::FreeRdp, Self::Remmina]
        }
    }

    /// Those of this system that are installed, most preferred first.
    pub fn installed(tools: &Tools) -> Vec<Self> {
        let clients = Self::of_system().iter().copied();
        clients.filter(|client| client.is_installed(tools)).collect()
    }

    /// The one that was chosen, if it is still installed, else the most preferred one.
    ///
    /// # Errors
    /// `not_found`, with what to install.
    pub fn find(tools: &Tools, chosen: Option<&str>) -> Result<Self, Failure> {
        let installed = Self::installed(tools);
        let chosen = installed.iter().find(|client| Some(client.id()) == chosen);
        chosen.or(installed.first()).copied().ok_or_else(|| {
            let names: Vec<_> = Self::of_system().iter().map(|one| one.tool().name()).collect();
            Failure::new(
                ErrorCode::NotFound,
                "remote desktop",
                "No program for remote desktops is installed.",
                format!("Install {}.", names.join(" or ")),
            )
            .with_link(Self::of_system()[0].tool().install())
        })
    }

    /// Its id, to be kept in the settings.
    pub fn id(self) -> &'static str {
        match self {
            Self::Mstsc => "mstsc",
            Self::WindowsApp => "windows-app",
            Self::FreeRdp => "freerdp",
            Self::Remmina => "remmina",
        }
    }

    /// As a choice in a list.
    pub fn choice(self) -> ClientChoice {
        ClientChoice { id: self.id().to_owned(), name: self.tool().name().to_owned() }
    }

    /// Whether its process lasts as long as the desktop. The others hand it to one that runs.
    pub fn stays(self) -> bool {
        matches!(self, Self::Mstsc | Self::FreeRdp)
    }

    /// Whether it asks for the password in a terminal, and has no other way to.
    pub fn asks_in_terminal(self) -> bool {
        self == Self::FreeRdp
    }

    /// `open` is on every Mac, and the app that it opens is not.
    fn is_installed(self, tools: &Tools) -> bool {
        let apps = ["/Applications/Windows App.app", "/Applications/Microsoft Remote Desktop.app"];
        let is_there = |path: &str| std::path::Path::new(path).exists();
        tools.find(self.tool()).is_some()
            && (self != Self::WindowsApp || apps.into_iter().any(is_there))
    }

    /// What it is called and where to get it.
    pub fn tool(self) -> Tool {
        match self {
            Self::Mstsc => Tool::Mstsc,
            Self::WindowsApp => Tool::WindowsApp,
            Self::FreeRdp => Tool::FreeRdp,
            Self::Remmina => Tool::Remmina,
        }
    }

    /// How it opens a desktop. The password is used where the program can take it safely.
    ///
    /// # Errors
    /// `not_found` if it is not installed, `internal` if its file cannot be written.
    pub fn start(
        self,
        tools: &Tools,
        desktop: &Desktop,
        password: Option<Secret>,
    ) -> Result<Start, Failure> {
        let tool = self.tool();
        let program = tools.find(tool).ok_or_else(|| {
            let message = format!("{} is not installed.", tool.name());
            Failure::new(ErrorCode::NotFound, "remote desktop", message, "Install it.")
                .with_link(tool.install())
        })?;
        let call = Invocation::new(program);
        let mut start = Start { invocation: call.clone(), input: None, folder: None };
        let address = desktop.host.with_port(desktop.port.get());
        start.invocation = match self {
            Self::Mstsc => {
                let folder = SessionFolder::make()?;
                let path = folder.write("machine.rdp", &file(desktop))?;
                start.folder = Some(folder);
                call.arg(path.to_string_lossy())
            }
            Self::WindowsApp => call.arg(format!(
                "rdp://full%20address=s:{}&username=s:{}",
                encoded(&address),
                encoded(desktop.user.as_str())
            )),
            Self::FreeRdp => {
                let call = call.arg(format!("/v:{address}")).arg(format!("/u:{}", desktop.user));
                // An empty domain, or it would be asked for on the standard input too.
                let call = call.args(["/d:", "/cert:tofu", "/dynamic-resolution", "+clipboard"]);
                start.input = password;
                if start.input.is_some() { call.arg("/from-stdin:force") } else { call }
            }
            Self::Remmina => {
                let user = encoded(desktop.user.as_str());
                call.arg("-c").arg(format!("rdp://{user}@{address}"))
            }
        };
        Ok(start)
    }
}

/// Percent-encoded, with spaces as such (RFC 3986, section 2.1).
fn encoded(text: &str) -> String {
    byte_serialize(text.as_bytes()).collect::<String>().replace('+', "%20")
}

#[cfg(test)]
mod tests {
    use super::Client;
    use crate::Tools;
    use crate::rdp::{Desktop, PORT};
    use nexus_model::Secret;

    fn desktop(user: &str) -> Desktop {
        Desktop {
            host: "203.0.113.7".parse().expect("a host"),
            port: PORT,
            user: user.parse().expect("a user"),
        }
    }

    fn tools(program: &str) -> (tempfile::TempDir, Tools) {
        let folder = tempfile::tempdir().expect("a folder");
        nexus_testkit::ssh_server::make_program(&folder.path().join(program), "#!/bin/sh\n");
        let tools = Tools::on(&folder.path().as_os_str().to_owned());
        (folder, tools)
    }

    #[rstest::rstest]
    #[case(Client::WindowsApp, "open", &["rdp://full%20address=s:203.0.113.7%3A3389&username=s:EXAMPLE%5Cjane"])]
    #[case(
        Client::FreeRdp,
        "xfreerdp",
        &["/v:203.0.113.7:3389", "/u:EXAMPLE\\jane", "/d:", "/cert:tofu", "/dynamic-resolution",
          "+clipboard", "/from-stdin:force"]
    )]
    #[case(Client::Remmina, "remmina", &["-c", "rdp://EXAMPLE%5Cjane@203.0.113.7:3389"])]
    fn each_program_gets_its_own_words_and_never_the_password(
        #[case] client: Client,
        #[case] program: &str,
        #[case] expected: &[&str],
    ) {
        let (_folder, tools) = tools(program);
        let password = Some(Secret::new("hunter2"));
        let start = client.start(&tools, &desktop("EXAMPLE\\jane"), password).expect("a start");
        assert_eq!(start.invocation.arguments, expected);
        assert!(!format!("{start:?}").contains("hunter2"));
    }

    #[test]
    fn mstsc_gets_a_file_that_goes_with_the_session() {
        let (_folder, tools) = tools("mstsc");
        let start = Client::Mstsc.start(&tools, &desktop("jane"), None).expect("a start");
        let path = std::path::PathBuf::from(&start.invocation.arguments[0]);
        let content = std::fs::read_to_string(&path).expect("the file");
        assert_eq!(content, crate::rdp::file(&desktop("jane")));
        drop(start);
        assert!(!path.exists());
    }

    #[test]
    fn a_missing_program_is_named() {
        let folder = tempfile::tempdir().expect("a folder");
        let tools = Tools::on(&folder.path().as_os_str().to_owned());
        assert!(Client::find(&tools, None).expect_err("none").remedy.starts_with("Install "));
    }
}
