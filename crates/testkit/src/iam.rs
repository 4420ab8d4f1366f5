//! IAM users and roles in moto, each good or bad in one way.

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

/// A role, and the key of a user who may do nothing but assume it.
#[derive(Clone, Debug)]
pub struct Trusted {
    /// The user's key. The user is called `nexus-base`.
    pub key: Key,
    /// ARN of a role that may do all that the app asks, if the external ID is told.
    pub role: String,
}

impl Trusted {
    /// Makes both. Call it before moto's checks are on.
    pub fn create(moto: &Moto, external_id: &str) -> Self {
        let assume = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sts:AssumeRole","Resource":"*"}]}"#;
        let key = user(moto, "nexus-base", assume);
        // moto takes a whole account for a principal nobody is.
        let trust = format!(
            r#"{{"Version":"2012-10-17","Statement":[{{"Effect":"Allow","Principal":{{"AWS":"arn:aws:iam::123456789012:user/nexus-base"}},"Action":"sts:AssumeRole","Condition":{{"StringEquals":{{"sts:ExternalId":"{external_id}"}}}}}}]}}"#
        );
        let name = ("RoleName".to_owned(), "nexus-role".to_owned());
        let role = [name.clone(), ("AssumeRolePolicyDocument".to_owned(), trust)];
        let reply = call(moto, "CreateRole", &role);
        let attach = [
            name,
            ("PolicyName".to_owned(), "nexus".to_owned()),
            ("PolicyDocument".to_owned(), ALLOWED.to_owned()),
        ];
        call(moto, "PutRolePolicy", &attach);
        Self { key, role: texts(&reply, "Arn").into_iter().next().expect("a role") }
    }
}

/// Makes a user with this policy, and a key of theirs. Call it before moto's checks are on.
pub fn user(moto: &Moto, name: &str, policy: &str) -> Key {
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
