use super::descriptor::{
    ADDRESS, APPROLE, AUTH_MOUNT, CA_CERTIFICATE, JWT_FILE, KUBERNETES, LDAP, MOUNT, NAMESPACE,
    OIDC, PASSWORD, PATH_PREFIX, REDIRECT_PORT, ROLE, ROLE_ID, SECRET_ID, TOKEN, USERNAME,
    USERPASS,
};
use crate::environment::{LoginWords, Word, Words};

const PATH: Word = Word::text("VAULT_AUTH_PATH", AUTH_MOUNT);

/// A user's own, whichever list they are in. Without VAULT_PASSWORD it is asked for.
const USER: &[Word] =
    &[Word::text("VAULT_USERNAME", USERNAME), Word::secret("VAULT_PASSWORD", PASSWORD), PATH];

/// Vault's own where it has one:
/// <https://developer.hashicorp.com/vault/docs/commands#environment-variables>. It has none for
/// logins other than by token; `VAULT_AUTH_METHOD` names one as `vault login -method` does.
pub(super) const WORDS: Words = Words {
    needs: &["VAULT_ADDR"],
    place: &[
        Word::text("VAULT_ADDR", ADDRESS),
        Word::text("VAULT_MOUNT", MOUNT),
        Word::text("VAULT_PATH_PREFIX", PATH_PREFIX),
        Word::text("VAULT_NAMESPACE", NAMESPACE),
        Word::file("VAULT_CACERT", CA_CERTIFICATE),
    ],
    login: Some("VAULT_AUTH_METHOD"),
    // Without VAULT_TOKEN it is asked for.
    usual: LoginWords {
        id: TOKEN,
        chosen_by: &[],
        needs: &[],
        words: &[Word::secret("VAULT_TOKEN", TOKEN)],
    },
    others: &[
        LoginWords {
            id: APPROLE,
            chosen_by: &["VAULT_ROLE_ID"],
            needs: &["VAULT_ROLE_ID"],
            words: &[
                Word::text("VAULT_ROLE_ID", ROLE_ID),
                Word::secret("VAULT_SECRET_ID", SECRET_ID),
                PATH,
            ],
        },
        LoginWords { id: USERPASS, chosen_by: &[], needs: &["VAULT_USERNAME"], words: USER },
        LoginWords { id: LDAP, chosen_by: &[], needs: &["VAULT_USERNAME"], words: USER },
        LoginWords {
            id: OIDC,
            chosen_by: &[],
            needs: &[],
            words: &[
                Word::text("VAULT_ROLE", ROLE),
                Word::text("VAULT_REDIRECT_PORT", REDIRECT_PORT),
                // Until it ends, or the person logs in in the browser.
                Word::secret("VAULT_TOKEN", TOKEN),
                PATH,
            ],
        },
        LoginWords {
            id: KUBERNETES,
            chosen_by: &[],
            needs: &["VAULT_ROLE"],
            words: &[Word::text("VAULT_ROLE", ROLE), Word::text("VAULT_JWT_FILE", JWT_FILE), PATH],
        },
    ],
};
