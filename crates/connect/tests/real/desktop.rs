//! Desktops opened by FreeRDP on a real RDP server, directly and by the ways there are to it.

use std::num::NonZeroU16;
use std::path::Path;

use nexus_connect::rdp::{Client, Desktop, file};
use nexus_connect::route::{Preference, Route};
use nexus_connect::{Request, Tools};
use nexus_model::{CloudId, ErrorCode, Machine, MachineKey, OsFamily, Secret};
use nexus_testkit::ssh_server::make_program;
use nexus_testkit::{RdpServer, SshServer};

use crate::here::{Given, Here, Lent, machine};

const USER: &str = "Administrator";
const PASSWORD: &str = "s3cret;$(id)ñ";

/// This computer with FreeRDP before all other programs, and a Windows machine that is the server.
struct Office {
    here: Here,
    server: RdpServer,
    arguments: std::path::PathBuf,
    tools: std::path::PathBuf,
}

impl Office {
    fn open() -> Self {
        let mut here = Here::new();
        let server = RdpServer::start(USER, PASSWORD);
        let tools = here.home.path().join("tools");
        std::fs::create_dir_all(&tools).expect("a folder");
        let arguments = server.put_client(&tools);
        let path = std::env::var("PATH").expect("a path");
        here.connector.tools = Tools::on(&format!("{}:{path}", tools.display()).into());
        Self { here, server, arguments, tools }
    }

    fn add(&mut self, id: &str) -> Machine {
        let ssh = SshServer::start(&[]);
        let mut machine = machine(id, &ssh);
        machine.os = OsFamily::Windows;
        machine.public_ips = vec![self.server.address().ip()];
        let port = NonZeroU16::new(self.server.address().port());
        self.here.prefer(&machine, Preference { port, ..Preference::default() });
        self.here.machines.push(machine.clone());
        machine
    }

    /// Whether the server lets in who opens the desktop so.
    async fn lets_in(&self, request: Request<'_>, password: &str) -> bool {
        let password = Some(Secret::new(password));
        let session = self.here.connector.desktop(request, Client::FreeRdp, password).await;
        let session = session.unwrap_or_else(|why| panic!("{why}"));
        assert!(!session.needs_terminal());
        session.run().await.expect("it runs").success()
    }

    fn request<'a>(&'a self, machine: &'a Machine) -> Request<'a> {
        Request::of(machine, &self.here.machines, &self.here.preferences)
    }

    fn arguments(&self) -> String {
        std::fs::read_to_string(&self.arguments).expect("the client ran")
    }
}

#[tokio::test]
async fn freerdp_logs_in_with_the_password_on_its_input_and_reads_our_file() {
    let mut office = Office::open();
    let machine = office.add("win-1");
    assert!(office.lets_in(office.request(&machine), PASSWORD).await, "{}", office.server.log());
    let arguments = office.arguments();
    assert!(arguments.contains(&format!("/v:{}\n/u:{USER}\n", office.server.address())));
    assert!(!arguments.contains(PASSWORD), "{arguments}");
    assert!(!office.lets_in(office.request(&machine), "another").await, "it lets anyone in");

    // The file says the same: address, port and user are read from it.
    let desktop = Desktop {
        host: office.server.address().ip().into(),
        port: NonZeroU16::new(office.server.address().port()).expect("a port"),
        user: USER.parse().expect("a user"),
    };
    let path = office.tools.join("machine.rdp");
    std::fs::write(&path, file(&desktop)).expect("written");
    assert!(opens(&office.tools.join("xfreerdp"), &path, PASSWORD));
    assert!(!opens(&office.tools.join("xfreerdp"), &path, "another"));
}

fn opens(client: &Path, file: &Path, password: &str) -> bool {
    use std::io::Write;
    let mut command = std::process::Command::new(client);
    command.arg(file).args(["/d:", "/cert:tofu", "/from-stdin:force"]);
    let mut child = command.stdin(std::process::Stdio::piped()).spawn().expect("it runs");
    writeln!(child.stdin.take().expect("a pipe"), "{password}").expect("it reads");
    child.wait().expect("it ends").success()
}

