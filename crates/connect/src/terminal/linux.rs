use super::{Kind, before};

/// The system's default first, as Debian's policy has it (section 11.8.3), then the others.
pub(super) const KINDS: &[Kind] = &[
    Kind {
        id: "x-terminal-emulator",
        name: "the system's terminal",
        program: "x-terminal-emulator",
        requires: None,
        // It may be any of the others.
        stays: false,
        arguments: |title, run| before(["-T", title, "-e"], run),
    },
    // https://man.archlinux.org/man/gnome-terminal.1
    Kind {
        id: "gnome-terminal",
        name: "GNOME Terminal",
        program: "gnome-terminal",
        requires: None,
        stays: false,
        arguments: |title, run| before([format!("--title={title}").as_str(), "--"], run),
    },
    // https://docs.kde.org/stable5/en/konsole/konsole/command-line-options.html
    Kind {
        id: "konsole",
        name: "Konsole",
        program: "konsole",
        requires: None,
        stays: false,
        arguments: |title, run| before(["-p", format!("tabtitle={title}").as_str(), "-e"], run),
    },
    // https://sw.kovidgoyal.net/kitty/invocation/
    Kind {
        id: "kitty",
        name: "kitty",
        program: "kitty",
        requires: None,
        stays: true,
        arguments: |title, run| before([format!("--title={title}").as_str()], run),
    },
    // https://man.archlinux.org/man/alacritty.1
    Kind {
        id: "alacritty",
        name: "Alacritty",
        program: "alacritty",
        requires: None,
        stays: true,
        arguments: |title, run| before([format!("--title={title}").as_str(), "-e"], run),
    },
    // https://wezterm.org/cli/start.html; it takes its title from the program.
    Kind {
        id: "wezterm",
        name: "WezTerm",
        program: "wezterm",
        requires: None,
        stays: true,
        arguments: |_, run| before(["start", "--always-new-process", "--"], run),
    },
    // https://man.archlinux.org/man/foot.1
    Kind {
        id: "foot",
        name: "foot",
        program: "foot",
        requires: None,
        stays: true,
        arguments: |title, run| before([format!("--title={title}").as_str(), "--"], run),
    },
    // https://man.archlinux.org/man/xterm.1
    Kind {
        id: "xterm",
        name: "xterm",
        program: "xterm",
        requires: None,
        stays: true,
        arguments: |title, run| before(["-T", title, "-e"], run),
    },
];
