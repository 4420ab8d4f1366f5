use super::descriptor::{CLIENT_ID, CLIENT_SECRET, PREFIX, TENANT_ID, VAULT_URL};
use crate::environment::{LoginWords, Word, Words};

/// Those of the login are Azure's own:
/// <https://learn.microsoft.com/en-us/dotnet/api/azure.identity.environmentcredential>.
pub(super) const WORDS: Words = Words {
    needs: &["AZURE_KEYVAULT_URL"],
    place: &[
        Word::text("AZURE_KEYVAULT_URL", VAULT_URL),
        Word::text("AZURE_SECRET_PREFIX", PREFIX),
    ],
    login: None,
    usual: LoginWords {
        id: CLIENT_SECRET,
        chosen_by: &[],
        // Without AZURE_CLIENT_SECRET it is asked for.
        needs: &["AZURE_TENANT_ID", "AZURE_CLIENT_ID"],
        words: &[
            Word::text("AZURE_TENANT_ID", TENANT_ID),
            Word::text("AZURE_CLIENT_ID", CLIENT_ID),
            Word::secret("AZURE_CLIENT_SECRET", CLIENT_SECRET),
        ],
    },
    others: &[],
};
