//! All of it is listed, and nothing twice.

use std::collections::{BTreeMap, HashSet};

use nexus_testkit::Rest;

use super::{Case, Verdict, case};
use crate::bench::{AnyVendor, list};

pub const CASES: &[Case] = &[
    case!("nothing", |vendor| pages(vendor, 0, 0)),
    case!("one resource", |vendor| pages(vendor, 0, 1)),
    case!("exactly a page", |vendor| pages(vendor, 1, 0)),
    case!("a page and one", |vendor| pages(vendor, 1, 1)),
    case!("three pages", |vendor| pages(vendor, 3, 0)),
    case!("every region", every_region),
    case!("one region fails", one_region_fails),
];

async fn pages(vendor: AnyVendor, pages: usize, more: usize) -> Verdict {
    // A vendor without pages lists as much at once.
    let page = vendor.page();
    let count = pages * page.unwrap_or(25) + more;
    let peer = vendor.start(vec![vendor.fleet(1, count)]);
    let listed = list(vendor, &peer.url()).await.whole();
    assert_eq!(listed.regions, vendor.regions());
    assert_eq!(listed.resources.len(), count);
    let ids: HashSet<_> = listed.resources.iter().map(|(resource, _)| resource.id()).collect();
    assert_eq!(ids.len(), count, "each has an id of its own");
    let mut asked: BTreeMap<String, usize> = BTreeMap::new();
    for request in peer.asked() {
        *asked.entry(vendor.place(&request)).or_default() += 1;
    }
    assert!(asked.values().all(|times| *times == 1), "each page is asked for once: {asked:?}");
    let expected = page.map_or(1, |page| count.div_ceil(page).max(1));
    assert_eq!(listed.pages, expected + vendor.regions().len() - 1);
    Verdict::Holds
}

async fn every_region(vendor: AnyVendor) -> Verdict {
    if vendor.regions().len() < 2 {
        return Verdict::NotApplicable;
    }
    let fleet: Vec<_> = (0..vendor.regions().len())
        .map(|region| vendor.fleet(region * 10 + 1, region + 1))
        .collect();
    let count = fleet.iter().map(Vec::len).sum::<usize>();
    let peer = vendor.start(fleet);
    let listed = list(vendor, &peer.url()).await.whole();
    assert_eq!(listed.resources.len(), count);
    Verdict::Holds
}

async fn one_region_fails(vendor: AnyVendor) -> Verdict {
    let regions = vendor.regions().len();
    if regions < 2 {
        return Verdict::NotApplicable;
    }
    // The first page that is asked for decides which region it is; what else is asked there fails
    // too, as it would.
    let failing = std::sync::OnceLock::new();
    let fleet: Vec<_> = (0..regions).map(|region| vendor.fleet(region * 10 + 1, 2)).collect();
    let peer = Rest::start(move |request| {
        if let Some(page) = vendor.without_one_region(request, &fleet) {
            return page;
        }
        if vendor.lists(request)
            && failing.get_or_init(|| vendor.place(request)) == &vendor.place(request)
        {
            return vendor.refuse(403, "not here");
        }
        vendor.answer(request, &fleet)
    });
    let listed = list(vendor, &peer.url()).await;
    assert_eq!(listed.failures.len(), 1, "{:?}", listed.failures);
    assert_eq!(listed.done.len(), regions - 1, "the others are listed to their end");
    assert_eq!(listed.resources.len(), (regions - 1) * 2);
    Verdict::Holds
}
