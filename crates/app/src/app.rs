use std::path::PathBuf;
use std::sync::{Arc, OnceLock};

use nexus_clouds::{Cloud, Descriptor, Registry};
use nexus_model::{CloudId, Failure};
use nexus_vault::{Keychain, Vault};
use tokio::sync::{Mutex, OnceCell, RwLock, broadcast};

use crate::auto_lock::InputClock;
use crate::connect::Outside;
use crate::connections::{Renewals, Unwritten};
use crate::inventory::{Refreshes, Summaries};
use crate::providers::Imports;
use crate::quick::Searched;
use crate::secret_backend::{Custody, SecretBackends, StandardBackends};
use crate::signin::{SetUps, SignIns};
use crate::terminals::Terminals;
use crate::vault::Session;
use crate::{AppEvent, Opener, failures};

/// Events kept for a listener that is late. A listener that falls further behind is told so by
/// the channel and reads the whole state again.
const EVENT_BACKLOG: usize = 4096;

/// The app: one vault, the clouds, and what is going on. Cheap to clone.
#[derive(Clone)]
pub struct App(Arc<Inner>);

/// What every clone of an [`App`] shares; reached by the use cases only, through `Deref`.
pub struct Inner {
    pub(crate) vault_path: PathBuf,
    pub(crate) clouds: Registry,
    pub(crate) keychain: Arc<dyn Keychain>,
    /// Whether the keyring answers, once known.
    pub(crate) keyring: OnceCell<bool>,
    /// The unlocked vault; `None` while it is locked or absent.
    pub(crate) session: RwLock<Option<Session>>,
    /// Held from reading a provider to writing it back, so that no change undoes another.
    pub(crate) editing: Mutex<()>,
    pub(crate) refreshes: Refreshes,
    pub(crate) renewals: Renewals,
    pub(crate) unwritten: Unwritten,
    /// Where credentials are kept.
    pub(crate) custody: Custody,
    pub(crate) sign_ins: SignIns,
    pub(crate) set_ups: SetUps,
    pub(crate) imports: Imports,
    /// What opens links; set once by whoever can.
    pub(crate) opener: OnceLock<Arc<dyn Opener>>,
    /// What the cards say about each provider's machines, so that drawing a card opens no page.
    pub(crate) summaries: Summaries,
    /// What the palette searches.
    pub(crate) searched: Searched,
    /// The sessions in other programs.
    pub(crate) outside: Outside,
    /// The sessions inside the app.
    pub(crate) terminals: Terminals,
    pub(crate) input: InputClock,
    pub(crate) events: broadcast::Sender<AppEvent>,
}

impl std::ops::Deref for App {
    type Target = Inner;

    fn deref(&self) -> &Inner {
        &self.0
    }
}

impl App {
    /// An app over the vault at this path, which need not exist yet.
    pub fn new(vault_path: PathBuf, clouds: Registry, keychain: Arc<dyn Keychain>) -> Self {
        let backends = Arc::new(StandardBackends::new(&clouds));
        Self::with_backends(vault_path, clouds, keychain, backends)
    }

    /// The same with other places where credentials can be kept.
    pub fn with_backends(
        vault_path: PathBuf,
        clouds: Registry,
        keychain: Arc<dyn Keychain>,
        backends: Arc<dyn SecretBackends>,
    ) -> Self {
        Self(Arc::new(Inner {
            vault_path,
            clouds,
            keychain,
            keyring: OnceCell::new(),
            session: RwLock::new(None),
            editing: Mutex::default(),
            refreshes: Refreshes::default(),
            renewals: Renewals::default(),
            unwritten: Unwritten::default(),
            custody: Custody::new(backends),
            sign_ins: SignIns::default(),
            set_ups: SetUps::default(),
            imports: Imports::default(),
            opener: OnceLock::new(),
            summaries: Summaries::default(),
            searched: Searched::default(),
            outside: Outside::default(),
            terminals: Terminals::default(),
            input: InputClock::default(),
            events: broadcast::Sender::new(EVENT_BACKLOG),
        }))
    }

    /// From now on, what changes.
    pub fn events(&self) -> broadcast::Receiver<AppEvent> {
        self.events.subscribe()
    }

    /// Every cloud with its ways to authenticate.
    pub fn clouds(&self) -> Vec<Descriptor> {
        self.clouds.descriptors()
    }

    pub(crate) fn emit(&self, event: AppEvent) {
        self.searched.hear(&event);
        // An error means that nobody listens, which is no fault.
        let _ = self.events.send(event);
    }

    /// The unlocked vault.
    pub(crate) async fn vault(&self) -> Result<Vault, Failure> {
        let session = self.session.read().await;
        session.as_ref().map(|session| session.vault.clone()).ok_or_else(failures::locked)
    }

    pub(crate) fn cloud(&self, id: &CloudId) -> Result<Arc<dyn Cloud>, Failure> {
        self.clouds.get(id).ok_or_else(|| {
            let known: Vec<_> = self.clouds().into_iter().map(|cloud| cloud.id.0).collect();
            failures::unknown_cloud(id.as_str(), &known)
        })
    }
}