#[tokio::test]
async fn without_a_password_it_is_asked_for_in_a_terminal() {
    let mut office = Office::open();
    let machine = office.add("win-1");
    let request = office.request(&machine);
    let session = office.here.connector.desktop(request, Client::FreeRdp, None).await;
    let session = session.expect("ready");
    assert!(session.needs_terminal());
    assert!(!session.invocation().arguments.iter().any(|word| word.starts_with("/from-stdin")));
    assert_eq!(session.user().as_str(), USER, "it is guessed");
}

#[tokio::test]
async fn a_jump_host_leads_to_the_desktop_by_a_forwarded_port() {
    let mut office = Office::open();
    let key = Lent::new();
    let jump = SshServer::start(&[&key.public]);
    let via = office.here.add("bastion", &jump);
    let port = NonZeroU16::new(jump.address().port());
    let user = Some(SshServer::user());
    office.here.prefer(&via, Preference { port, user, ..Preference::default() });
    let mut machine = office.add("win-1");
    machine.private_ips = std::mem::take(&mut machine.public_ips);
    let prefer = Preference {
        jump: Some(MachineKey::of(&via)),
        route: Some(Route::Jump),
        ..office.here.preferences.of(&machine)
    };
    office.here.prefer(&machine, prefer);
    let mut request = office.request(&machine);
    request.key = key.choice();
    assert!(office.lets_in(request, PASSWORD).await, "{}", jump.log());
    assert!(jump.log().contains("Accepted publickey"));
    assert!(!office.arguments().contains(&office.server.address().to_string()), "it is forwarded");

    // A jump host that lets nobody in is told in its own words.
    let mut request = office.request(&machine);
    request.key = Lent::new().choice();
    let refused = office.here.connector.desktop(request, Client::FreeRdp, None).await;
    let failure = refused.expect_err("refused");
    assert_eq!(failure.code, ErrorCode::UnreachableRefused);
    assert!(failure.message.contains("Permission denied"), "{failure}");
}

#[tokio::test]
async fn session_manager_forwards_a_port_with_the_session_that_is_handed_over() {
    let mut office = Office::open();
    let mut machine = office.add("i-0123456789abcdef0");
    machine.cloud = CloudId::new("aws");
    machine.region = "eu-west-1".into();
    machine.public_ips.clear();
    let port = office.server.address().port();
    office
        .here
        .prefer(&machine, Preference { port: NonZeroU16::new(port), ..Preference::default() });
    make_program(&office.tools.join("session-manager-plugin"), "#!/bin/sh\n");
    let expected = format!(
        "ssm start-session --target i-0123456789abcdef0 --document-name \
         AWS-StartPortForwardingSession --parameters portNumber={port},localPortNumber="
    );
    let script = format!(
        "#!/bin/bash\n\
         case \"$*\" in '{expected}'*' --region eu-west-1') ;; *) echo \"not $*\" >&2; exit 1;; esac\n\
         [ \"$AWS_SESSION_TOKEN\" = t0ken ] || {{ echo 'no session' >&2; exit 1; }}\n\
         local=${{8##*=}}\nexec python3 -c '{}' \"$local\" {port}\n",
        crate::clouds::FORWARD
    );
    make_program(&office.tools.join("aws"), &script);
    let accounts = Given::of(&[("AWS_SESSION_TOKEN", "t0ken")]);
    let mut request = office.request(&machine);
    request.route = Some(Route::SessionManager);
    request.accounts = Some(&accounts);
    assert!(office.lets_in(request, PASSWORD).await, "{}", office.server.log());

    // Without it the tool's own words are told.
    let mut request = office.request(&machine);
    request.route = Some(Route::SessionManager);
    let refused = office.here.connector.desktop(request, Client::FreeRdp, None).await;
    let failure = refused.expect_err("refused");
    assert_eq!(failure.message, "The tunnel to the machine did not open: no session.");
}
