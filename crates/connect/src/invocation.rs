use std::collections::BTreeMap;
use std::num::NonZeroU16;
use std::process::Command;

use nexus_model::Secret;

use crate::route::{LOCAL_PORT, REMOTE_PORT};

/// A program and its arguments, each a word of its own. There is no shell between them.
#[derive(Clone, Debug, Default)]
pub struct Invocation {
    /// The program: a path, or a name to be found on `PATH`.
    pub program: String,
    /// Its arguments.
    pub arguments: Vec<String>,
    /// What is added to the environment it inherits, such as a cloud's credential.
    pub environment: BTreeMap<String, Secret>,
}

impl Invocation {
    /// A program without arguments.
    pub fn new(program: impl Into<String>) -> Self {
        Self { program: program.into(), ..Self::default() }
    }

    /// Adds an argument.
    #[must_use]
    pub fn arg(mut self, argument: impl Into<String>) -> Self {
        self.arguments.push(argument.into());
        self
    }

    /// Adds arguments.
    #[must_use]
    pub fn args<T: Into<String>>(mut self, arguments: impl IntoIterator<Item = T>) -> Self {
        self.arguments.extend(arguments.into_iter().map(Into::into));
        self
    }

    /// With the machine's port, and one of this computer, in place of what stands for them.
    #[must_use]
    pub(crate) fn at_ports(mut self, remote: NonZeroU16, local: NonZeroU16) -> Self {
        for word in &mut self.arguments {
            *word = word.replace(REMOTE_PORT, &remote.to_string());
            *word = word.replace(LOCAL_PORT, &local.to_string());
        }
        self
    }

    /// The program and its arguments.
    pub fn words(&self) -> impl Iterator<Item = &str> {
        std::iter::once(self.program.as_str()).chain(self.arguments.iter().map(String::as_str))
    }

    /// Ready to be started.
    pub fn command(&self) -> Command {
        let mut command = Command::new(&self.program);
        command.args(&self.arguments);
        command.envs(self.environment.iter().map(|(name, value)| (name, value.expose())));
        command
    }

    /// As one would type it into a POSIX shell, to be copied by a person. Nothing here runs it.
    pub fn to_line(&self) -> String {
        self.words().map(shell_word).collect::<Vec<_>>().join(" ")
    }
}

/// A word in single quotes, unless it needs none (POSIX.1-2024, Shell, section 2.2.2).
fn shell_word(word: &str) -> String {
    if !word.is_empty() && word.chars().all(is_plain) {
        return word.to_owned();
    }
    format!("'{}'", word.replace('\'', r"'\''"))
}

/// Whether a character stands for itself in every shell, OpenSSH's settings and URLs' paths.
pub(crate) fn is_plain(c: char) -> bool {
    c.is_ascii_alphanumeric() || "-_./:=@,+".contains(c)
}

#[cfg(test)]
mod tests {
    use super::Invocation;

    #[test]
    fn a_line_to_copy_comes_back_as_the_same_words_from_a_shell() {
        let words = ["plain", "", "two words", "it's", "$(id)", "a;b", "line\nbreak", "~", "*"];
        let line = Invocation::new("printf").arg("%s\\0").args(words).to_line();
        let output = std::process::Command::new("/bin/sh").arg("-c").arg(line).output();
        let output = output.expect("a shell");
        let back: Vec<_> = output.stdout.split(|byte| *byte == 0).collect();
        let expected: Vec<_> = words.iter().map(|word| word.as_bytes()).chain([&b""[..]]).collect();
        assert_eq!(back, expected);
    }

    #[test]
    fn what_is_added_to_the_environment_is_not_printed() {
        let mut call = Invocation::new("aws");
        call.environment
            .insert("AWS_SECRET_ACCESS_KEY".into(), nexus_model::Secret::new("hunter2"));
        assert!(!format!("{call:?}").contains("hunter2"));
        assert_eq!(call.to_line(), "aws");
    }
}
