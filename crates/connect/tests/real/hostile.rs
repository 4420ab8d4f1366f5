//! Names from clouds, links and people are data. Each of these is put in each place where a name
//! goes; the real OpenSSH then connects to the real server, or the name is refused, and in no case
//! is anything run.

use std::path::{Path, PathBuf};

use nexus_connect::link::ConnectLink;
use nexus_connect::route::{MachineKey, Route};
use nexus_connect::ssh::NOT_CONNECTED;
use nexus_connect::{KeyChoice, Session};
use nexus_model::{Failure, Machine};
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

#[tokio::test]
async fn a_hostile_name_connects_or_is_refused_and_never_runs() {
    let key = Lent::new();
    let server = SshServer::start(&[&key.public]);
    let made = PathBuf::from(format!("/tmp/nexus-hostile-{}", std::process::id()));
    let mut table =
        vec![format!("{:<24} {}", "", PLACES.map(|(at, _)| format!("{at:<9}")).concat())];
    let mut wrong = Vec::new();
    for (what, name) in names(&made) {
        let mut row = format!("{what:<24} ");
        for (place, expected) in PLACES {
            let came = try_out(&server, &key, place, &name).await;
            row += &format!("{:<9}", if came.is_ok() { "connects" } else { "refused" });
            let as_expected = match expected {
                Expected::Connects => came.is_ok(),
                // An option set apart and a long label are no more than a name where one may be.
                Expected::Refused => came.is_err(),
                Expected::Either => true,
            };
            if let Err(why) = &came {
                let plain =
                    !why.is_empty() && !why.contains(['\n', '\r', '\0', '\x1b', '\u{202e}']);
                if !plain {
                    wrong.push(format!("{what} as {place}: refused unclearly: {why:?}"));
                }
            }
            if !as_expected {
                wrong.push(format!("{what} as {place}: {came:?}"));
            }
            if made.exists() {
                wrong.push(format!("{what} as {place} was run"));
                std::fs::remove_file(&made).expect("removed");
            }
        }
        table.push(row);
    }
    println!("{}", table.join("\n"));
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
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
            let mut url = url::Url::parse("nexusvault://connect").expect("a URL");
            url.path_segments_mut().expect("a path").push(name);
            let link = ConnectLink::parse(url.as_str())?;
            let named = Machine { name: link.machine.clone(), ..machine.clone() };
            assert_eq!(link.find([&named])?.name, name);
        }
        _ => {}
    }
    here.connector.connect(request).await
}
