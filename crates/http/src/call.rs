/// The call that a failure tells of.
#[derive(Clone, Debug)]
pub struct Call {
    /// As the vendor names it.
    pub operation: &'static str,
    /// The region, zone or project it was made in, if it was made in one.
    pub region: Option<String>,
    /// The host it was sent to, with its port unless it is the usual one.
    pub host: String,
}

impl Call {
    /// The call as a sentence begins with it: “DescribeInstances in us-east-1”.
    pub fn subject(&self) -> String {
        match &self.region {
            Some(region) => format!("{} in {region}", self.operation),
            None => self.operation.to_owned(),
        }
    }

    /// The same call, made in this region, zone or project.
    #[must_use]
    pub fn in_region(mut self, region: &str) -> Self {
        self.region = Some(region.to_owned());
        self
    }
}
