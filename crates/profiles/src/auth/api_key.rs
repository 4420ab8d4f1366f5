//! A key in a header: `Authorization: Bearer …` unless `params.header_name` and `params.prefix` say
//! otherwise.

use nexus_model::Failure;

use super::key::Key;
use crate::Profile;
use crate::outgoing::Outgoing;

pub(super) static API_KEY: Key = Key(put);

/// Puts a key into the profile's header.
pub(super) fn put(profile: &Profile, key: &str, request: &mut Outgoing) -> Result<(), Failure> {
    let name = profile.params.header_name.as_deref().unwrap_or("Authorization");
    let is_usual = name.eq_ignore_ascii_case("authorization");
    let usual = if is_usual { "Bearer " } else { "" };
    let prefix = profile.params.prefix.as_deref().unwrap_or(usual);
    // A scheme is parted from what follows by a blank (RFC 9110, section 11.4), though few people
    // write it into the prefix.
    let ends_in_a_letter = prefix.ends_with(|c: char| c.is_ascii_alphanumeric());
    let blank = if is_usual && ends_in_a_letter { " " } else { "" };
    request.prove(name, format!("{prefix}{blank}{key}"))
}
