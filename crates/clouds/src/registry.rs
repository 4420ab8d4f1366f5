use std::sync::Arc;

use nexus_http::{Http, Patience};
use nexus_model::CloudId;

use crate::{Cloud, Descriptor};
use crate::{aws, digitalocean, hetzner, linode, vultr};

/// Every cloud this build knows.
#[derive(Clone)]
pub struct Registry(Vec<Arc<dyn Cloud>>);

impl Registry {
    /// The clouds of the product, asked with the usual patience.
    pub fn standard() -> Self {
        Self::new(Patience::default())
    }

    /// The clouds of the product, asked with this patience. Adding one is one line here.
    pub fn new(patience: Patience) -> Self {
        let http = Http::new(patience);
        Self(vec![
            Arc::new(aws::Aws::new(patience)),
            Arc::new(digitalocean::DigitalOcean::new(&http)),
            Arc::new(hetzner::Hetzner::new(&http)),
            Arc::new(linode::Linode::new(&http)),
            Arc::new(vultr::Vultr::new(&http)),
        ])
    }

    /// The cloud of this id.
    pub fn get(&self, id: &CloudId) -> Option<Arc<dyn Cloud>> {
        self.0.iter().find(|cloud| cloud.descriptor().id == *id).cloned()
    }

    /// All descriptors, in the order people see them.
    pub fn descriptors(&self) -> Vec<Descriptor> {
        self.0.iter().map(|cloud| cloud.descriptor()).collect()
    }
}
