//! EC2's and STS's query API over several regions:
//! <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeInstances.html>, read 2026-11.

use std::fmt::Write;

use serde_json::{Value, json};

use super::power::{self, Power};
use super::{Credential, Facts, Next, SignedIn, Vendor, identity_center};
use crate::aws_error;
use crate::http::{Request, Response};
use crate::query::{Target, form, target};
use crate::sigv4::{self, Key};

const ACCESS_KEY: &str = "AKIAIOSFODNN7EXAMPLE";
const SECRET_KEY: &str = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
const REGIONS: &[&str] = &["eu-central-1", "us-east-1"];

/// Name of what an instance keeps for GetPasswordData, which no list has.
pub const PASSWORD_DATA: &str = "x-password-data";

/// Most instances of a page.
const PAGE: usize = 1000;

pub(super) static VENDOR: Aws = Aws;

pub(super) struct Aws;

impl Vendor for Aws {
    fn cloud(&self) -> &'static str {
        "aws"
    }

    fn credential(&self) -> Credential {
        Credential {
            auth: "access_key",
            fields: vec![("access_key", ACCESS_KEY.into())],
            secrets: vec![("secret_key", SECRET_KEY.into())],
        }
    }

    fn signed_in(&self) -> Option<SignedIn> {
        Some(identity_center::signed_in())
    }

    fn secrets(&self) -> Vec<String> {
        vec![SECRET_KEY.into()]
    }

    fn regions(&self) -> &'static [&'static str] {
        REGIONS
    }

    fn page(&self) -> Option<usize> {
        Some(PAGE)
    }

    fn states(&self) -> &'static [(&'static str, &'static str)] {
        &[
            ("running", "running"),
            ("pending", "starting"),
            ("stopping", "stopping"),
            ("stopped", "stopped"),
            ("shutting-down", "terminated"),
            ("terminated", "terminated"),
        ]
    }

    fn facts(&self) -> Facts {
        // An instance's memory is its type's, which the list does not tell; its name is a tag.
        Facts { memory_mib: None, tags: 3, ..Facts::default() }
    }

    fn resource(&self, number: usize, name: &str, state: &str) -> Value {
        json!({
            "instanceId": format!("i-{number:017x}"), "imageId": "ami-0abcdef1234567890",
            "instanceState": {"code": "16", "name": state}, "instanceType": "m7i.large",
            "launchTime": "2026-01-31T08:30:00.000Z", "platformDetails": "Linux/UNIX",
            "placement": {"availabilityZone": "eu-central-1a", "tenancy": "default"},
            "ipAddress": "203.0.113.7", "privateIpAddress": "10.0.0.7",
            "networkInterfaceSet": [{
                "networkInterfaceId": "eni-01", "privateIpAddress": "10.0.0.7",
                "ipv6AddressesSet": [{"ipv6Address": "2001:db8:1::1"}]
            }],
            "cpuOptions": {"coreCount": "1", "threadsPerCore": "2"},
            "tagSet": [
                {"key": "Name", "value": name}, {"key": "env", "value": "prod"},
                {"key": "team", "value": ""}
            ]
        })
    }

    fn sparse(&self, number: usize) -> Value {
        json!({"instanceId": format!("i-{number:017x}"), "tagSet": []})
    }

    fn lists(&self, request: &Request) -> bool {
        form(&request.body, "Action").as_deref() == Some("DescribeInstances")
    }

    fn place(&self, request: &Request) -> String {
        let region = target(request).map(|target| target.region).unwrap_or_default();
        format!("{region} {}", String::from_utf8_lossy(&request.body))
    }

    fn tells_when_to_retry(&self) -> bool {
        false
    }

    fn answer(&self, request: &Request, fleet: &[Vec<Value>]) -> Response {
        if let Some(answer) = identity_center::answer(request) {
            return answer;
        }
        if request.method != "POST" || request.path != "/" {
            return self.refuse(400, "The query API is called by POST to /.");
        }
        let Some(target) = target(request) else {
            return self.refuse(401, "There is no signature.");
        };
        let Target { access_key, region, service, action } = &target;
        let (id, secret) = match access_key.as_str() {
            identity_center::ACCESS_KEY => {
                (identity_center::ACCESS_KEY, identity_center::SECRET_KEY)
            }
            _ => (ACCESS_KEY, SECRET_KEY),
        };
        let token = (id != ACCESS_KEY).then_some(identity_center::SESSION_TOKEN);
        if request.header("x-amz-security-token") != token {
            return self.refuse(401, "The session token does not belong to the key.");
        }
        let key = Key { id, secret, region, service };
        if let Err(fault) = sigv4::verify(request, &key) {
            return aws_error::ec2(fault.status, fault.code, fault.message);
        }
        if let Some(answer) = power::act(self, request, fleet) {
            return answer;
        }
        match (service.as_str(), action.as_str()) {
            ("sts", "GetCallerIdentity") => identity(),
            ("ec2", "DescribeRegions") => regions(),
            ("ec2", "GetPasswordData") => self.password(request, region, fleet),
            ("ec2", "DescribeInstances") => {
                let held = REGIONS.iter().position(|name| name == region);
                let held = held.and_then(|index| fleet.get(index));
                self.instances(request, held.map(Vec::as_slice).unwrap_or_default())
            }
            _ => self.refuse(400, "The action is not valid for this service."),
        }
    }

    fn page_then(&self, _: &Request, resources: &[Value], next: Next<'_>) -> Response {
        match next {
            Next::Here => page(resources, Some("t+/=0")),
            Next::At(server) => page(resources, Some(server)),
        }
    }

    fn power(&self, request: &Request) -> Option<Power> {
        let target = target(request)?;
        let region = REGIONS.iter().position(|name| *name == target.region)?;
        let id = form(&request.body, "InstanceId.1")?;
        let words = ["StartInstances", "StopInstances", "RebootInstances"];
        let is_one = form(&request.body, "InstanceId.2").is_none() && target.service == "ec2";
        Power::of(region, &id, &target.action, words).filter(|_| is_one)
    }

    fn begun(&self, power: &Power) -> Response {
        // The states before and after are not read.
        let name = match power.action {
            "start" => "StartInstancesResponse",
            "stop" => "StopInstancesResponse",
            _ => "RebootInstancesResponse",
        };
        Response::xml(200, wrapped(name, "<instancesSet/>"))
    }

    fn not_now(&self) -> Response {
        let message = "The machine was refused the action in its state.";
        aws_error::ec2(400, "IncorrectInstanceState", message)
    }

    fn right(&self, action: &str) -> String {
        let (first, rest) = action.split_at(1);
        format!("ec2:{}{rest}Instances", first.to_uppercase())
    }

    fn refuse(&self, status: u16, text: &str) -> Response {
        let code = match status {
            401 => "AuthFailure",
            403 => "UnauthorizedOperation",
            404 => "InvalidInstanceID.NotFound",
            429 => "RequestLimitExceeded",
            500.. => "InternalError",
            _ => "InvalidParameterValue",
        };
        aws_error::ec2(status, code, text)
    }
}

