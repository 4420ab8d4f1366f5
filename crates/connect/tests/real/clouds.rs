//! The ways of clouds, with their tools played by scripts that take the documented arguments and
//! no others, and lead to the real server.

use std::path::Path;
use std::process::Stdio;

use nexus_connect::route::{Bastion, Preference, Route};
use nexus_connect::{Accounts, ToolLogin, Tools};
use nexus_model::{CloudId, Failure, Machine};
use nexus_testkit::SshServer;
use nexus_testkit::ssh_server::make_program;
use tokio::io::{AsyncBufReadExt, AsyncReadExt, BufReader};

use crate::here::{Given, Here, Lent, output, words};

const INSTANCE: &str = "i-0123456789abcdef0";

/// A script's lines that pass its input and output to the server.
fn relay(server: &SshServer) -> String {
    format!("exec 3<>/dev/tcp/127.0.0.1/{}\ncat <&3 & cat >&3\n", server.address().port())
}

/// This computer with a tool of a cloud before all others.
fn with_tool(here: &mut Here, name: &str, script: &str) {
    let folder = here.home.path().join("tools");
    std::fs::create_dir_all(&folder).expect("a folder");
    make_program(&folder.join(name), &format!("#!/bin/bash\nset -u\n{script}"));
    let path = std::env::var("PATH").expect("a path");
    here.connector.tools = Tools::on(&format!("{}:{path}", folder.display()).into());
}

fn instance(here: &mut Here, server: &SshServer) -> Machine {
    let mut machine = here.add(INSTANCE, server);
    machine.cloud = CloudId::new("aws");
    machine.region = "eu-west-1".into();
    machine.public_ips.clear();
    machine
}

async fn reach(here: &Here, machine: &Machine, key: &Lent, route: Route) -> std::process::Output {
    let mut request = here.request(machine, key, "echo reached");
    request.route = Some(route);
    output(&here.connector.connect(request).await.expect("a session")).await
}

#[tokio::test]
async fn session_manager_reaches_an_instance_without_an_address() {
    let key = Lent::new();
    let server = SshServer::start(&[&key.public]);
    let mut here = Here::new();
    let machine = instance(&mut here, &server);
    let expected = format!(
        "ssm start-session --target {INSTANCE} --document-name AWS-StartSSHSession \
         --parameters portNumber=22 --region eu-west-1"
    );
    with_tool(&mut here, "session-manager-plugin", "");
    let script = format!("[ \"$*\" = '{expected}' ] || exit 1\n{}", relay(&server));
    with_tool(&mut here, "aws", &script);
    let said = reach(&here, &machine, &key, Route::SessionManager).await;
    assert_eq!(words(&said.stdout), "reached\n", "{}", words(&said.stderr));
}

#[tokio::test]
async fn instance_connect_puts_a_key_of_one_session_on_the_instance() {
    let server = SshServer::start(&[]);
    let mut here = Here::new();
    let machine = instance(&mut here, &server);
    let script = format!(
        "case \"$2\" in\n\
         send-ssh-public-key)\n\
           [ \"$4 $6 $7\" = 'eu-west-1 {INSTANCE} --instance-os-user={}' ] || exit 1\n\
           echo \"${{8#--ssh-public-key=}}\" > {}; echo '{{\"Success\": true}}';;\n\
         open-tunnel)\n\
           {};;\n\
         esac\n",
        SshServer::user(),
        server.authorized_keys().display(),
        relay(&server).replace('\n', "; ").trim_end_matches("; ")
    );
    with_tool(&mut here, "aws", &script);
    // The key of the vault is not used: the instance knows none but the one that is put there.
    let said = reach(&here, &machine, &Lent::new(), Route::InstanceConnect).await;
    assert_eq!(words(&said.stdout), "reached\n", "{}", words(&said.stderr));
}

#[tokio::test]
async fn a_key_that_the_cloud_does_not_take_is_told_in_its_words() {
    let server = SshServer::start(&[]);
    let mut here = Here::new();
    let machine = instance(&mut here, &server);
    with_tool(&mut here, "aws", "echo 'AccessDeniedException: not you' >&2; exit 254");
    let key = Lent::new();
    let mut request = here.request(&machine, &key, "true");
    request.route = Some(Route::InstanceConnect);
    let failure = here.connector.connect(request).await.expect_err("refused");
    assert!(failure.message.ends_with("AccessDeniedException: not you"), "{failure}");
}

