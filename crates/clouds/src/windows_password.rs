use nexus_model::{ErrorCode, Failure};

/// The first password of a Windows machine, as its cloud keeps it.
#[derive(Clone, Debug)]
pub struct WindowsPassword {
    /// The user it is of.
    pub user: String,
    /// Encrypted to the public key of a key pair (RSAES-PKCS1-v1_5), in base64. Empty while there
    /// is none yet.
    pub encrypted: String,
    /// Name of the key pair at the cloud, where it tells.
    pub key_pair: Option<String>,
}

/// The cloud keeps no such password.
pub(crate) fn not_offered(cloud: &str) -> Failure {
    Failure::new(
        ErrorCode::InvalidInput,
        "show the password",
        format!("{cloud} keeps no passwords of machines that could be shown here."),
        "Use the one that was set when the machine was made, or reset it in the vendor's console.",
    )
}
