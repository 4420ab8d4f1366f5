//! Why a text is no key that can be used here, and what makes it one.

use nexus_model::{ErrorCode, Failure};

const CONVERT: &str =
    "Write it anew in OpenSSH's format with `ssh-keygen -p -f FILE`, and add that.";

/// How the lines of public keys begin (sshd(8), AUTHORIZED_KEYS FILE FORMAT).
const PUBLIC: [&str; 4] = ["ssh-", "ecdsa-sha2-", "sk-ssh-", "sk-ecdsa-"];

/// A text that is none of the forms that are read.
pub(super) fn no_key(text: &str) -> Failure {
    let text = text.trim_start();
    if PUBLIC.iter().any(|prefix| text.starts_with(prefix)) || text.contains(" PUBLIC KEY-----") {
        return unusable(
            "This is the public half of a key.",
            "Give the private half: the file of the same name without `.pub`.",
        );
    }
    if text.starts_with("PuTTY-User-Key-File-") {
        return unusable(
            "This is a key in PuTTY's own format.",
            "In PuTTYgen, load it, choose Conversions, Export OpenSSH key, and add that.",
        );
    }
    let is_encrypted =
        text.contains("BEGIN ENCRYPTED PRIVATE KEY") || text.contains("Proc-Type: 4,ENCRYPTED");
    if is_encrypted {
        return unusable("This key is encrypted in a way that cannot be opened here.", CONVERT);
    }
    if text.contains(" PRIVATE KEY-----") {
        return unusable("This private key is damaged, or of a kind that cannot be used.", CONVERT);
    }
    unusable(
        "This is not a private key.",
        "Give all of it, from the line -----BEGIN to the line -----END.",
    )
}

/// One in OpenSSH's format that cannot be read.
pub(super) fn damaged() -> Failure {
    unusable(
        "The private key is damaged, or of a kind that cannot be read here.",
        "Give all of it, from the line -----BEGIN to the line -----END.",
    )
}

/// One of an algorithm that is not signed with here.
pub(super) fn unsupported(algorithm: &str) -> Failure {
    let remedy = match algorithm.starts_with("sk-") {
        true => "Its private part is in a security key: use it from your SSH agent.",
        false => "Use an Ed25519, ECDSA or RSA key; `ssh-keygen -t ed25519` makes one.",
    };
    unusable(&format!("Keys of the kind {algorithm} cannot be used here."), remedy)
}

/// An RSA key that AWS-LC does not take.
pub(super) fn weak() -> Failure {
    unusable(
        "The RSA key is damaged, or shorter than 2048 bits.",
        "Use a longer one, or an Ed25519 key; `ssh-keygen -t ed25519` makes one.",
    )
}

/// A passphrase is wanted.
pub(super) fn closed() -> Failure {
    about_passphrase("The private key has a passphrase.", "Give its passphrase too.")
}

/// The passphrase is another one's.
pub(super) fn not_opened() -> Failure {
    about_passphrase(
        "The passphrase does not open the private key.",
        "Type it again; capitals and spaces count.",
    )
}

fn unusable(message: &str, remedy: &str) -> Failure {
    Failure::new(ErrorCode::InvalidInput, "read the SSH key", message, remedy).in_field("key")
}

fn about_passphrase(message: &str, remedy: &str) -> Failure {
    Failure { field: Some("passphrase".to_owned()), ..unusable(message, remedy) }
}
