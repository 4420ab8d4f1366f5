//! Vendors of whom no real server can be had, one file each, played strictly by their own
//! reference: a request that it does not document is refused.

mod aws;
mod azure;
mod digitalocean;
mod gcp;
mod google_person;
mod hetzner;
mod identity_center;
mod linode;
mod oauth;
mod openstack;
mod ovh;
mod power;
pub(crate) mod rsa;
mod s3;
mod scaleway;
mod tailscale;
mod token_list;
mod vultr;

use serde_json::Value;

use crate::http::{Request, Response};
use crate::rest::Rest;
pub use aws::PASSWORD_DATA;
pub use power::Power;

/// One vendor's API, as far as a client of ours may ask for it.
pub trait Vendor: Send + Sync {
    /// The cloud's id.
    fn cloud(&self) -> &'static str;

    /// A credential that it accepts, as a person would type it.
    fn credential(&self) -> Credential;

    /// What a person who signed in has, if the vendor signs people in.
    fn signed_in(&self) -> Option<SignedIn> {
        None
    }

    /// What must never show: the credential's secrets and every token it issues for them.
    fn secrets(&self) -> Vec<String>;

    /// Names of the regions a listing tells, in order.
    fn regions(&self) -> &'static [&'static str] {
        &["global"]
    }

    /// Most resources of a page, which the client has to ask for; `None` if it has no pages.
    fn page(&self) -> Option<usize>;

    /// Words for a state in the vendor's reference, and their normal form. Empty for resources
    /// without a state.
    fn states(&self) -> &'static [(&'static str, &'static str)];

    /// What a machine of [`Vendor::resource`] must come to in the normal form.
    fn facts(&self) -> Facts {
        Facts::default()
    }

    /// A resource as the vendor writes it. `number` is from 1 and unique.
    fn resource(&self, number: usize, name: &str, state: &str) -> Value;

    /// A resource of which only what is always there is told.
    fn sparse(&self, number: usize) -> Value;

    /// The document that is kept of a resource. Differs from the resource where the vendor does
    /// not write JSON.
    fn document(&self, resource: &Value) -> Value {
        resource.clone()
    }

    /// Whether a request asks for a page of resources.
    fn lists(&self, request: &Request) -> bool;

    /// What a request asks for: the same for a request that is sent again, another for each page
    /// and region.
    fn place(&self, request: &Request) -> String {
        format!("{} {}", request.method, request.path)
    }

    /// Whether the vendor documents `Retry-After`.
    fn tells_when_to_retry(&self) -> bool {
        true
    }

    /// The reply to a request, by what each region holds.
    fn answer(&self, request: &Request, fleet: &[Vec<Value>]) -> Response;

    /// The reply to a request for a page when one of the regions fails, where one page has them
    /// all. `None` where each region is asked for by itself.
    fn without_one_region(&self, request: &Request, fleet: &[Vec<Value>]) -> Option<Response> {
        let _ = (request, fleet);
        None
    }

    /// A page of these resources, whose next page is where it should not be.
    fn page_then(&self, request: &Request, resources: &[Value], next: Next<'_>) -> Response;

    /// A refusal as the vendor words it.
    fn refuse(&self, status: u16, text: &str) -> Response;

    /// What a request asks of a machine's power; `None` for a request that the vendor does not
    /// document as such, and from a vendor that has no machines.
    fn power(&self, request: &Request) -> Option<Power> {
        let _ = request;
        None
    }

    /// How it says that an action has begun.
    fn begun(&self, power: &Power) -> Response {
        let _ = power;
        Response { status: 204, headers: Vec::new(), body: Vec::new() }
    }

    /// How it says that the machine's state does not allow an action.
    fn not_now(&self) -> Response {
        self.refuse(409, "The machine was refused the action in its state.")
    }

    /// The right that an action needs, as the vendor names it.
    fn right(&self, action: &str) -> String {
        let _ = action;
        String::new()
    }

    /// Whether what a sign-in asks for lets a person change machines.
    fn lets_people_act(&self) -> bool {
        true
    }

    /// A fleet of one region in the vendor's first state, numbered from `first`.
    fn fleet(&self, first: usize, count: usize) -> Vec<Value> {
        let state = self.states().first().map_or("", |(word, _)| word);
        let numbers = first..first + count;
        numbers.map(|number| self.resource(number, &format!("web-{number}"), state)).collect()
    }
}

/// What a person types for a provider, but for its name and endpoint.
#[derive(Clone, Debug)]
pub struct Credential {
    /// Id of the auth kind.
    pub auth: &'static str,
    /// Fields that may be shown.
    pub fields: Vec<(&'static str, String)>,
    /// Fields that may not.
    pub secrets: Vec<(&'static str, String)>,
}

/// What a person who signed in has.
#[derive(Clone, Debug)]
pub struct SignedIn {
    /// What was typed before.
    pub typed: Credential,
    /// Fields of the choice that was made.
    pub chosen: Vec<(&'static str, String)>,
    /// The access token that the sign-in gave.
    pub token: &'static str,
    /// What must never show of a call: the token, and every secret that it is exchanged for.
    pub secrets: Vec<String>,
    /// Ids of all choices that can be made, sorted.
    pub choices: &'static [&'static str],
}

/// Where a hostile page says that the next one is.
#[derive(Clone, Copy, Debug)]
pub enum Next<'a> {
    /// Where it is itself.
    Here,
    /// On another server, of this address (`http://127.0.0.1:1234`).
    At(&'a str),
}

/// A machine in the normal form.
#[derive(Clone, Copy, Debug)]
pub struct Facts {
    /// Virtual CPUs.
    pub vcpus: Option<u32>,
    /// Memory in MiB.
    pub memory_mib: Option<u32>,
    /// Operating system's family.
    pub os: &'static str,
    /// Moment of its launch.
    pub launched_at: Option<&'static str>,
    /// Public addresses.
    pub public_ips: &'static [&'static str],
    /// Private addresses.
    pub private_ips: &'static [&'static str],
    /// Number of tags.
    pub tags: usize,
    /// Whether its image is told.
    pub has_image: bool,
    /// Whether its instance type is told.
    pub has_type: bool,
}

impl Default for Facts {
    fn default() -> Self {
        Self {
            vcpus: Some(2),
            memory_mib: Some(4096),
            os: "linux",
            launched_at: Some("2026-01-31T08:30:00Z"),
            public_ips: &["203.0.113.7", "2001:db8:1::1"],
            private_ips: &["10.0.0.7"],
            tags: 2,
            has_image: true,
            has_type: true,
        }
    }
}

/// Every vendor there is.
pub fn all() -> Vec<&'static dyn Vendor> {
    vec![
        &aws::VENDOR,
        &azure::VENDOR,
        &digitalocean::VENDOR,
        &gcp::VENDOR,
        &hetzner::VENDOR,
        &linode::VENDOR,
        &openstack::VENDOR,
        &ovh::VENDOR,
        &s3::VENDOR,
        &scaleway::VENDOR,
        &tailscale::VENDOR,
        &vultr::VENDOR,
    ]
}

/// Starts a vendor whose regions hold these resources.
pub fn start(vendor: &'static dyn Vendor, fleet: Vec<Vec<Value>>) -> Rest {
    Rest::start(move |request| vendor.answer(request, &fleet))
}

/// A JSON reply.
pub fn reply(status: u16, body: &Value) -> Response {
    Response::new(status, "application/json; charset=utf-8", body.to_string())
}
