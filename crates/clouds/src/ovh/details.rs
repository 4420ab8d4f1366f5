//! What the list of instances tells by its id only: flavors and images.

use std::collections::HashMap;

use nexus_http::Document;

use super::client::Client;
use super::machines::{Flavor, Image, Instance};

/// The flavors and images of a project, by id.
#[derive(Default)]
pub(super) struct Known {
    pub(super) flavors: HashMap<String, Flavor>,
    pub(super) images: HashMap<String, Image>,
}

/// What is known of these instances, asked for once a project and only where there is one.
///
/// What is refused or unreadable is left out. An instance without its size is worth more than
/// none.
pub(super) async fn of(
    client: &Client<'_>,
    project: &str,
    instances: &[Document<Instance>],
) -> Known {
    if instances.is_empty() {
        return Known::default();
    }
    let (flavors, images) =
        futures::join!(client.list_flavors(project), client.list_images(project));
    let flavors = flavors.unwrap_or_default().into_iter();
    let images = images.unwrap_or_default().into_iter();
    Known {
        flavors: flavors.filter_map(|one| Some((one.id.clone()?, one))).collect(),
        images: images.filter_map(|one| Some((one.id.clone()?, one))).collect(),
    }
}
