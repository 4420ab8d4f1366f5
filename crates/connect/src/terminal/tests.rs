use super::{System, Terminal};
use crate::{Invocation, Tools};

/// Each terminal's arguments for the same hostile title and program.
#[rstest::rstest]
#[case(System::Linux, "x-terminal-emulator", &["-T", "-e a;b", "-e", "ssh", "--", "h", "$(id)"])]
#[case(System::Linux, "gnome-terminal", &["--title=-e a;b", "--", "ssh", "--", "h", "$(id)"])]
#[case(System::Linux, "konsole", &["-p", "tabtitle=-e a;b", "-e", "ssh", "--", "h", "$(id)"])]
#[case(System::Linux, "kitty", &["--title=-e a;b", "ssh", "--", "h", "$(id)"])]
#[case(System::Linux, "alacritty", &["--title=-e a;b", "-e", "ssh", "--", "h", "$(id)"])]
#[case(System::Linux, "wezterm", &["start", "--always-new-process", "--", "ssh", "--", "h", "$(id)"])]
#[case(System::Linux, "foot", &["--title=-e a;b", "--", "ssh", "--", "h", "$(id)"])]
#[case(System::Linux, "xterm", &["-T", "-e a;b", "-e", "ssh", "--", "h", "$(id)"])]
#[case(
    System::Windows,
    "wt",
    &["new-tab", "--title", "-e a\\;b", "--suppressApplicationTitle", "--", "ssh", "--", "h", "$(id)"]
)]
fn a_title_and_a_program_are_words_of_their_own(
    #[case] system: System,
    #[case] id: &str,
    #[case] expected: &[&str],
) {
    let kind = system.kinds().iter().find(|kind| kind.id == id).expect("a terminal");
    let terminal = Terminal { kind, program: id.to_owned() };
    let run = Invocation::new("ssh").args(["--", "h", "$(id)"]);
    assert_eq!(terminal.invocation(&run, "-e a;b").arguments, expected);
}

#[rstest::rstest]
#[case("terminal")]
#[case("iterm2")]
fn a_mac_gets_the_program_s_words_as_arguments_of_a_fixed_script(#[case] id: &str) {
    let kind = System::MacOs.kinds().iter().find(|kind| kind.id == id).expect("a terminal");
    let script = |run: &Invocation| {
        let words = (kind.arguments)("title", run);
        let (script, rest) =
            words.split_at(words.iter().position(|word| word == "--").expect("--"));
        (script.to_vec(), rest[1..].to_vec())
    };
    let (plain, _) = script(&Invocation::new("ssh").arg("h"));
    let (hostile, words) = script(&Invocation::new("ssh").arg("\" & (do shell script \"id\")"));
    assert_eq!(plain, hostile);
    assert_eq!(words, ["ssh", "\" & (do shell script \"id\")"]);
}

#[test]
fn the_chosen_terminal_is_found_on_the_path_and_else_the_most_preferred() {
    if System::current() != System::Linux {
        return;
    }
    let folder = tempfile::tempdir().expect("a folder");
    let tools = Tools::on(&folder.path().as_os_str().to_owned());
    let failure = Terminal::find(&tools, None).expect_err("none is installed");
    assert!(failure.remedy.contains("GNOME Terminal"), "{failure}");
    for name in ["xterm", "kitty"] {
        nexus_testkit::ssh_server::make_program(&folder.path().join(name), "#!/bin/sh\n");
    }
    let found = |chosen| Terminal::find(&tools, chosen).expect("one").id();
    assert_eq!(found(None), "kitty");
    assert_eq!(found(Some("xterm")), "xterm");
    assert_eq!(found(Some("konsole")), "kitty");
}
