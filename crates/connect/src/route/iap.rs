use nexus_model::Machine;
use url::Url;

use super::{Around, Path, REMOTE_PORT, Verdict, Way, missing, no};
use crate::{Invocation, Tool};

/// Through Google Cloud's Identity-Aware Proxy: no public address is needed.
/// <https://cloud.google.com/sdk/gcloud/reference/compute/start-iap-tunnel>
pub(super) struct Iap;

impl Way for Iap {
    fn consider(&self, machine: &Machine, around: &Around<'_>) -> Verdict {
        let Some(place) = Place::of(machine) else {
            return no("It is not an instance of Google Compute Engine.");
        };
        let tools = missing(around, &[Tool::Gcloud]);
        let Some(program) = around.tools.proxy_program(Tool::Gcloud).filter(|_| tools.is_empty())
        else {
            return Verdict::Missing { tools };
        };
        let proxy = Invocation::new(program).args(["compute", "start-iap-tunnel", place.instance]);
        let proxy = proxy.args([REMOTE_PORT, "--listen-on-stdin", "--verbosity=error"]);
        let proxy = proxy.args(["--zone", place.zone, "--project", &place.project]);
        Verdict::Usable {
            path: Path::Proxy(proxy),
            push: None,
            reason:
                "Google's Identity-Aware Proxy reaches it, if its firewall lets 35.235.240.0/20 in."
                    .to_owned(),
        }
    }
}

/// Where an instance of Google Compute Engine is.
pub(super) struct Place<'a> {
    pub(super) instance: &'a str,
    pub(super) zone: &'a str,
    pub(super) project: String,
}

impl<'a> Place<'a> {
    /// Each part is checked by Google's own rule, for it becomes a part of a command: lower-case
    /// letters, digits and hyphens, a letter first
    /// (<https://cloud.google.com/compute/docs/naming-resources>). A project may have a domain and
    /// a colon before it.
    pub(super) fn of(machine: &'a Machine) -> Option<Self> {
        if machine.cloud.as_str() != "gcp" {
            return None;
        }
        let console = Url::parse(machine.console_url.as_deref()?).ok()?;
        let (_, project) = console.query_pairs().find(|(key, _)| key == "project")?;
        let place = Self {
            instance: &machine.name,
            zone: machine.zone.as_deref()?,
            project: project.into_owned(),
        };
        let (domain, id) = place.project.split_once(':').unwrap_or(("d", &place.project));
        let named = [place.instance, place.zone, id].into_iter().all(is_name);
        (named && domain.split('.').all(is_name)).then_some(place)
    }
}

fn is_name(name: &str) -> bool {
    name.starts_with(|first: char| first.is_ascii_lowercase())
        && name.len() <= 63
        && name
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
}
