//! Which word is which field of which store.

/// How a word of the environment becomes a field: its name, the field's, and whether it is secret.
pub(super) struct Word(pub(super) &'static str, pub(super) &'static str, pub(super) bool);

/// One way to log in, which the words that are given choose.
pub(super) struct Login {
    pub(super) id: &'static str,
    /// Any of these chooses it; without one it is what is left.
    pub(super) chosen_by: &'static [&'static str],
    /// Those it cannot do without.
    pub(super) needs: &'static [&'static str],
    pub(super) words: &'static [Word],
}

/// The words of one store.
pub(super) struct Words {
    pub(super) backend: &'static str,
    pub(super) needs: &'static [&'static str],
    pub(super) place: &'static [Word],
    /// The first that was chosen counts; the last is what is left.
    pub(super) logins: &'static [Login],
}

/// Seed 001's words; those of the logins are the vendors' own:
/// <https://developer.hashicorp.com/vault/docs/commands#environment-variables>,
/// <https://docs.aws.amazon.com/sdkref/latest/guide/environment-variables.html>,
/// <https://docs.cloud.google.com/docs/authentication/application-default-credentials#GAC>,
/// <https://learn.microsoft.com/en-us/dotnet/api/azure.identity.environmentcredential>.
pub(super) const ALL: &[Words] = &[
    Words {
        backend: "hashicorp-vault",
        needs: &["VAULT_ADDR"],
        place: &[
            Word("VAULT_ADDR", "address", false),
            Word("VAULT_MOUNT", "mount", false),
            Word("VAULT_PATH_PREFIX", "path_prefix", false),
            Word("VAULT_NAMESPACE", "namespace", false),
            Word("VAULT_CACERT", "ca_certificate", false),
        ],
        logins: &[
            Login {
                id: "approle",
                chosen_by: &["VAULT_ROLE_ID"],
                needs: &["VAULT_ROLE_ID"],
                words: &[
                    Word("VAULT_ROLE_ID", "role_id", false),
                    Word("VAULT_SECRET_ID", "secret_id", true),
                ],
            },
            // Without VAULT_TOKEN it is asked for.
            Login {
                id: "token",
                chosen_by: &[],
                needs: &[],
                words: &[Word("VAULT_TOKEN", "token", true)],
            },
        ],
    },
    Words {
        backend: "aws-secrets-manager",
        needs: &["AWS_REGION"],
        place: &[
            Word("AWS_REGION", "region", false),
            Word("AWS_SECRET_PREFIX", "prefix", false),
            Word("AWS_ENDPOINT_URL_SECRETS_MANAGER", "endpoint", false),
        ],
        logins: &[
            Login {
                id: "access_key",
                chosen_by: &["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"],
                needs: &["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"],
                words: &[
                    Word("AWS_ACCESS_KEY_ID", "access_key_id", false),
                    Word("AWS_SECRET_ACCESS_KEY", "secret_access_key", true),
                    Word("AWS_SESSION_TOKEN", "session_token", true),
                ],
            },
            Login {
                id: "default",
                chosen_by: &[],
                needs: &[],
                words: &[Word("AWS_PROFILE", "profile", false)],
            },
        ],
    },
    Words {
        backend: "gcp-secret-manager",
        needs: &["GCP_PROJECT_ID"],
        place: &[
            Word("GCP_PROJECT_ID", "project_id", false),
            Word("GCP_SECRET_PREFIX", "prefix", false),
            Word("GCP_SECRET_ENDPOINT", "endpoint", false),
        ],
        logins: &[Login {
            id: "application_default",
            chosen_by: &[],
            needs: &[],
            words: &[Word("GOOGLE_APPLICATION_CREDENTIALS", "credentials_file", false)],
        }],
    },
    Words {
        backend: "azure-key-vault",
        needs: &["AZURE_KEYVAULT_URL"],
        place: &[
            Word("AZURE_KEYVAULT_URL", "vault_url", false),
            Word("AZURE_SECRET_PREFIX", "prefix", false),
        ],
        logins: &[Login {
            id: "client_secret",
            chosen_by: &[],
            // Without AZURE_CLIENT_SECRET it is asked for.
            needs: &["AZURE_TENANT_ID", "AZURE_CLIENT_ID"],
            words: &[
                Word("AZURE_TENANT_ID", "tenant_id", false),
                Word("AZURE_CLIENT_ID", "client_id", false),
                Word("AZURE_CLIENT_SECRET", "client_secret", true),
            ],
        }],
    },
];
