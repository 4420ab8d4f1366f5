//! Names from clouds, links and people are data. Each of these is put in each place where a name
//! goes; the real OpenSSH then connects to the real server, or the name is refused, and in no case
//! is anything run.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use nexus_connect::link::ConnectLink;
use nexus_connect::route::Route;
use nexus_connect::ssh::NOT_CONNECTED;
use nexus_connect::{KeyChoice, Session};
use nexus_model::{Failure, Machine, MachineKey};
use nexus_testkit::SshServer;

use crate::here::{Here, Lent, output, words};

/// A place where a name goes.
type Place = (&'static str, Expected);

/// What must come of it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Expected {
    /// It is only shown or pinned: the session opens.
    Connects,
    /// No name of this place may be like that.
    Refused,
    /// A path may have any name that a setting can hold.
    Either,
}

const PLACES: [Place; 8] = [
    ("name", Expected::Connects),
    ("id", Expected::Connects),
    ("region", Expected::Connects),
    ("tag", Expected::Connects),
    ("user", Expected::Refused),
    ("host", Expected::Refused),
    ("key file", Expected::Either),
    ("link", Expected::Either),
];

/// The names, each of which would make this file if it were taken for more than a name.
fn names(made: &Path) -> Vec<(&'static str, String)> {
    let made = made.display();
    vec![
        ("an option", format!("-oProxyCommand=touch {made}")),
        ("an option, set apart", "-v".into()),
        ("a setting", format!("x ProxyCommand=touch {made}")),
        ("a command in $()", format!("$(touch {made})")),
        ("a command in backquotes", format!("`touch {made}`")),
        ("a second command", format!("a;touch {made}")),
        ("a pipe", format!("a|touch {made}")),
        ("a second line", format!("a\nProxyCommand touch {made}")),
        ("a carriage return", format!("a\rProxyCommand touch {made}")),
        ("a NUL", format!("a\0touch {made}")),
        ("a token of OpenSSH", "%h%d%%".into()),
        ("a variable", "${HOME}".into()),
        ("quotes", format!("\" -oProxyCommand=\"touch {made}\" '")),
        ("300 characters", "a".repeat(300)),
        ("right to left", "\u{202e}bew\u{202c} خادم".into()),
        ("a terminal's title", format!("\x1b]0;x\x07$(touch {made})")),
        ("a pattern of known hosts", "*,!nexus,|1|".into()),
    ]
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hostile_name_connects_or_is_refused_and_never_runs() {
    let key = Arc::new(Lent::new());
    let server = Arc::new(SshServer::start(&[&key.public]));
    let made = |at: usize| PathBuf::from(format!("/tmp/nexus-hostile-{}-{at}", std::process::id()));
    let head = PLACES.map(|(place, _)| format!("{place:<9}")).concat();
    let mut table = vec![format!("{:<24} {head}", "")];
    let mut wrong = Vec::new();
    for (row, (what, _)) in names(&made(0)).into_iter().enumerate() {
        let tried = PLACES.into_iter().enumerate().map(|(at, (place, _))| {
            let (_, name) = names(&made(at)).swap_remove(row);
            let (server, key) = (Arc::clone(&server), Arc::clone(&key));
            tokio::spawn(async move { try_out(&server, &key, place, &name).await })
        });
        let mut line = format!("{what:<24} ");
        for (at, (tried, (place, expected))) in
            tried.collect::<Vec<_>>().into_iter().zip(PLACES).enumerate()
        {
            let came = tried.await.expect("no panic");
            line += &format!("{:<9}", if came.is_ok() { "connects" } else { "refused" });
            let as_expected = match expected {
                Expected::Connects => came.is_ok(),
                Expected::Refused => came.is_err(),
                Expected::Either => true,
            };
            if !as_expected {
                wrong.push(format!("{what} as {place}: {came:?}"));
            }
            if came.is_err_and(|why| why.is_empty() || why.contains(steers)) {
                wrong.push(format!("{what} as {place} is refused unclearly"));
            }
            if std::fs::remove_file(made(at)).is_ok() {
                wrong.push(format!("{what} as {place} was run"));
            }
        }
        table.push(line);
    }
    println!("{}", table.join("\n"));
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Whether a character would do something where a refusal is shown.
fn steers(c: char) -> bool {
    c.is_control() || c == '\u{202e}'
}

/// Connects with a name in a place; why not, if it does not.
async fn try_out(server: &SshServer, key: &Lent, place: &str, name: &str) -> Result<(), String> {
    let mut here = Here::new();
    let mut machine = here.add("web", server);
    let mut prefer = here.preferences.of(&machine);
    match place {
        "name" => name.clone_into(&mut machine.name),
        "id" => name.clone_into(&mut machine.id),
        "region" => name.clone_into(&mut machine.region),
        "tag" => drop(machine.tags.insert(name.to_owned(), name.to_owned())),
        "host" => {
            // The name within its network is all that its jump host has to go by.
            machine.public_ips.clear();
            machine.private_dns = Some(name.to_owned());
            prefer.jump = Some(MachineKey::of(&here.add("jump", server)));
            prefer.route = Some(Route::Jump);
        }
        _ => {}
    }
    here.prefer(&machine, prefer);
    let session = ready(&here, &machine, key, place, name).await.map_err(|why| why.message)?;
    let said = output(&session).await;
    match said.status.code() {
        Some(0) if words(&said.stdout) == "reached\n" => Ok(()),
        Some(NOT_CONNECTED) => Err(nexus_connect::ssh::explain(&words(&said.stderr)).message),
        _ => Err(format!("{said:?}")),
    }
}

async fn ready(
    here: &Here,
    machine: &Machine,
    key: &Lent,
    place: &str,
    name: &str,
) -> Result<Session, Failure> {
    let mut request = here.request(machine, key, "echo reached");
    match place {
        "user" => request.user = Some(name.parse()?),
        "key file" => {
            let file = here.home.path().join(name);
            if !name.contains('\0') && name.len() < 255 {
                std::fs::create_dir_all(file.parent().expect("a folder")).expect("made");
                key.write(&file);
            }
            request.key = KeyChoice::File(file);
        }
        "link" => {
            let encoded: String = name.bytes().map(|byte| format!("%{byte:02x}")).collect();
            let link = ConnectLink::parse(&format!("nexusvault://connect/{encoded}"))?;
            let named = Machine { name: link.machine.clone(), ..machine.clone() };
            assert_eq!(link.find([&named])?.name, name);
        }
        _ => {}
    }
    here.connector.connect(request).await
}
