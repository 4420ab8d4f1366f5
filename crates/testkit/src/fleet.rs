//! EC2 and STS endpoint that replays machines made by rule, as fast as the client can read them.
//!
//! For scale, where moto is too slow. Strict on what a client must send; it checks no signature.

use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::aws_error;
use crate::http::{Request, Response};
use crate::query::{self, form};
use crate::server::{Answer, Server};

const EC2_VERSION: &str = "2016-11-15";
const STS_VERSION: &str = "2011-06-15";

/// Regions a fleet is spread over, in turn.
pub const REGIONS: [&str; 8] = [
    "us-east-1",
    "us-west-2",
    "eu-west-1",
    "eu-central-1",
    "ap-southeast-1",
    "ap-northeast-1",
    "sa-east-1",
    "ca-central-1",
];

/// A running endpoint with a fixed number of machines.
pub struct Fleet {
    server: Server,
    pages: Arc<AtomicUsize>,
}

impl Fleet {
    /// Starts an endpoint with this many machines over all [`REGIONS`].
    pub fn start(machines: usize) -> Self {
        let by_region: HashMap<_, _> = REGIONS
            .iter()
            .enumerate()
            .map(|(index, region)| (*region, (index..machines).step_by(REGIONS.len()).collect()))
            .collect();
        let pages = Arc::new(AtomicUsize::new(0));
        let told = Arc::clone(&pages);
        let server = Server::start(move |request| {
            let response = answer(&request, &by_region, &told);
            Answer::Reply(response.unwrap_or_else(|refusal| refusal))
        });
        Self { server, pages }
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.server.address()
    }

    /// Address to give to a client as its endpoint.
    pub fn url(&self) -> String {
        format!("http://{}", self.server.address())
    }

    /// Pages of instances told so far.
    pub fn pages(&self) -> usize {
        self.pages.load(Ordering::SeqCst)
    }

    /// Closes the port and every connection.
    pub fn stop(&mut self) {
        self.server.stop();
    }
}

fn answer(
    request: &Request,
    by_region: &HashMap<&str, Vec<usize>>,
    pages: &AtomicUsize,
) -> Result<Response, Response> {
    let refuse = |status, code, why: &str| Err(aws_error::ec2(status, code, why));
    if request.method != "POST" || request.path != "/" {
        return refuse(400, "InvalidRequest", "The query API is called by POST to /.");
    }
    let content_type = request.header("content-type").unwrap_or_default();
    if !content_type.starts_with("application/x-www-form-urlencoded") {
        return refuse(400, "MalformedQueryString", "The body must be a form.");
    }
    if request.header("x-amz-date").is_none() {
        return refuse(400, "MissingParameter", "X-Amz-Date is missing.");
    }
    let Some(target) = query::target(request) else {
        let why = "Request must contain a valid (registered) AWS access key ID.";
        return refuse(403, "MissingAuthenticationToken", why);
    };
    let version = form(&request.body, "Version").unwrap_or_default();
    match (target.service.as_str(), target.action.as_str(), version.as_str()) {
        ("sts", "GetCallerIdentity", STS_VERSION) => Ok(Response::xml(200, identity())),
        ("ec2", "DescribeRegions", EC2_VERSION) => Ok(Response::xml(200, regions())),
        ("ec2", "DescribeInstances", EC2_VERSION) => {
            let Some(machines) = by_region.get(target.region.as_str()) else {
                return refuse(401, "AuthFailure", "The region is not enabled.");
            };
            let size = form(&request.body, "MaxResults").and_then(|text| text.parse().ok());
            let Some(size @ 5..=1000) = size else {
                return refuse(400, "InvalidMaxResults", "MaxResults must be 5 to 1000.");
            };
            let Some(start) = start(request, machines.len()) else {
                return refuse(400, "InvalidPaginationToken", "The token is not one of ours.");
            };
            pages.fetch_add(1, Ordering::SeqCst);
            Ok(Response::xml(200, instances(&target.region, machines, start, size)))
        }
        _ => refuse(400, "InvalidAction", "The action or version is not valid for this service."),
    }
}

