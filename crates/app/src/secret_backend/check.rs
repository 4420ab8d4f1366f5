use nexus_model::{Failure, SecretFields};
use nexus_secrets::{BackendConfig, BackendHealth};
use nexus_vault::Vault;

use super::chosen::{Chosen, InForce};
use super::custody::Standing;
use super::opened::in_time;
use super::{BackendDraft, BackendOrigin, SecretBackendStatus};
use crate::{App, AppEvent};

impl App {
    /// Where credentials are kept and how that stands, as of when it was last asked. Asks nobody.
    ///
    /// # Errors
    /// `locked`, `vault_damaged`.
    pub async fn secret_backend(&self) -> Result<SecretBackendStatus, Failure> {
        let vault = self.vault().await?;
        self.status_now(&vault).await
    }

    /// Tries a store without changing anything. What is wrong with it is in its status, not an
    /// error. A login that was not typed anew is the one in force.
    ///
    /// # Errors
    /// `locked`.
    pub async fn check_secret_backend(
        &self,
        draft: BackendDraft,
    ) -> Result<SecretBackendStatus, Failure> {
        let vault = self.vault().await?;
        let config = self.drafted(&vault, draft).await;
        Ok(self.status_of_config(&config).await)
    }

    /// How a store stands that nothing is kept in yet.
    pub(super) async fn status_of_config(&self, config: &BackendConfig) -> SecretBackendStatus {
        let asked = self.ask_config(config).await;
        let in_force = InForce {
            chosen: Chosen::of(config),
            origin: BackendOrigin::Settings,
            secrets: [].into(),
        };
        self.status_of(in_force, Standing::of(&asked))
    }

    /// Asks the store in force again.
    ///
    /// # Errors
    /// `locked`.
    pub async fn retry_secret_backend(&self) -> Result<SecretBackendStatus, Failure> {
        let vault = self.vault().await?;
        {
            // What was set or started meanwhile is looked at anew.
            let mut session = self.custody.session();
            (session.open, session.for_session) = (None, false);
        }
        self.ask_in_force(&vault).await?;
        self.told_status(&vault).await
    }

    /// Logs in to the store in force with these.
    ///
    /// # Errors
    /// `locked`; what the store answers, and then the login of before stays.
    pub async fn login_secret_backend(
        &self,
        secrets: SecretFields,
    ) -> Result<SecretBackendStatus, Failure> {
        let vault = self.vault().await?;
        let chosen = self.wants_login(&vault).await?;
        self.ask_config(&chosen.clone().with(secrets.clone())).await?;
        self.keep_login(&vault, &chosen, secrets).await;
        self.retry_secret_backend().await
    }

    /// Uses the vault until it is locked, because the person says so. Credentials in the store
    /// cannot be read meanwhile, and new ones are sealed in the vault.
    ///
    /// # Errors
    /// `locked`.
    pub async fn use_vault_for_session(&self) -> Result<SecretBackendStatus, Failure> {
        let vault = self.vault().await?;
        {
            let mut session = self.custody.session();
            (session.for_session, session.open) = (true, None);
        }
        self.told_status(&vault).await
    }

    /// The store that a login is for: the one in force, or one of a move that was cut off.
    pub(super) async fn wants_login(&self, vault: &Vault) -> Result<Chosen, Failure> {
        let in_force = self.in_force(vault).await?.chosen;
        if let Some(journal) = self.journal(vault).await? {
            for chosen in [journal.from, journal.to] {
                if !chosen.is_internal() && self.open_chosen(vault, chosen.clone()).await.is_err() {
                    return Ok(chosen);
                }
            }
        }
        Ok(in_force)
    }

    /// Asks the store in force in the background, if there is one, and tells how it stands.
    pub(crate) fn look_at_secret_backend(&self, vault: &Vault) {
        let (app, vault) = (self.clone(), vault.clone());
        tokio::spawn(async move {
            // Locked meanwhile: there is nobody to tell.
            if app.ask_in_force(&vault).await.is_ok_and(|asked| asked) {
                let _ = app.told_status(&vault).await;
            }
        });
    }

    /// Whether there was anybody to ask.
    async fn ask_in_force(&self, vault: &Vault) -> Result<bool, Failure> {
        let asked = match self.opened(vault).await {
            Ok(None) => return Ok(false),
            Ok(Some(open)) => in_time(&open.place(), open.health()).await,
            Err(failure) => Err(failure),
        };
        if !vault.is_locked() {
            self.custody.session().standing = Standing::of(&asked);
        }
        Ok(true)
    }

    pub(super) async fn ask_config(
        &self,
        config: &BackendConfig,
    ) -> Result<BackendHealth, Failure> {
        if Chosen::of(config).is_internal() {
            return Ok(BackendHealth { detail: String::new(), writable: Some(true) });
        }
        let open = self.open_config(config)?;
        in_time(&open.place(), open.health()).await
    }

    /// A draft with the login in force in the place of one that was not typed.
    pub(super) async fn drafted(&self, vault: &Vault, draft: BackendDraft) -> BackendConfig {
        let mut config = draft.into_config();
        if config.secrets.is_empty() {
            config.secrets = self.login_secrets(vault, &Chosen::of(&config)).await;
        }
        config
    }

    pub(super) async fn told_status(&self, vault: &Vault) -> Result<SecretBackendStatus, Failure> {
        let status = self.status_now(vault).await?;
        self.emit(AppEvent::SecretBackendChanged { status: status.clone() });
        Ok(status)
    }

    pub(super) async fn status_now(&self, vault: &Vault) -> Result<SecretBackendStatus, Failure> {
        let standing = self.custody.session().standing.clone();
        let left = self.journal(vault).await?.map(|journal| journal.left());
        let status = match self.in_force_by(vault).await {
            Ok(in_force) if in_force.chosen.is_internal() => {
                let ready = Ok(BackendHealth { detail: String::new(), writable: Some(true) });
                self.status_of(in_force, Standing { detail: None, ..Standing::of(&ready) })
            }
            Ok(in_force) => self.status_of(in_force, standing),
            // What is set outside cannot be read: told, and nothing takes its place by itself.
            Err((failure, origin)) => {
                let in_force = InForce {
                    chosen: Chosen { backend: String::new(), ..Chosen::internal() },
                    origin,
                    secrets: [].into(),
                };
                self.status_of(in_force, Standing::of(&Err(failure)))
            }
        };
        Ok(SecretBackendStatus { move_left: left, ..status })
    }

    fn status_of(&self, in_force: InForce, standing: Standing) -> SecretBackendStatus {
        let place = self.place_of(&in_force.chosen);
        let Chosen { backend, fields, login } = in_force.chosen;
        let Standing { state, failure, detail, checked_at } = standing;
        SecretBackendStatus {
            backend,
            place,
            fields,
            login,
            origin: in_force.origin,
            state,
            failure,
            detail,
            checked_at,
            for_session: self.custody.session().for_session,
            move_left: None,
        }
    }
}
