//! IAM users in moto, each good or bad in one way.

use crate::Moto;
use crate::query::{self, texts};

/// May list regions, instances and buckets.
const ALLOWED: &str = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["ec2:DescribeRegions","ec2:DescribeInstances","s3:ListAllMyBuckets","sts:GetCallerIdentity"],"Resource":"*"}]}"#;
/// May list regions only.
const REGIONS_ONLY: &str = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["ec2:DescribeRegions","sts:GetCallerIdentity"],"Resource":"*"}]}"#;

/// An access key.
#[derive(Clone, Debug)]
pub struct Key {
    /// Access key ID.
    pub id: String,
    /// Secret access key.
    pub secret: String,
}

/// Keys that differ in what is wrong with them.
#[derive(Clone, Debug)]
pub struct Keys {
    /// May do all that the app asks. Its user is called `nexus-reader`.
    pub good: Key,
    /// The good key's id with another secret.
    pub wrong_secret: Key,
    /// An id that belongs to nobody.
    pub unknown: Key,
    /// May list regions but neither instances nor buckets.
    pub denied: Key,
}

impl Keys {
    /// Makes the users and then turns moto's checks on, so start it with
    /// [`Moto::start_with_auth`] and seed the machines first.
    pub fn create(moto: &Moto) -> Self {
        let good = user(moto, "nexus-reader", ALLOWED);
        let denied = user(moto, "nexus-denied", REGIONS_ONLY);
        moto.require_auth();
        let secret = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYWRONGSECRET".to_owned();
        Self {
            wrong_secret: Key { id: good.id.clone(), secret: secret.clone() },
            unknown: Key { id: "AKIAIOSFODNN7EXAMPLE".into(), secret },
            good,
            denied,
        }
    }
}

fn user(moto: &Moto, name: &str, policy: &str) -> Key {
    let user = ("UserName".to_owned(), name.to_owned());
    call(moto, "CreateUser", std::slice::from_ref(&user));
    let attach = [
        user.clone(),
        ("PolicyName".to_owned(), "nexus".to_owned()),
        ("PolicyDocument".to_owned(), policy.to_owned()),
    ];
    call(moto, "PutUserPolicy", &attach);
    let reply = call(moto, "CreateAccessKey", &[user]);
    let first = |element| texts(&reply, element).into_iter().next().expect("a key");
    Key { id: first("AccessKeyId"), secret: first("SecretAccessKey") }
}

fn call(moto: &Moto, action: &str, fields: &[(String, String)]) -> String {
    query::call(moto.address(), "iam", "us-east-1", "2010-05-08", action, fields).text()
}
