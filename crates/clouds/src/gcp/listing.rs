//! One listing for all zones, told region by region.

use std::collections::{BTreeMap, HashSet};

use nexus_http::{unreadable, words};
use nexus_model::{Account, ErrorCode, Failure, Machine};

use super::client::{AggregatedList, Client, Warning};
use super::machines::{self, Place};
use crate::ListingSink;

/// How Google says that a zone has no instance on a page. It is no trouble.
const NOTHING: &str = "NO_RESULTS_ON_PAGE";

/// What is known of a region so far.
#[derive(Default)]
struct Region {
    /// Whether a page of it was told.
    told: bool,
    /// Zones that were not listed to their end, each with the reason.
    missing: BTreeMap<String, Option<Warning>>,
}

/// Lists every zone. A region with a zone that did not answer is told as failed beside the others,
/// so that nothing is taken for gone that was only not heard of.
///
/// # Errors
/// A page that could not be had, or a warning that does not say which zones it is about.
pub(super) async fn list(
    client: &Client<'_>,
    account: &Account,
    sink: &ListingSink,
) -> Result<(), Failure> {
    let call = client.listing();
    let mut regions: BTreeMap<String, Region> = BTreeMap::new();
    let mut read = HashSet::new();
    let mut token = None;
    loop {
        let mut page = client.aggregated_list(token.as_deref()).await?;
        if regions.is_empty() {
            regions
                .extend(zones(&page).map(|zone| (region_of(zone).to_owned(), Region::default())));
            if regions.is_empty() {
                return Err(unreadable(&call, "it names no zone"));
            }
            sink.regions(regions.keys().cloned().collect()).await;
        }
        if let Some(zone) = zones(&page).find(|zone| !regions.contains_key(region_of(zone))) {
            let zone = words::identifier(zone).unwrap_or_else(|| "a zone".into());
            return Err(unreadable(&call, &format!("its first page does not name {zone}")));
        }
        for (zone, warning) in missing(&page).ok_or_else(|| partial(client, &[]))? {
            if let Some(region) = regions.get_mut(region_of(&zone)) {
                region.missing.insert(zone, warning);
            }
        }
        let next = page.next_page_token.take().filter(|next| !next.is_empty());
        for (name, machines) in machines_of(client, account, page)? {
            if let Some(region) = regions.get_mut(&name) {
                region.told = true;
            }
            sink.page(&name, machines).await;
        }
        match next {
            None => break,
            Some(next) if !read.insert(next.clone()) => {
                return Err(unreadable(&call, "it announces a page that was read before"));
            }
            next => token = next,
        }
    }
    for (name, region) in regions {
        if !region.told {
            sink.page(&name, Vec::<(Machine, String)>::new()).await;
        }
        let missing: Vec<_> = region.missing.iter().collect();
        let result = if missing.is_empty() {
            Ok(())
        } else {
            Err(partial(client, &missing).in_region(&name))
        };
        sink.ended(name, result).await;
    }
    Ok(())
}

/// A page's machines by region.
fn machines_of(
    client: &Client<'_>,
    account: &Account,
    page: AggregatedList,
) -> Result<BTreeMap<String, Vec<(Machine, String)>>, Failure> {
    let mut regions: BTreeMap<String, Vec<_>> = BTreeMap::new();
    for (scope, held) in page.items {
        let zone = zone_of(&scope);
        let place = Place { project: client.project(), region: region_of(zone), zone };
        let Some(instances) = held.instances.filter(|instances| !instances.is_empty()) else {
            continue;
        };
        let machines = machines::of_zone(account, &client.listing(), place, instances)?;
        regions.entry(place.region.to_owned()).or_default().extend(machines);
    }
    Ok(regions)
}

/// Every zone that a page names.
fn zones(page: &AggregatedList) -> impl Iterator<Item = &str> {
    let scopes = page.items.keys().map(String::as_str);
    scopes.chain(unheard(page)).map(zone_of)
}

/// Scopes that a page names as not heard of, outside of its items.
fn unheard(page: &AggregatedList) -> impl Iterator<Item = &str> {
    let warning = page.warning.as_ref().filter(|warning| is_trouble(warning));
    let data = warning.into_iter().flat_map(|warning| warning.data.iter().flatten());
    let scopes = data.filter(|datum| datum.key.as_deref() == Some("scope"));
    let scopes = scopes.filter_map(|datum| datum.value.as_deref());
    page.unreachables.iter().flatten().map(String::as_str).chain(scopes)
}

