//! The buckets of a real peer, which checks each signature with code of its own.
#![allow(clippy::expect_used, reason = "a test ends where something is not as it must be")]

use std::sync::Arc;

use nexus_clouds::{Cloud, Listing, ListingSink, Registry};
use nexus_model::{Account, Bucket, CloudId, Endpoint, ErrorCode, Failure, ProviderId, Secret};
use nexus_testkit::http::Response;
use nexus_testkit::{Key, Keys, Moto, Rest, buckets};
use tokio::sync::mpsc;

fn cloud() -> Arc<dyn Cloud> {
    Registry::standard().get(&CloudId::new("s3")).expect("a cloud of the registry")
}

fn account(moto: &Moto, key: &Key) -> Account {
    account_at(&moto.url(), key)
}

fn account_at(url: &str, key: &Key) -> Account {
    Account {
        provider: ProviderId::random(),
        cloud: CloudId::new("s3"),
        auth: "access_key".into(),
        endpoint: Some(Endpoint::parse(url).expect("an endpoint")),
        fields: [("access_key".to_owned(), key.id.clone())].into(),
        secrets: [("secret_key".to_owned(), Secret::new(key.secret.clone()))].into(),
    }
}

async fn list(account: &Account) -> Result<Vec<Bucket>, Failure> {
    let (sender, mut pieces) = mpsc::channel(8);
    let (cloud, sink) = (cloud(), ListingSink::new(sender));
    let listing = async {
        let result = cloud.list(account, &sink).await;
        drop(sink);
        result
    };
    let reading = async {
        let mut buckets = Vec::new();
        while let Some(piece) = pieces.recv().await {
            if let Listing::Page { resources, .. } = piece {
                buckets.extend(resources.iter().filter_map(|(one, _)| one.as_bucket().cloned()));
            }
        }
        buckets
    };
    let (result, buckets) = tokio::join!(listing, reading);
    result.map(|()| buckets)
}

#[tokio::test]
async fn buckets_are_listed_and_each_wrong_key_is_told_apart() {
    let moto = Moto::start_with_auth();
    for name in ["backups", "photos.example.com", "web-assets"] {
        buckets::create(&moto, name);
    }
    let keys = Keys::create(&moto);

    let good = account(&moto, &keys.good);
    let mut buckets = list(&good).await.expect("the buckets");
    buckets.sort_by(|one, other| one.name.cmp(&other.name));
    let names: Vec<_> = buckets.iter().map(|bucket| bucket.name.as_str()).collect();
    assert_eq!(names, ["backups", "photos.example.com", "web-assets"]);
    assert!(buckets.iter().all(|bucket| bucket.created_at.is_some()));
    assert!(buckets.iter().all(|bucket| bucket.region == "us-east-1"));
    let identity = cloud().check(&good).await.expect("somebody");
    assert_eq!((identity.account.as_str(), &identity.principal), ("webfile", &keys.good.id));

    for (key, code, word) in [
        (&keys.unknown, ErrorCode::InvalidCredentials, "InvalidAccessKeyId"),
        (&keys.wrong_secret, ErrorCode::InvalidCredentials, "SignatureDoesNotMatch"),
        (&keys.denied, ErrorCode::PermissionDenied, "AccessDenied"),
    ] {
        let failure = list(&account(&moto, key)).await.expect_err("refused");
        assert_eq!((failure.code, failure.provider_code.as_deref()), (code, Some(word)));
        assert!(!format!("{failure:?}").contains(&key.secret));
    }
}

/// As Cloudflare R2 does: <https://developers.cloudflare.com/r2/api/s3/extensions/#listbuckets>.
#[tokio::test]
async fn a_store_that_knows_no_page_size_is_asked_without_one() {
    let store = Rest::start(|request| {
        let xml = |status, body: &str| Response::new(status, "application/xml", body);
        match (request.query("max-buckets"), request.query("continuation-token")) {
            (Some(_), _) => xml(
                501,
                "<Error><Code>NotImplemented</Code><Message>ListBuckets search parameter \
                 max-buckets not implemented</Message></Error>",
            ),
            (None, None) => xml(
                200,
                "<ListAllMyBucketsResult><Buckets><Bucket><Name>a</Name></Bucket></Buckets>\
                 <IsTruncated>true</IsTruncated>\
                 <NextContinuationToken>more</NextContinuationToken></ListAllMyBucketsResult>",
            ),
            (None, Some(_)) => xml(
                200,
                "<ListAllMyBucketsResult><Buckets><Bucket><Name>b</Name></Bucket></Buckets>\
                 <IsTruncated>false</IsTruncated>\
                 <ContinuationToken>more</ContinuationToken></ListAllMyBucketsResult>",
            ),
        }
    });
    let key = Key { id: "reader".into(), secret: "secret-of-the-key".into() };
    let buckets = list(&account_at(&store.url(), &key)).await.expect("the buckets");
    let names: Vec<_> = buckets.iter().map(|bucket| bucket.name.as_str()).collect();
    assert_eq!(names, ["a", "b"]);
    let paths: Vec<_> = store.asked().into_iter().map(|request| request.path).collect();
    let with = "/?max-buckets=1000&continuation-token=more";
    assert_eq!(paths, ["/?max-buckets=1000", "/", with, "/?continuation-token=more"]);
}

/// A proxy may serve the API below a path.
#[tokio::test]
async fn an_endpoint_with_a_path_keeps_it() {
    let store = Rest::start(|_| {
        Response::new(
            200,
            "application/xml",
            "<ListAllMyBucketsResult><Buckets/></ListAllMyBucketsResult>",
        )
    });
    let key = Key { id: "reader".into(), secret: "secret-of-the-key".into() };
    let account = account_at(&format!("{}/store/s3", store.url()), &key);
    assert_eq!(list(&account).await.expect("no buckets"), []);
    assert_eq!(store.asked()[0].path, "/store/s3?max-buckets=1000");
}

#[tokio::test]
async fn a_store_is_nowhere_without_its_endpoint() {
    let account = Account {
        provider: ProviderId::random(),
        cloud: CloudId::new("s3"),
        auth: "access_key".into(),
        endpoint: None,
        fields: [("access_key".to_owned(), "AKIAIOSFODNN7EXAMPLE".to_owned())].into(),
        secrets: [("secret_key".to_owned(), Secret::new("secret-of-the-key"))].into(),
    };
    let failure = cloud().check(&account).await.expect_err("nowhere");
    assert_eq!(failure.code, ErrorCode::InvalidInput);
    assert_eq!(failure.field.as_deref(), Some("endpoint"));
}