impl Aws {
    /// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_GetPasswordData.html>. What it
    /// answers is the instance's [`PASSWORD_DATA`].
    fn password(&self, request: &Request, region: &str, fleet: &[Vec<Value>]) -> Response {
        let held = REGIONS.iter().position(|name| *name == region);
        let held = held.and_then(|index| fleet.get(index)).map(Vec::as_slice).unwrap_or_default();
        let id = form(&request.body, "InstanceId").unwrap_or_default();
        let Some(instance) = held.iter().find(|one| one["instanceId"] == id.as_str()) else {
            return self.refuse(404, "The instance ID does not exist.");
        };
        let mut body = String::new();
        write_xml(&mut body, "instanceId", &instance["instanceId"]);
        write_xml(&mut body, "timestamp", &"2026-01-31T08:40:00.000Z".into());
        write_xml(&mut body, "passwordData", &instance[PASSWORD_DATA]);
        Response::xml(200, wrapped("GetPasswordDataResponse", &body))
    }

    fn instances(&self, request: &Request, held: &[Value]) -> Response {
        if let Some(id) = form(&request.body, "InstanceId.1") {
            let meant: Vec<_> =
                held.iter().filter(|one| one["instanceId"] == id.as_str()).collect();
            return page(&meant.into_iter().cloned().collect::<Vec<_>>(), None);
        }
        let size = form(&request.body, "MaxResults").and_then(|text| text.parse().ok());
        let Some(size) = size.filter(|size| (5..=PAGE).contains(size)) else {
            return self.refuse(400, "MaxResults must be 5 to 1000.");
        };
        let first = match form(&request.body, "NextToken") {
            None => Some(0),
            Some(token) => token.strip_prefix("t+/=").and_then(|number| number.parse().ok()),
        };
        let Some(first) = first else {
            return self.refuse(400, "The token is not one of ours.");
        };
        let shown: Vec<_> = held.iter().skip(first).take(size).cloned().collect();
        let next = (first + size < held.len()).then(|| format!("t+/={}", first + size));
        page(&shown, next.as_deref())
    }
}

fn identity() -> Response {
    Response::xml(
        200,
        "<GetCallerIdentityResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\">\
         <GetCallerIdentityResult><Arn>arn:aws:iam::123456789012:user/reader</Arn>\
         <UserId>AIDACKCEVSQ6C2EXAMPLE</UserId><Account>123456789012</Account>\
         </GetCallerIdentityResult></GetCallerIdentityResponse>",
    )
}

fn regions() -> Response {
    let names = REGIONS.iter().map(|name| json!({"regionName": name}));
    let mut body = String::new();
    write_xml(&mut body, "regionInfo", &names.collect());
    Response::xml(200, wrapped("DescribeRegionsResponse", &body))
}

fn page(instances: &[Value], next: Option<&str>) -> Response {
    let mut body = String::new();
    let reservations: Value = instances.iter().map(|one| json!({"instancesSet": [one]})).collect();
    write_xml(&mut body, "reservationSet", &reservations);
    if let Some(next) = next {
        write_xml(&mut body, "nextToken", &next.into());
    }
    Response::xml(200, wrapped("DescribeInstancesResponse", &body))
}

fn wrapped(name: &str, body: &str) -> String {
    format!("<{name} xmlns=\"http://ec2.amazonaws.com/doc/2016-11-15/\">{body}</{name}>")
}

/// A list is an element of `item`s.
fn write_xml(xml: &mut String, name: &str, value: &Value) {
    let _ = write!(xml, "<{name}>");
    match value {
        Value::Object(fields) => {
            let told = fields.iter().filter(|(name, _)| *name != PASSWORD_DATA);
            told.for_each(|(name, value)| write_xml(xml, name, value));
        }
        Value::Array(items) => items.iter().for_each(|item| write_xml(xml, "item", item)),
        Value::String(text) => {
            for c in text.chars() {
                let _ = match c {
                    '&' => write!(xml, "&amp;"),
                    '<' => write!(xml, "&lt;"),
                    '>' => write!(xml, "&gt;"),
                    c => write!(xml, "{c}"),
                };
            }
        }
        Value::Null => {}
        other => {
            let _ = write!(xml, "{other}");
        }
    }
    let _ = write!(xml, "</{name}>");
}
