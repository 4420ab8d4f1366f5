//! Settings of `ssh_config`, as arguments or as a block of a file. Both go through the same parser
//! in OpenSSH, so both are quoted the same.

use std::path::Path;

use nexus_model::{ErrorCode, Failure};

use crate::Invocation;
use crate::invocation::is_plain;

/// Settings in the order in which they are given. The first value of a keyword counts.
#[derive(Debug, Default)]
pub(super) struct Settings(Vec<(&'static str, String)>);

impl Settings {
    /// A word of ours, which needs no quotes.
    pub(super) fn word(&mut self, keyword: &'static str, word: &str) {
        debug_assert!(word.chars().all(is_plain), "{word} needs quotes");
        self.0.push((keyword, word.to_owned()));
    }

    /// A text from elsewhere.
    pub(super) fn text(&mut self, keyword: &'static str, text: &str) -> Result<(), Failure> {
        self.0.push((keyword, quote(text)?));
        Ok(())
    }

    /// A path, in which OpenSSH would replace `%` and `${…}`, and a `~` at its start.
    pub(super) fn path(&mut self, keyword: &'static str, path: &Path) -> Result<(), Failure> {
        let text = path.to_str().filter(|text| !text.contains("${") && path.is_absolute());
        let Some(text) = text else {
            return Err(unusable(
                &path.to_string_lossy(),
                "is not a path that OpenSSH can be given",
            ));
        };
        self.text(keyword, &text.replace('%', "%%"))
    }

    /// A program to reach the machine through. OpenSSH hands it to the person's shell, whichever
    /// that is, so its words may only be such as no shell and no `%` changes.
    pub(super) fn proxy(&mut self, proxy: &Invocation) -> Result<(), Failure> {
        // OpenSSH's own names for the machine's port and host.
        let is_safe = |word: &&str| word.chars().all(is_plain) && !word.is_empty();
        let unsafe_word = |word: &&str| !is_safe(&word.replace("%p", "22").as_str());
        if let Some(word) = proxy.words().find(unsafe_word) {
            return Err(unusable(word, "cannot be part of the command that reaches the machine"));
        }
        self.0.push(("ProxyCommand", proxy.words().collect::<Vec<_>>().join(" ")));
        Ok(())
    }

    /// As arguments.
    pub(super) fn arguments(&self) -> impl Iterator<Item = String> {
        self.0.iter().flat_map(|(keyword, value)| ["-o".to_owned(), format!("{keyword}={value}")])
    }

    /// As a block of a file, for a name that is a plain word.
    pub(super) fn block(&self, name: &str) -> String {
        let lines = self.0.iter().map(|(keyword, value)| format!("  {keyword} {value}\n"));
        format!("Host {name}\n{}", lines.collect::<String>())
    }
}

/// A value in double quotes unless it is plain; in them a backslash takes a quote or a backslash
/// (`argv_split` of OpenSSH's `misc.c`, which `ssh_config`'s words are read with since 8.7).
pub(super) fn quote(text: &str) -> Result<String, Failure> {
    if text.is_empty() || text.contains(char::is_control) {
        return Err(unusable(text, "cannot be a setting of OpenSSH"));
    }
    if text.chars().all(is_plain) {
        return Ok(text.to_owned());
    }
    Ok(format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\"")))
}

fn unusable(text: &str, why: &str) -> Failure {
    let shown = crate::names::title(text);
    Failure::new(
        ErrorCode::InvalidInput,
        "connect",
        format!("“{shown}” {why}."),
        "Choose a name without special characters.",
    )
}

#[cfg(test)]
mod tests {
    use std::path::Path;
    use std::process::Command;

    use super::Settings;
    use crate::Invocation;

    /// What OpenSSH itself understands, once given as arguments and once as a file.
    fn understood(settings: &Settings, keyword: &str) -> [Option<String>; 2] {
        let file = tempfile::NamedTempFile::new().expect("a file");
        std::fs::write(file.path(), settings.block("machine")).expect("its content");
        let ask = |command: &mut Command| {
            let output = command.args(["-G", "--", "machine"]).output().expect("ssh runs");
            assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
            let told = String::from_utf8(output.stdout).expect("UTF-8");
            let mut values = told.lines().filter_map(|line| line.split_once(' '));
            values.find(|(name, _)| *name == keyword).map(|(_, value)| value.to_owned())
        };
        let mut by_arguments = Command::new("ssh");
        by_arguments.args(["-F", "none"]).args(settings.arguments());
        let mut by_file = Command::new("ssh");
        by_file.arg("-F").arg(file.path());
        [ask(&mut by_arguments), ask(&mut by_file)]
    }

    #[rstest::rstest]
    #[case("jane")]
    #[case("EXAMPLE\\jane")]
    #[case("two words")]
    #[case("it's \"quoted\"")]
    #[case("back\\\\slashes\\")]
    #[case("# not a comment")]
    #[case("= 'x' ;|&$(id)`id`")]
    #[case("żaneta")]
    fn openssh_reads_a_quoted_text_as_it_was(#[case] text: &str) {
        let mut settings = Settings::default();
        settings.text("PKCS11Provider", text).expect("quoted");
        assert_eq!(
            understood(&settings, "pkcs11provider"),
            [Some(text.to_owned()), Some(text.to_owned())]
        );
    }

    #[rstest::rstest]
    #[case("/home/jane/key")]
    #[case("/home/jane doe/100%/key #1")]
    #[case("/home/%h/\"key\"")]
    fn a_path_is_taken_as_it_is(#[case] path: &str) {
        let mut settings = Settings::default();
        settings.path("IdentityFile", Path::new(path)).expect("quoted");
        // `ssh -G` shows `IdentityFile` before it replaces `%%`.
        let shown = Some(path.replace('%', "%%"));
        assert_eq!(understood(&settings, "identityfile"), [shown.clone(), shown]);
    }

    #[test]
    fn what_no_quotes_can_hold_is_refused() {
        let mut settings = Settings::default();
        assert!(settings.text("User", "a\nProxyCommand touch /tmp/x").is_err());
        assert!(settings.text("User", "a\0").is_err());
        assert!(settings.text("User", "").is_err());
        assert!(settings.path("IdentityFile", Path::new("/a/${HOME}")).is_err());
        assert!(settings.path("IdentityFile", Path::new("key")).is_err());
    }

    #[rstest::rstest]
    #[case("a;id")]
    #[case("$(id)")]
    #[case("%h")]
    #[case("two words")]
    #[case("'quoted'")]
    #[case("")]
    fn a_proxy_with_a_word_for_a_shell_is_refused(#[case] word: &str) {
        let proxy = Invocation::new("aws").arg("--target").arg(word);
        assert!(Settings::default().proxy(&proxy).is_err());
    }

    #[test]
    fn a_proxy_is_taken_word_by_word() {
        let mut settings = Settings::default();
        settings.proxy(&Invocation::new("aws").args(["ssm", "portNumber=%p"])).expect("plain");
        let shown = Some("aws ssm portNumber=%p".to_owned());
        assert_eq!(understood(&settings, "proxycommand"), [shown.clone(), shown]);
    }
}