#[tokio::test]
async fn os_login_tells_the_user_and_iap_leads_there() {
    let server = SshServer::start(&[]);
    let mut here = Here::new();
    let mut machine = here.add("4711", &server);
    machine.cloud = CloudId::new("gcp");
    machine.name = "web".into();
    machine.zone = Some("europe-west1-b".into());
    machine.public_ips.clear();
    machine.console_url = Some("https://console.cloud.google.com/x?project=example-1".into());
    let port = server.address().port();
    let script = format!(
        "case \"$2\" in\n\
         os-login)\n\
           [ \"$6 $7 $8\" = '--ttl=5m --project example-1' ] || exit 1\n\
           echo \"${{5#--key=}}\" > {}\n\
           echo '{{\"loginProfile\":{{\"posixAccounts\":[{{\"primary\":true,\"username\":\"{}\"}}]}}}}';;\n\
         start-iap-tunnel)\n\
           [ \"$3 $4 $5\" = 'web {port} --listen-on-stdin' ] || exit 1\n\
           {};;\n\
         esac\n",
        server.authorized_keys().display(),
        SshServer::user(),
        relay(&server).replace('\n', "; ").trim_end_matches("; ")
    );
    with_tool(&mut here, "gcloud", &script);
    let key = Lent::new();
    let mut request = here.request(&machine, &key, "echo reached");
    request.user = Some("someone-else".parse().expect("a user"));
    request.route = Some(Route::OsLogin);
    let session = here.connector.connect(request).await.expect("a session");
    assert_eq!(session.user().as_str(), SshServer::user());
    let said = output(&session).await;
    assert_eq!(words(&said.stdout), "reached\n", "{}", words(&said.stderr));
}

#[tokio::test]
async fn a_tunnel_of_azure_bastion_lasts_as_long_as_the_session() {
    let key = Lent::new();
    let server = SshServer::start(&[&key.public]);
    let mut here = Here::new();
    let mut machine = here.add("/subscriptions/1/virtualMachines/web", &server);
    machine.cloud = CloudId::new("azure");
    machine.public_ips.clear();
    let bastion = Bastion { name: "hub".into(), resource_group: "network".into() };
    let prefer = Preference { bastion: Some(bastion), ..here.preferences.of(&machine) };
    here.prefer(&machine, prefer);
    let pid_file = here.home.path().join("pid");
    with_tool(&mut here, "az", &tunnel(&server, &pid_file));
    let mut request = here.request(&machine, &key, "echo reached");
    request.route = Some(Route::Bastion);
    let session = here.connector.connect(request).await.expect("a session");
    let said = output(&session).await;
    assert_eq!(words(&said.stdout), "reached\n", "{}", words(&said.stderr));
    let pid = std::fs::read_to_string(&pid_file).expect("a process");
    drop(session);
    let process = format!("/proc/{}", pid.trim());
    let ended = tokio::time::timeout(std::time::Duration::from_secs(10), async {
        while std::fs::read_to_string(format!("{process}/stat")).is_ok_and(|it| !it.contains(") Z"))
        {
            tokio::task::yield_now().await;
        }
    });
    assert!(ended.await.is_ok(), "the tunnel is still there");
}

/// Listens on a port and passes connections on to another, in Python, for a shell cannot.
pub const FORWARD: &str = r#"
import socket, sys, threading
def copy(a, b):
    while data := a.recv(65536): b.sendall(data)
    b.shutdown(socket.SHUT_WR)
listener = socket.create_server(("127.0.0.1", int(sys.argv[1])))
while True:
    near, _ = listener.accept()
    far = socket.create_connection(("127.0.0.1", int(sys.argv[2])))
    for pair in ((near, far), (far, near)):
        threading.Thread(target=copy, args=pair, daemon=True).start()
"#;

fn tunnel(server: &SshServer, pid_file: &Path) -> String {
    format!(
        "echo $$ > {}\n\
         [ \"$3 $4 $5\" = 'tunnel --name=hub --resource-group=network' ] || exit 1\n\
         exec python3 -c '{FORWARD}' \"${{8#--port=}}\" {}\n",
        pid_file.display(),
        server.address().port()
    )
}