/// The zones that a page lacks, each with the reason; `None` if it lacks some and does not say
/// which.
fn missing(page: &AggregatedList) -> Option<Vec<(String, Option<Warning>)>> {
    let whole = page.warning.as_ref().filter(|warning| is_trouble(warning));
    let unheard = unheard(page).map(|scope| (scope, page.warning.as_ref()));
    let scoped = page.items.iter().filter_map(|(scope, held)| {
        Some((scope.as_str(), Some(held.warning.as_ref().filter(|one| is_trouble(one))?)))
    });
    let missing: Vec<_> = unheard
        .chain(scoped)
        .map(|(scope, warning)| (zone_of(scope).to_owned(), warning.cloned()))
        .collect();
    (whole.is_none() || !missing.is_empty()).then_some(missing)
}

fn is_trouble(warning: &Warning) -> bool {
    warning.code.as_deref() != Some(NOTHING)
}

/// `us-east1-b` of `zones/us-east1-b`, or of an address that ends so.
fn zone_of(scope: &str) -> &str {
    scope.rsplit('/').next().unwrap_or_default()
}

/// `us-east1` of `us-east1-b`: <https://docs.cloud.google.com/compute/docs/regions-zones#identifying_a_region_or_zone>.
fn region_of(zone: &str) -> &str {
    zone.rsplit_once('-').map_or(zone, |(region, _)| region)
}

/// Zones did not answer Google itself.
fn partial(client: &Client<'_>, zones: &[(&String, &Option<Warning>)]) -> Failure {
    let call = client.listing();
    let named: Vec<_> = zones.iter().filter_map(|(zone, _)| words::identifier(zone)).collect();
    let named = if named.is_empty() { "some zones".to_owned() } else { named.join(", ") };
    let warning = zones.iter().find_map(|(_, warning)| warning.as_ref());
    let code = warning.and_then(|warning| words::identifier(warning.code.as_deref()?));
    let told = warning.and_then(|warning| words::quotable(warning.message.as_deref()?));
    let mut message =
        format!("{} is incomplete: Google Cloud could not list {named}.", call.operation);
    if let Some(told) = told {
        message.push_str(&format!(" Google Cloud says: “{told}”"));
    }
    let remedy = "Refresh again in a few minutes; Google Cloud's status page shows known faults.";
    let mut failure = Failure::new(ErrorCode::ProviderError, call.operation, message, remedy);
    failure.provider_code = code;
    failure.with_link("https://status.cloud.google.com")
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::{missing, region_of, zone_of, zones};
    use crate::gcp::client::AggregatedList;

    fn page(text: &str) -> AggregatedList {
        serde_json::from_str(text).expect("a page")
    }

    #[rstest]
    #[case("zones/us-east1-b", "us-east1-b", "us-east1")]
    #[case("projects/p/zones/us-east1-b", "us-east1-b", "us-east1")]
    #[case(
        "zones/northamerica-northeast1-a",
        "northamerica-northeast1-a",
        "northamerica-northeast1"
    )]
    #[case("global", "global", "global")]
    fn a_scope_is_a_zone_of_a_region(
        #[case] scope: &str,
        #[case] zone: &str,
        #[case] region: &str,
    ) {
        assert_eq!((zone_of(scope), region_of(zone_of(scope))), (zone, region));
    }

    #[test]
    fn an_empty_zone_lacks_nothing() {
        let page = page(include_str!("fixtures/aggregated_list.json"));
        assert_eq!(missing(&page).map(|zones| zones.len()), Some(0));
    }

    #[test]
    fn every_way_to_name_a_zone_that_did_not_answer_is_read() {
        let page = page(include_str!("fixtures/aggregated_list_partial.json"));
        let missing = missing(&page).expect("zones");
        let mut named: Vec<_> = missing.iter().map(|(zone, _)| zone.as_str()).collect();
        named.sort_unstable();
        assert_eq!(named, ["asia-east1-b", "europe-west3-a", "us-west1-a"]);
        assert!(missing.iter().all(|(_, warning)| warning.is_some()));
        assert!(named.iter().all(|zone| zones(&page).any(|one| one == *zone)));
    }

    #[test]
    fn a_warning_about_no_zone_is_about_all() {
        let page = page(r#"{"items": {"zones/a-b": {}}, "warning": {"code": "UNREACHABLE"}}"#);
        assert!(missing(&page).is_none());
    }
}
