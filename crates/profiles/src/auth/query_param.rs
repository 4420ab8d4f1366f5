//! A key in the query, as `params.param_name` or `api_key`.

use nexus_model::Failure;

use super::key::Key;
use crate::Profile;
use crate::failures::unusable;
use crate::outgoing::Outgoing;

pub(super) static QUERY_PARAM: Key = Key(put);

fn put(profile: &Profile, key: &str, request: &mut Outgoing) -> Result<(), Failure> {
    let name = profile.params.param_name.as_deref().unwrap_or("api_key");
    if request.url.query_pairs().any(|(own, _)| own == name) {
        let message = format!("The parameter {name} is set by the profile.");
        return Err(unusable("path", message, "Leave it out of the path."));
    }
    request.url.query_pairs_mut().append_pair(name, key);
    Ok(())
}
