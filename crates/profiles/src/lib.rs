//! Provider profiles: any API that is not a cloud, described by data.
