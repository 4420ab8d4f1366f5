//! The account, the listing and the judgements that all cases need.

use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use nexus_clouds::{Cloud, Listing, ListingSink, Registry};
use nexus_http::Patience;
use nexus_model::{Account, CloudId, Endpoint, Failure, Machine, ProviderId, Resource, Secret};
use nexus_testkit::vendors::Vendor;
use tokio::sync::mpsc;

/// Short enough for a test, long enough for a busy machine.
pub const PATIENCE: Patience = Patience {
    connect: Duration::from_secs(4),
    attempt: Duration::from_secs(5),
    call: Duration::from_secs(12),
    pause: Duration::from_millis(20),
    attempts: 3,
};

/// A vendor as every case gets it.
pub type AnyVendor = &'static dyn Vendor;

/// Runs a case on a runtime of its own.
pub fn run<T>(case: impl Future<Output = T>) -> T {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    runtime.expect("a runtime").block_on(case)
}

/// The vendor's cloud, with no session of any earlier case.
pub fn cloud(vendor: AnyVendor) -> Arc<dyn Cloud> {
    Registry::new(PATIENCE).get(&CloudId::new(vendor.cloud())).expect("a cloud of the registry")
}

/// The vendor's account at this endpoint.
pub fn account(vendor: AnyVendor, url: &str) -> Account {
    let credential = vendor.credential();
    let owned = |(name, text): (&str, String)| (name.to_owned(), text);
    let secret = |(name, text): (&str, String)| (name.to_owned(), Secret::new(text));
    Account {
        provider: ProviderId::random(),
        cloud: CloudId::new(vendor.cloud()),
        auth: credential.auth.into(),
        endpoint: Some(Endpoint::parse(url).expect("an endpoint")),
        fields: credential.fields.into_iter().map(owned).collect(),
        secrets: credential.secrets.into_iter().map(secret).collect(),
    }
}

/// A listing to its end.
#[derive(Debug, Default)]
pub struct Listed {
    /// Resources with their documents, in the order of their arrival.
    pub resources: Vec<(Resource, String)>,
    /// Pages that arrived.
    pub pages: usize,
    /// Regions that were told.
    pub regions: Vec<String>,
    /// Regions that were listed to their end.
    pub done: Vec<String>,
    /// Why each other region was not, or the whole.
    pub failures: Vec<Failure>,
}

impl Listed {
    /// The machines, in the order of their arrival.
    pub fn machines(&self) -> Vec<&Machine> {
        self.resources.iter().filter_map(|(resource, _)| resource.as_machine()).collect()
    }

    /// The listing, of which nothing may have failed.
    pub fn whole(self) -> Self {
        assert!(self.failures.is_empty(), "{:?}", self.failures);
        assert_eq!(sorted(&self.done), sorted(&self.regions));
        self
    }

    /// Why it failed.
    pub fn failure(&self) -> &Failure {
        self.failures.first().expect("a failure")
    }
}

pub fn sorted(names: &[String]) -> Vec<&str> {
    let mut names: Vec<_> = names.iter().map(String::as_str).collect();
    names.sort_unstable();
    names
}

/// Lists the vendor's account at this endpoint.
pub async fn list(vendor: AnyVendor, url: &str) -> Listed {
    list_with(&cloud(vendor), &account(vendor, url)).await
}

/// Lists an account.
pub async fn list_with(cloud: &Arc<dyn Cloud>, account: &Account) -> Listed {
    let (sink, mut pieces) = mpsc::channel(4);
    let listing = async {
        let sink = ListingSink::new(sink);
        cloud.list(account, &sink).await
    };
    let reading = async {
        let mut listed = Listed::default();
        while let Some(piece) = pieces.recv().await {
            match piece {
                Listing::Regions(regions) => {
                    assert!(listed.regions.is_empty() && listed.pages == 0, "told once and first");
                    listed.regions = regions;
                }
                Listing::Page { resources, region } => {
                    assert!(listed.regions.contains(&region), "{region} was told before");
                    assert!(!listed.done.contains(&region), "{region} is over");
                    listed.pages += 1;
                    listed.resources.extend(resources);
                }
                Listing::RegionDone { region } => listed.done.push(region),
                Listing::RegionFailed { failure, region } => {
                    assert_eq!(failure.region.as_deref(), Some(region.as_str()), "{failure:?}");
                    listed.failures.push(failure);
                }
            }
        }
        listed
    };
    let (result, mut listed) = tokio::join!(listing, reading);
    listed.failures.extend(result.err());
    listed
}

/// Nothing that a failure carries may hold a secret, and all that a person needs is there.
pub fn assert_discreet(vendor: AnyVendor, failure: &Failure) {
    let all = format!("{failure:?} {failure}");
    for secret in vendor.secrets() {
        assert!(!all.contains(&secret), "a secret shows in {failure:?}");
    }
    assert!(!failure.message.is_empty() && !failure.remedy.is_empty());
}
