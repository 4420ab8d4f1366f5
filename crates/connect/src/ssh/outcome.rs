use nexus_model::{ErrorCode, Failure};

/// The status OpenSSH ends with when it has failed itself. Any other is the remote command's own.
pub const NOT_CONNECTED: i32 = 255;

/// OpenSSH's words, what they mean, and what to do; the most telling first.
const MEANINGS: &[(&str, ErrorCode, &str, &str)] = &[
    (
        "REMOTE HOST IDENTIFICATION HAS CHANGED",
        ErrorCode::PermissionDenied,
        "The machine answered with another host key than the one that was pinned. It was built \
         anew, or someone has put another machine in its place. Nothing was sent to it.",
        "If you know that it was built anew, forget its host key and connect again. Otherwise ask \
         who runs it.",
    ),
    (
        "Host key verification failed",
        ErrorCode::PermissionDenied,
        "The machine's host key could not be verified. Nothing was sent to it.",
        "Compare its host key with the pinned one.",
    ),
    (
        "agent refused operation",
        ErrorCode::Cancelled,
        "The key was not allowed to be used.",
        "Connect again and allow it.",
    ),
    (
        "Permission denied (",
        ErrorCode::InvalidCredentials,
        "The machine answered, but takes neither this key nor this user.",
        "Check the user name and which key the machine was made with.",
    ),
    (
        "Too many authentication failures",
        ErrorCode::InvalidCredentials,
        "The machine hung up after too many keys were offered.",
        "Choose the key for this machine, so that only that one is offered.",
    ),
    (
        "Connection refused",
        ErrorCode::UnreachableRefused,
        "The machine is there, but nothing listens on this port.",
        "Check the port, and that the SSH server runs.",
    ),
    (
        "timed out",
        ErrorCode::UnreachableTimeout,
        "The machine did not answer in time.",
        "Check that its firewall lets you in, or choose another route.",
    ),
    (
        "Could not resolve hostname",
        ErrorCode::UnreachableDns,
        "The machine's name is not known here.",
        "Check the name, or choose another route.",
    ),
    (
        "No route to host",
        ErrorCode::UnreachableRefused,
        "There is no way to this address from here.",
        "Connect to the machine's network first, or choose another route.",
    ),
    (
        "Network is unreachable",
        ErrorCode::UnreachableRefused,
        "There is no way to this address from here.",
        "Check that this computer is online and has IPv6 if the address does.",
    ),
    (
        "no matching host key type found",
        ErrorCode::UnreachableTls,
        "The machine is too old: it has no host key that OpenSSH still takes.",
        "Update the SSH server of the machine.",
    ),
];

/// What OpenSSH's last words mean, when it ended with [`NOT_CONNECTED`].
pub fn explain(words: &str) -> Failure {
    let known = MEANINGS.iter().find(|(told, ..)| words.contains(told));
    let (code, message, remedy) = known.map_or_else(
        || {
            let last = words.lines().rev().find(|line| !line.trim().is_empty());
            let last = crate::names::title(last.unwrap_or("it said nothing").trim());
            (ErrorCode::Internal, format!("OpenSSH could not connect: {last}."), "Try it again.")
        },
        |(_, code, message, remedy)| (*code, (*message).to_owned(), *remedy),
    );
    Failure::new(code, "ssh", message, remedy)
}

#[cfg(test)]
mod tests {
    use super::explain;
    use nexus_model::ErrorCode;

    #[rstest::rstest]
    #[case("ubuntu@host: Permission denied (publickey).\r\n", ErrorCode::InvalidCredentials)]
    #[case(
        "signing failed for ED25519 \"nexus\" from agent: agent refused operation\r\n\
         jane@host: Permission denied (publickey).",
        ErrorCode::Cancelled
    )]
    #[case("ssh: connect to host ::1 port 9: Connection refused", ErrorCode::UnreachableRefused)]
    #[case("ssh: connect to host x port 22: Connection timed out", ErrorCode::UnreachableTimeout)]
    #[case(
        "ssh: Could not resolve hostname x: Name or service not known",
        ErrorCode::UnreachableDns
    )]
    #[case("something new", ErrorCode::Internal)]
    #[case("", ErrorCode::Internal)]
    fn words_have_a_meaning(#[case] words: &str, #[case] code: ErrorCode) {
        assert_eq!(explain(words).code, code);
    }
}
