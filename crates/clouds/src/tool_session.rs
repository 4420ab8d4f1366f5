use nexus_model::{SecretFields, Timestamp};

/// What a cloud's own command line tool is given of an account.
#[derive(Clone, Debug)]
pub enum ToolSession {
    /// A session that ends by itself, never the credential it was made with.
    HandedOver {
        /// Variables of the tool's environment, by name.
        variables: SecretFields,
        /// When it ends, where the cloud tells.
        expires_at: Option<Timestamp>,
    },
    /// Nothing: the tool uses a login of its own.
    OwnLogin {
        /// What a person can do when the tool is refused, as a sentence; empty where there is no
        /// more to say than of any tool.
        advice: String,
    },
}
