use std::sync::Arc;

use nexus_http::{Http, Patience};
use nexus_model::CloudId;

use crate::{Cloud, Descriptor, Sessions, Tools};

/// Every cloud this build knows.
#[derive(Clone)]
pub struct Registry {
    clouds: Vec<Arc<dyn Cloud>>,
    tools: Tools,
}

impl Registry {
    /// The clouds of the product, asked with the usual patience.
    pub fn standard() -> Self {
        Self::new(Patience::default())
    }

    /// The clouds of the product, asked with this patience. Adding one is one line here.
    pub fn new(patience: Patience) -> Self {
        let tools = Tools::new(patience);
        let clouds: Vec<Arc<dyn Cloud>> = vec![
            Arc::new(crate::aws::Aws::new(&tools)),
            Arc::new(crate::azure::Azure::new(&tools)),
            Arc::new(crate::gcp::Gcp::new(&tools)),
            Arc::new(crate::digitalocean::DigitalOcean::new(&tools)),
            Arc::new(crate::linode::Linode::new(&tools)),
            Arc::new(crate::vultr::Vultr::new(&tools)),
            Arc::new(crate::hetzner::Hetzner::new(&tools)),
            Arc::new(crate::scaleway::Scaleway::new(&tools)),
            Arc::new(crate::ovh::Ovh::new(&tools)),
            Arc::new(crate::openstack::OpenStack::new(&tools)),
            Arc::new(crate::tailscale::Tailscale::new(&tools)),
            Arc::new(crate::s3::S3::new(&tools)),
        ];
        Self { clouds, tools }
    }

    /// The cloud of this id.
    pub fn get(&self, id: &CloudId) -> Option<Arc<dyn Cloud>> {
        self.clouds.iter().find(|cloud| cloud.descriptor().id == *id).cloned()
    }

    /// All descriptors, in the order people see them.
    pub fn descriptors(&self) -> Vec<Descriptor> {
        self.clouds.iter().map(|cloud| cloud.descriptor()).collect()
    }

    /// With one more cloud, such as one that a test plays.
    #[must_use]
    pub fn and(mut self, cloud: Arc<dyn Cloud>) -> Self {
        self.clouds.push(cloud);
        self
    }

    /// The client that all clouds are asked with.
    pub fn http(&self) -> &Http {
        &self.tools.http
    }

    /// The temporary credentials of all clouds.
    pub fn sessions(&self) -> &Sessions {
        &self.tools.sessions
    }
}
