//! What a cloud's refusals share: what is done about a credential that is not accepted, and where.

use nexus_http::Refusal;
use nexus_model::ErrorCode;

/// What to do where a vendor does not accept a credential or allows it too little.
pub(crate) struct Remedies {
    /// About a credential that is not accepted.
    pub credential: &'static str,
    /// About a right that is missing.
    pub right: &'static str,
    /// Page of the vendor's console where either is mended.
    pub page: &'static str,
}

impl Remedies {
    /// Says in a refusal what to do, if it is one of these two kinds.
    pub(crate) fn say_in(&self, refusal: &mut Refusal) {
        let remedy = match refusal.kind {
            ErrorCode::InvalidCredentials => self.credential,
            ErrorCode::PermissionDenied => self.right,
            _ => return,
        };
        refusal.remedy = Some(remedy.to_owned());
        refusal.link = Some(self.page.to_owned());
    }
}

/// Checks what a cloud makes of one refusal whose remedies are [`Remedies`].
#[cfg(test)]
pub(crate) fn assert_is_explained(
    parse_error: nexus_http::ParseError,
    status: u16,
    body: &str,
    kind: ErrorCode,
) {
    let call =
        nexus_http::Call { operation: "ListServers", region: None, host: "api.example".into() };
    let failure = parse_error(&call, &nexus_http::Reply::new(status, &[], body));
    assert_eq!((failure.code, failure.http_status), (kind, Some(status)));
    assert!(!failure.remedy.is_empty());
    let is_mended_there =
        matches!(kind, ErrorCode::InvalidCredentials | ErrorCode::PermissionDenied);
    assert_eq!(failure.link.is_some(), is_mended_there);
}
