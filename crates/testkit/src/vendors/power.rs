//! What vendors share that start, stop and reboot machines.

use serde_json::Value;

use super::Vendor;
use crate::http::{Request, Response};

/// What a request asks of a machine's power.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Power {
    /// The place of the machine's region in the fleet.
    pub region: usize,
    /// The vendor's id of it.
    pub id: String,
    /// `start`, `stop` or `reboot`.
    pub action: &'static str,
}

impl Power {
    /// Of a vendor's word for an action, by what it calls the three.
    pub(super) fn of(region: usize, id: &str, word: &str, words: [&str; 3]) -> Option<Self> {
        let action = words.iter().position(|known| *known == word)?;
        let id = crate::query::unescape(id);
        Some(Self { region, id, action: ["start", "stop", "reboot"][action] })
    }
}

/// The reply to a request that changes a machine's power; `None` for any other request.
pub(super) fn act(
    vendor: &dyn Vendor,
    request: &Request,
    fleet: &[Vec<Value>],
) -> Option<Response> {
    let power = vendor.power(request)?;
    let held = fleet.get(power.region).map(Vec::as_slice).unwrap_or_default();
    let is_there = held.iter().any(|machine| id_of(machine).as_ref() == Some(&power.id));
    Some(if is_there {
        vendor.begun(&power)
    } else {
        vendor.refuse(404, "there is no such machine")
    })
}

/// Whether a request has no body, and says so: what is behind a proxy is refused with 411 without.
pub(super) fn is_bare(request: &Request) -> bool {
    request.body.is_empty() && request.header("content-length") == Some("0")
}

/// The JSON of a request's body.
pub(super) fn json(request: &Request) -> Option<Value> {
    let is_json = request.header("content-type") == Some("application/json");
    is_json.then(|| serde_json::from_slice(&request.body).ok()).flatten()
}

fn id_of(machine: &Value) -> Option<String> {
    let places = ["/id", "/instanceId", "/vm/id"];
    match places.iter().find_map(|place| machine.pointer(place))? {
        Value::String(id) => Some(id.clone()),
        Value::Number(id) => Some(id.to_string()),
        _ => None,
    }
}
