//! The account, the listing and the judgements that all cases need.

use std::ops::Deref;
use std::sync::Arc;
use std::time::Duration;

use nexus_clouds::{Cloud, Listing, ListingSink, Registry};
use nexus_http::Patience;
use nexus_model::{
    ACCESS_TOKEN, Account, CloudId, Endpoint, Failure, Machine, ProviderId, Resource, Secret,
};
use nexus_testkit::Rest;
use nexus_testkit::vendors::{self, Credential, SignedIn, Vendor};
use serde_json::Value;
use tokio::sync::mpsc;

/// Short enough for a test, long enough for a busy machine.
pub const PATIENCE: Patience = Patience {
    connect: Duration::from_secs(4),
    attempt: Duration::from_secs(5),
    call: Duration::from_secs(12),
    pause: Duration::from_millis(20),
    attempts: 3,
};

/// A vendor with one of its kinds of account, as every case gets it.
#[derive(Clone, Copy)]
pub struct AnyVendor {
    vendor: &'static dyn Vendor,
    is_signed_in: bool,
}

impl Deref for AnyVendor {
    type Target = dyn Vendor;

    fn deref(&self) -> &Self::Target {
        self.vendor
    }
}

impl AnyVendor {
    /// Every vendor by its usual credential, and once more where it signs people in.
    pub fn all() -> Vec<Self> {
        let of = |vendor: &'static dyn Vendor| {
            let usual = Self { vendor, is_signed_in: false };
            let person = vendor.signed_in().map(|_| Self { vendor, is_signed_in: true });
            [Some(usual), person].into_iter().flatten()
        };
        vendors::all().into_iter().flat_map(of).collect()
    }

    /// Name of its column: the cloud, and the auth kind of a person who signed in.
    pub fn name(&self) -> String {
        match self.sign_in() {
            Some(person) => format!("{} {}", self.cloud(), person.typed.auth),
            None => self.cloud().to_owned(),
        }
    }

    /// What a person who signed in has, if it is one.
    pub fn sign_in(&self) -> Option<SignedIn> {
        self.vendor.signed_in().filter(|_| self.is_signed_in)
    }

    /// What is typed for it.
    pub fn typed(&self) -> Credential {
        self.sign_in().map_or_else(|| self.vendor.credential(), |person| person.typed)
    }

    /// What its calls are made with: what was typed, and what a sign-in adds.
    pub fn credential(&self) -> Credential {
        let Some(person) = self.sign_in() else { return self.vendor.credential() };
        let mut credential = person.typed;
        credential.fields.extend(person.chosen);
        credential.secrets = vec![(ACCESS_TOKEN, person.token.to_owned())];
        credential
    }

    /// What must never show.
    pub fn secrets(&self) -> Vec<String> {
        self.sign_in().map_or_else(|| self.vendor.secrets(), |person| person.secrets)
    }

    /// Starts it with these resources.
    pub fn start(&self, fleet: Vec<Vec<Value>>) -> Rest {
        vendors::start(self.vendor, fleet)
    }
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
    /// The region that each was told in.
    pub told_in: Vec<String>,
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
                    listed.told_in.extend(resources.iter().map(|_| region.clone()));
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
