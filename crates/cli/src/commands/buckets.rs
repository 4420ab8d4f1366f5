//! `nexus buckets`

use nexus_model::{Bucket, Resource};

use super::resources::Kind;
use crate::output::Tone;

pub(crate) const BUCKETS: Kind<Bucket> = Kind {
    name: "buckets",
    header: &["NAME", "PROVIDER", "REGION", "CREATED"],
    pick: |resource| match resource {
        Resource::Bucket(bucket) => Some(bucket),
        Resource::Machine(_) => None,
    },
    row,
};

fn row(provider: &str, bucket: &Bucket) -> Vec<(String, Tone)> {
    let created = bucket.created_at.map_or_else(|| "-".to_owned(), |at| at.to_string());
    vec![
        (bucket.name.clone(), Tone::Plain),
        (provider.to_owned(), Tone::Plain),
        (bucket.region.clone(), Tone::Plain),
        (created, Tone::Dim),
    ]
}
