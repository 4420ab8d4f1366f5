use std::sync::Arc;

use nexus_model::CloudId;

use crate::{Cloud, Descriptor, aws};

/// Every cloud this build knows.
#[derive(Clone)]
pub struct Registry(Vec<Arc<dyn Cloud>>);

impl Registry {
    /// The clouds of the product. Adding one is one line here.
    pub fn standard() -> Self {
        Self(vec![Arc::new(aws::Aws::default())])
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
