//! What the ways of AWS have in common.

use nexus_model::{Machine, OsFamily};

pub(super) const CLOUD: &str = "aws";

/// The id of an EC2 instance, if the machine is one. It is checked by the documented form, for it
/// becomes a part of a command: `i-` or `mi-` and hexadecimal digits
/// (<https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/resource-ids.html>).
pub(super) fn instance(machine: &Machine) -> Option<&str> {
    let digits = machine.id.strip_prefix("i-").or_else(|| machine.id.strip_prefix("mi-"))?;
    let is_id = (8..=17).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_hexdigit());
    (machine.cloud.as_str() == CLOUD && is_id && is_region(&machine.region)).then_some(&machine.id)
}

/// Whether SSH is how one logs in.
pub(super) fn speaks_ssh(machine: &Machine) -> bool {
    machine.os != OsFamily::Windows
}

fn is_region(region: &str) -> bool {
    (1..=32).contains(&region.len())
        && !region.starts_with('-')
        && region
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
}
