//! Object stores that speak the S3 API, such as MinIO: the buckets of an access key.

mod buckets;
mod client;
mod credential;
mod document;
mod error;
mod signature;

use async_trait::async_trait;
use nexus_model::{Account, Failure, Identity, ResourceKind};

use self::client::Client;
use crate::paging::{Page, each_page};
use crate::{
    AuthKind, Cloud, Descriptor, EndpointField, GLOBAL, Guide, ListingSink, Policy, Tools,
};

/// Any S3-compatible object store.
#[derive(Clone, Debug)]
pub struct S3(Tools);

impl S3 {
    /// Asked with these tools.
    pub fn new(tools: &Tools) -> Self {
        Self(tools.clone())
    }
}

#[async_trait]
impl Cloud for S3 {
    fn descriptor(&self) -> Descriptor {
        let key = AuthKind {
            id: "access_key".into(),
            name: "Access key".into(),
            summary: "For a user or service account of the store that may list its buckets.".into(),
            schema: credential::schema(),
            guide: guide(),
            sign_in: None,
        };
        let mut descriptor = Descriptor::new("s3", "S3-compatible storage", vec![key]);
        descriptor.capabilities = vec![ResourceKind::Bucket];
        descriptor.endpoint = EndpointField {
            required: true,
            title: "Endpoint".into(),
            description:
                "Address of the store's S3 API, without a bucket. It is often not that of its console."
                    .into(),
            example: "https://minio.example.com:9000".into(),
        };
        descriptor
    }

    async fn check(&self, account: &Account) -> Result<Identity, Failure> {
        Client::new(&self.0, account)?.check().await
    }

    async fn list(&self, account: &Account, sink: &ListingSink) -> Result<(), Failure> {
        let client = &Client::new(&self.0, account)?;
        let list = |token: String| async move {
            let page = client.list_buckets(&token).await?;
            let (call, region) = (client.listing(), client.region());
            let buckets = buckets::of_page(account, &call, region, page.buckets)?;
            Ok(Page { resources: buckets, next: page.next })
        };
        sink.whole(each_page(GLOBAL, client.listing(), sink, String::new(), list)).await
    }
}

fn guide() -> Guide {
    let steps = [
        "Create an access key in the store's console, or have its administrator create one. In MinIO it is under Access Keys, or: mc admin accesskey create.",
        "Let it list the buckets: s3:ListAllMyBuckets. The policy below allows nothing else.",
        "Copy the access key and the secret key here: most stores show the secret only once.",
        "Put in the address of the store's S3 API as the endpoint. MinIO answers on port 9000 unless it was set up otherwise.",
    ];
    let page = "https://docs.min.io/community/minio-object-store/reference/minio-mc-admin/mc-admin-user-svcacct-add.html";
    let policy = Policy {
        title: "Policy for the access key".into(),
        text: r#"{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": ["s3:ListAllMyBuckets"],
      "Resource": ["arn:aws:s3:::*"]
    }
  ]
}"#
        .into(),
    };
    Guide { policies: vec![policy], ..Guide::new(steps, page, "MinIO documentation") }
}