fn start(request: &Request, machines: usize) -> Option<usize> {
    let Some(token) = form(&request.body, "NextToken") else { return Some(0) };
    let start = token.strip_prefix("fleet+")?.strip_suffix("==")?.parse().ok()?;
    (start < machines).then_some(start)
}

fn identity() -> String {
    format!(
        "<GetCallerIdentityResponse xmlns=\"https://sts.amazonaws.com/doc/{STS_VERSION}/\">\
         <GetCallerIdentityResult><Arn>arn:aws:iam::123456789012:user/nexus-fleet</Arn>\
         <UserId>AIDACKCEVSQ6C2EXAMPLE</UserId><Account>123456789012</Account>\
         </GetCallerIdentityResult></GetCallerIdentityResponse>"
    )
}

fn regions() -> String {
    let items: String = REGIONS
        .iter()
        .map(|name| {
            format!(
                "<item><regionName>{name}</regionName>\
                 <regionEndpoint>ec2.{name}.amazonaws.com</regionEndpoint>\
                 <optInStatus>opt-in-not-required</optInStatus></item>"
            )
        })
        .collect();
    format!(
        "<DescribeRegionsResponse xmlns=\"http://ec2.amazonaws.com/doc/{EC2_VERSION}/\">\
         <regionInfo>{items}</regionInfo></DescribeRegionsResponse>"
    )
}

fn instances(region: &str, machines: &[usize], start: usize, size: usize) -> String {
    let end = machines.len().min(start + size);
    let items: String = machines[start..end].iter().map(|number| item(region, *number)).collect();
    let token = if end < machines.len() {
        format!("<nextToken>fleet+{end}==</nextToken>")
    } else {
        String::new()
    };
    format!(
        "<DescribeInstancesResponse xmlns=\"http://ec2.amazonaws.com/doc/{EC2_VERSION}/\">\
         <requestId>fdcdcab1-ae5c-489e-9c33-4637c5dda355</requestId>\
         <reservationSet>{items}</reservationSet>{token}</DescribeInstancesResponse>"
    )
}

/// A machine by its number: the same number is always the same machine.
fn item(region: &str, number: usize) -> String {
    const ROLES: [&str; 5] = ["web", "api", "worker", "db", "cache"];
    let role = ROLES[number % ROLES.len()];
    let state = match number % 10 {
        3 => "<code>80</code><name>stopped</name>",
        7 if number % 50 == 7 => "<code>48</code><name>terminated</name>",
        _ => "<code>16</code><name>running</name>",
    };
    let (high, low) = (number / 250 % 250, number % 250 + 1);
    format!(
        "<item><reservationId>r-{number:017x}</reservationId><ownerId>123456789012</ownerId>\
         <groupSet/><instancesSet><item><instanceId>i-{number:017x}</instanceId>\
         <imageId>ami-0abcdef1234567890</imageId><instanceState>{state}</instanceState>\
         <privateDnsName>ip-10-0-{high}-{low}.{region}.compute.internal</privateDnsName>\
         <amiLaunchIndex>0</amiLaunchIndex><instanceType>m7i.large</instanceType>\
         <launchTime>2026-{month:02}-{day:02}T08:30:00.000Z</launchTime>\
         <placement><availabilityZone>{region}a</availabilityZone><tenancy>default</tenancy></placement>\
         <privateIpAddress>10.0.{high}.{low}</privateIpAddress>\
         <ipAddress>198.18.{high}.{low}</ipAddress><architecture>x86_64</architecture>\
         <cpuOptions><coreCount>1</coreCount><threadsPerCore>2</threadsPerCore></cpuOptions>\
         <platformDetails>Linux/UNIX</platformDetails>\
         <tagSet><item><key>Name</key><value>{role}-{number:05}</value></item>\
         <item><key>role</key><value>{role}</value></item></tagSet>\
         </item></instancesSet></item>",
        month = number % 10 + 1,
        day = number % 28 + 1,
    )
}
