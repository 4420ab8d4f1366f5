//! What the clouds share that start, stop and reboot machines.

use nexus_model::{ErrorCode, Failure, Machine, PowerAction};

/// A machine that its cloud is asked for something about: its power, its password.
#[derive(Clone, Copy, Debug)]
pub struct Powered<'a> {
    /// As it was last listed.
    pub machine: &'a Machine,
    /// The region, zone or project that [`crate::Cloud::list`] told it in.
    pub listed_in: &'a str,
}

/// What became of a cloud's call, with its refusals in terms of the machine's power. `right` is what
/// the credential must be given, as a whole sentence.
///
/// # Errors
/// `permission_denied` with the right as its remedy; `conflict` where the cloud does not take the
/// action now; all else as it was.
pub(crate) fn outcome(result: Result<(), Failure>, right: &str) -> Result<(), Failure> {
    let Err(mut failure) = result else { return Ok(()) };
    if failure.code == ErrorCode::PermissionDenied {
        right.clone_into(&mut failure.remedy);
    }
    // RFC 9110, section 15.5: the request was understood and is not done as things stand.
    let not_now = failure.http_status.is_some_and(|status| matches!(status, 400 | 409 | 422 | 423));
    if failure.code == ErrorCode::BadResponse && not_now {
        failure.code = ErrorCode::Conflict;
        failure.remedy = "The machine's state may have changed: refresh its provider, and try again when nothing else is under way with it.".into();
    }
    Err(failure)
}

/// The cloud has no such action.
pub(crate) fn not_offered(cloud: &str, action: PowerAction) -> Failure {
    let message = format!("{cloud} cannot {action} machines.");
    let remedy = "Use the vendor's own tools, or the machine's own.";
    Failure::new(ErrorCode::InvalidInput, action.as_str(), message, remedy).in_field("action")
}

#[cfg(test)]
mod tests {
    use nexus_model::{ErrorCode, Failure};
    use rstest::rstest;

    use super::outcome;

    #[rstest]
    #[case(ErrorCode::PermissionDenied, 403, ErrorCode::PermissionDenied, "Give it.")]
    #[case(ErrorCode::BadResponse, 409, ErrorCode::Conflict, "refresh")]
    #[case(ErrorCode::BadResponse, 418, ErrorCode::BadResponse, "as before")]
    #[case(ErrorCode::RateLimited, 429, ErrorCode::RateLimited, "as before")]
    fn a_refusal_is_told_in_terms_of_the_machine(
        #[case] code: ErrorCode,
        #[case] status: u16,
        #[case] told: ErrorCode,
        #[case] remedy: &str,
    ) {
        let mut failure = Failure::new(code, "StopServer", "It was refused.", "as before");
        failure.http_status = Some(status);
        let failure = outcome(Err(failure), "Give it.").expect_err("refused");
        assert_eq!(failure.code, told);
        assert!(failure.remedy.contains(remedy), "{}", failure.remedy);
    }
}