/// Processes of anyone whose environment, or whose arguments, hold a text.
fn holding(text: &str, file: &str) -> Vec<String> {
    let processes = std::fs::read_dir("/proc").expect("processes").filter_map(Result::ok);
    let read = |path: std::path::PathBuf| std::fs::read(path).unwrap_or_default();
    processes
        .map(|process| process.path())
        .filter(|path| String::from_utf8_lossy(&read(path.join(file))).contains(text))
        .map(|path| words(&read(path.join("cmdline"))).replace('\0', " "))
        .filter(|command| !command.is_empty())
        .collect()
}

#[tokio::test]
async fn a_session_that_is_handed_over_is_the_tools_alone() {
    const SECRET: &str = "handed-over-4f1c9a7e-to-one-tool";
    let key = Lent::new();
    let server = SshServer::start(&[&key.public]);
    let mut here = Here::new();
    let machine = instance(&mut here, &server);
    let seen = here.home.path().join("seen");
    let script = format!(
        "printf %s \"$AWS_SECRET_ACCESS_KEY\" | sha256sum | cut -d ' ' -f 1 > {}\n{}",
        seen.display(),
        relay(&server)
    );
    with_tool(&mut here, "session-manager-plugin", "");
    with_tool(&mut here, "aws", &script);
    let accounts = Given::of(&[("AWS_SECRET_ACCESS_KEY", SECRET)]);
    let mut request = here.request(&machine, &key, "echo reached; env; exec cat");
    request.route = Some(Route::SessionManager);
    request.accounts = Some(&accounts);
    let session = here.connector.connect(request).await.expect("a session");
    let call = session.invocation();
    assert!(call.environment.is_empty() && !call.to_line().contains(SECRET));

    let mut command = tokio::process::Command::from(call.command());
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).kill_on_drop(true);
    let mut ssh = command.spawn().expect("ssh runs");
    let mut said = BufReader::new(ssh.stdout.take().expect("a pipe"));
    let mut line = String::new();
    said.read_line(&mut line).await.expect("it answers");
    assert_eq!(line, "reached\n");
    let holders = holding(SECRET, "environ");
    assert!(!holders.is_empty(), "the tool runs");
    let is_of_the_tool = |one: &String| one.contains("/tools/aws ") || one.starts_with("cat ");
    assert!(holders.iter().all(is_of_the_tool), "{holders:?}");
    assert_eq!(holding(SECRET, "cmdline"), Vec::<String>::new());

    drop(ssh.stdin.take());
    let mut rest = String::new();
    said.read_to_string(&mut rest).await.expect("the machine's environment");
    assert!(ssh.wait().await.expect("it ends").success());
    assert!(!rest.contains(SECRET), "it was sent to the machine");
    let mut digest = std::process::Command::new("sh");
    digest.arg("-c").arg(format!("printf %s {SECRET} | sha256sum | cut -d ' ' -f 1"));
    let digest = words(&digest.output().expect("a digest").stdout);
    assert_eq!(std::fs::read_to_string(seen).expect("the tool ran"), digest);
    let gone = tokio::time::timeout(std::time::Duration::from_secs(10), async {
        while !holding(SECRET, "environ").is_empty() {
            tokio::task::yield_now().await;
        }
    });
    assert!(gone.await.is_ok(), "it is kept after the session: {:?}", holding(SECRET, "environ"));
}

#[tokio::test]
async fn what_a_person_can_do_is_told_where_a_tool_has_a_login_of_its_own() {
    struct Own;
    #[async_trait::async_trait]
    impl Accounts for Own {
        async fn login(&self, _: &Machine) -> Result<ToolLogin, Failure> {
            Ok(ToolLogin { advice: "Run az login.".into(), ..ToolLogin::default() })
        }
    }
    let server = SshServer::start(&[]);
    let mut here = Here::new();
    let mut machine = here.add("/subscriptions/1/virtualMachines/web", &server);
    machine.cloud = CloudId::new("azure");
    let bastion = Bastion { name: "hub".into(), resource_group: "network".into() };
    let prefer = Preference { bastion: Some(bastion), ..here.preferences.of(&machine) };
    here.prefer(&machine, prefer);
    with_tool(&mut here, "az", "echo 'ERROR: Please sign in' >&2; exit 1");
    let key = Lent::new();
    let mut request = here.request(&machine, &key, "true");
    request.route = Some(Route::Bastion);
    request.accounts = Some(&Own);
    let failure = here.connector.connect(request).await.expect_err("refused");
    let told = "The tunnel to the machine did not open: ERROR: Please sign in.";
    assert_eq!((failure.message.as_str(), failure.remedy.as_str()), (told, "Run az login."));
}
