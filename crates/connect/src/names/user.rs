use std::fmt;
use std::str::FromStr;

use nexus_model::{ErrorCode, Failure};

/// Longest user name of Linux (`LOGIN_NAME_MAX`), which is the longest of all.
const LONGEST: usize = 256;

/// The name of a user on a machine: letters, digits, `.`, `_`, `-`, `+`, and `@` or `\` of a
/// domain's user. OpenSSH refuses a part of the others itself since 9.6; none can be taken for an
/// option or a command here.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct User(String);

impl User {
    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for User {
    type Err = Failure;

    /// # Errors
    /// `invalid_input` for a name that no system would have.
    fn from_str(text: &str) -> Result<Self, Failure> {
        let allowed = |c: char| c.is_alphanumeric() || ".-_+@\\".contains(c);
        let is_name = !text.is_empty()
            && text.len() <= LONGEST
            && !text.starts_with(['-', '+', '@', '\\'])
            && text.chars().all(allowed);
        if is_name {
            return Ok(Self(text.to_owned()));
        }
        Err(Failure::new(
            ErrorCode::InvalidInput,
            "connect",
            format!("“{}” is not the name of a user.", super::title(text)),
            "Give a name of letters, digits, dots, hyphens and underscores.",
        )
        .in_field("user"))
    }
}

impl fmt::Display for User {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::User;

    #[rstest::rstest]
    #[case("ec2-user")]
    #[case("Administrator")]
    #[case("EXAMPLE\\jane")]
    #[case("jane.doe@example.com")]
    #[case("user_example_com")]
    #[case("żaneta")]
    fn names_that_systems_have_are_taken(#[case] name: &str) {
        assert_eq!(name.parse::<User>().expect("a user").as_str(), name);
    }

    #[rstest::rstest]
    #[case("")]
    #[case("-oProxyCommand=touch /tmp/x")]
    #[case("-l")]
    #[case("$(id)")]
    #[case("a;b")]
    #[case("a b")]
    #[case("a%b")]
    #[case("a\nb")]
    #[case("a\0b")]
    #[case("a\"b")]
    #[case("\u{202e}toor")]
    #[case(&"a".repeat(300))]
    fn others_are_refused(#[case] name: &str) {
        let failure = name.parse::<User>().expect_err("refused");
        assert_eq!(failure.field.as_deref(), Some("user"));
        assert!(!failure.message.contains(['\n', '\0', '\u{202e}']));
    }
}
