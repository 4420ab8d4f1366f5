//! Vendors with one list of machines behind one API token.

use serde_json::Value;

use super::oauth::OAuth;
use super::power::{self, Power};
use super::{Credential, Facts, Next, SignedIn, Vendor, reply};
use crate::http::{Request, Response};

/// A token that all of them accept.
const TOKEN: &str = "tok3n-0123456789abcdefghijklmnopqrstuvwxyz-0123456789abcdefghijk";

/// What differs between them.
pub(super) struct TokenList {
    pub cloud: &'static str,
    /// Most machines of a page.
    pub page: usize,
    /// Path of the list.
    pub list: &'static str,
    /// Path and reply of the health check.
    pub check: (&'static str, fn() -> Value),
    pub states: &'static [(&'static str, &'static str)],
    /// Query parameter with the size of a page.
    pub size: &'static str,
    /// Query parameter with the page.
    pub cursor: &'static str,
    /// Private addresses of a machine.
    pub private_ips: &'static [&'static str],
    /// A page from its machines, and what it says of the next one.
    pub wrap: fn(&[Value], After<'_>) -> Value,
    /// A machine: number, name, state.
    pub machine: fn(usize, &str, &str) -> Value,
    pub sparse: fn(usize) -> Value,
    /// The machine and the word for an action that a POST of this path and body asks for.
    pub power: fn(&Request) -> Option<Power>,
    /// What it says when an action has begun.
    pub begun: fn() -> Response,
    /// Status of a refusal by the machine's state.
    pub not_now: u16,
    /// The right that an action needs.
    pub right: &'static str,
    /// An error as the vendor words it.
    pub error: fn(&str) -> Value,
    /// Its sign-in, if it has one: the server, its path, and what is typed.
    pub sign_in: Option<SignIn>,
}

/// How people sign in to a vendor.
pub(super) struct SignIn {
    pub server: OAuth,
    /// Where the paths of the endpoints begin.
    pub path: &'static str,
    pub signed_in: fn() -> SignedIn,
}

/// What a page says of the next one.
#[derive(Clone, Copy)]
pub(super) struct After<'a> {
    /// Number of this page, from 1.
    pub page: usize,
    /// Number of the next one, if there is one.
    pub next: Option<usize>,
    /// Address of the server it is on, if links name one.
    pub server: &'a str,
}

impl Vendor for TokenList {
    fn cloud(&self) -> &'static str {
        self.cloud
    }

    fn credential(&self) -> Credential {
        Credential { auth: "token", fields: Vec::new(), secrets: vec![("token", TOKEN.into())] }
    }

    fn signed_in(&self) -> Option<SignedIn> {
        self.sign_in.as_ref().map(|sign_in| (sign_in.signed_in)())
    }

    fn secrets(&self) -> Vec<String> {
        vec![TOKEN.into()]
    }

    fn page(&self) -> Option<usize> {
        Some(self.page)
    }

    fn states(&self) -> &'static [(&'static str, &'static str)] {
        self.states
    }

    fn facts(&self) -> Facts {
        Facts { private_ips: self.private_ips, ..Facts::default() }
    }

    fn resource(&self, number: usize, name: &str, state: &str) -> Value {
        (self.machine)(number, name, state)
    }

    fn sparse(&self, number: usize) -> Value {
        (self.sparse)(number)
    }

    fn lists(&self, request: &Request) -> bool {
        request.path_only() == self.list
    }

    fn answer(&self, request: &Request, fleet: &[Vec<Value>]) -> Response {
        if let Some(sign_in) = &self.sign_in
            && let Some(endpoint) = request.path_only().strip_prefix(sign_in.path)
        {
            return match endpoint {
                "/authorize" => sign_in.server.authorize(request),
                "/token" => sign_in.server.token(request),
                "/revoke" => sign_in.server.revoke(request),
                _ => self.refuse(404, "no such path"),
            };
        }
        let is_power = self.power(request).is_some();
        if request.method != "GET" && !is_power {
            return self.refuse(405, "method not allowed");
        }
        let person = self.sign_in.as_ref().map(|sign_in| sign_in.server.access);
        let is_known = |token: &str| token == TOKEN || Some(token) == person;
        let token = request.header("authorization").and_then(|text| text.strip_prefix("Bearer "));
        if !token.is_some_and(is_known) {
            return self.refuse(401, "unable to authenticate you");
        }
        if request.header("accept") != Some("application/json") {
            return self.refuse(406, "only JSON is served");
        }
        // No sign-in asks for more than to read.
        if is_power && token == person {
            return self.refuse(403, "you are missing the required permission");
        }
        if let Some(answer) = power::act(self, request, fleet) {
            return answer;
        }
        if request.path_only() == self.check.0 && self.check.0 != self.list {
            return reply(200, &(self.check.1)());
        }
        if request.path_only() != self.list {
            return self.refuse(404, "no such path");
        }
        let size = request.query(self.size).and_then(|text| text.parse().ok());
        let Some(size) = size.filter(|size| (1..=self.page).contains(size)) else {
            return self.refuse(400, "the page's size is out of range");
        };
        let page: usize = match request.query(self.cursor) {
            None => 1,
            Some(text) => match text.trim_start_matches("cursor-").parse() {
                Ok(page) => page,
                Err(_) => return self.refuse(400, "no such page"),
            },
        };
        let machines = fleet.first().map(Vec::as_slice).unwrap_or_default();
        let held = machines.chunks(size).nth(page - 1).unwrap_or_default();
        let next = (page * size < machines.len()).then_some(page + 1);
        reply(200, &(self.wrap)(held, After { page, next, server: "https://api.vendor.example" }))
    }

    fn page_then(&self, _: &Request, resources: &[Value], next: Next<'_>) -> Response {
        // The page before the first announces the first, for ever.
        let after = match next {
            Next::Here => After { page: 0, next: Some(1), server: "https://api.vendor.example" },
            Next::At(server) => After { page: 1, next: Some(2), server },
        };
        reply(200, &(self.wrap)(resources, after))
    }

    fn power(&self, request: &Request) -> Option<Power> {
        (self.power)(request).filter(|_| request.method == "POST")
    }

    fn begun(&self, _power: &Power) -> Response {
        (self.begun)()
    }

    fn not_now(&self) -> Response {
        self.refuse(self.not_now, "The machine was refused the action in its state.")
    }

    fn right(&self, _: &str) -> String {
        self.right.to_owned()
    }

    fn lets_people_act(&self) -> bool {
        false
    }

    fn refuse(&self, status: u16, text: &str) -> Response {
        reply(status, &(self.error)(text))
    }
}
