use super::attempt::DEEP_LINK;
use crate::App;

/// Longest link that is looked at, in bytes: several times a code, a state and an issuer.
const MAX_LINK: usize = 8 * 1024;

impl App {
    /// Takes a link that the system handed over, which may come from anybody; whether it was the
    /// answer of a sign-in under way. Any other is ignored.
    pub fn deliver_link(&self, link: &str) -> bool {
        is_of_a_sign_in(link) && self.sign_ins.deliver(link)
    }
}

/// Whether a link has the form that answers have.
fn is_of_a_sign_in(link: &str) -> bool {
    let query = link.strip_prefix(DEEP_LINK).and_then(|rest| rest.strip_prefix('?'));
    link.len() <= MAX_LINK
        && query.is_some_and(|query| query.bytes().all(|byte| byte.is_ascii_graphic()))
}

#[cfg(test)]
mod tests {
    use super::is_of_a_sign_in;

    #[test]
    fn only_a_link_of_the_sign_in_is_looked_at() {
        assert!(is_of_a_sign_in("dev.nexusaccess.vault:/signin?code=a&state=b"));
        for other in [
            "",
            "dev.nexusaccess.vault:/signin",
            "dev.nexusaccess.vault://signin?code=a",
            "dev.nexusaccess.vault:/signin/more?code=a",
            "dev.nexusaccess.vault:/other?code=a",
            "dev.nexusaccess.vault:/signin?code=a b",
            "dev.nexusaccess.vault:/signin?code=\u{e9}",
            "nexusvault://connect/i-1",
            "https://example.com/?dev.nexusaccess.vault:/signin?code=a",
            "--vault=/tmp/other",
        ] {
            assert!(!is_of_a_sign_in(other), "{other}");
        }
        let long = format!("dev.nexusaccess.vault:/signin?code={}", "a".repeat(9000));
        assert!(!is_of_a_sign_in(&long));
    }
}
