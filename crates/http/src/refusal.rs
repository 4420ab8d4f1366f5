use nexus_model::{ErrorCode, Failure};

use crate::failure::in_region_of;
use crate::{Call, Reply, words};

/// A refusal as the vendor words it; [`Refusal::failure`] makes of it what a person reads.
#[derive(Clone, Debug)]
pub struct Refusal {
    /// The vendor's name.
    pub vendor: &'static str,
    /// The kind of failure.
    pub kind: ErrorCode,
    /// The vendor's error code.
    pub code: Option<String>,
    /// The vendor's text.
    pub told: Option<String>,
    /// The vendor's id of the request.
    pub request_id: Option<String>,
    /// What to do about it; the usual words for the kind if there is nothing better.
    pub remedy: Option<String>,
    /// Page of the vendor's console where it is mended.
    pub link: Option<String>,
}

impl Refusal {
    /// A refusal of which only the status is known.
    pub fn of(vendor: &'static str, reply: &Reply) -> Self {
        Self {
            vendor,
            kind: kind_of(reply.status),
            code: None,
            told: None,
            request_id: reply.header("x-request-id").map(str::to_owned),
            remedy: None,
            link: None,
        }
    }

    /// The failure. The vendor's code and text are shown as far as they can be trusted.
    pub fn failure(self, call: &Call, reply: &Reply) -> Failure {
        let code = self.code.as_deref().and_then(words::identifier);
        let mut message = format!("{} failed: {}", call.subject(), what(self.kind, self.vendor));
        message.push_str(&match &code {
            Some(code) => format!(" ({code})."),
            None => format!(" ({} answered HTTP {}).", call.host, reply.status),
        });
        if let Some(told) = self.told.as_deref().and_then(words::quotable) {
            message.push_str(&format!(" {} says: “{told}”", self.vendor));
        }
        let remedy = self.remedy.unwrap_or_else(|| remedy(self.kind, self.vendor));
        let mut failure = Failure::new(self.kind, call.operation, message, remedy);
        failure.http_status = Some(reply.status);
        failure.provider_code = code;
        failure.request_id = self.request_id.as_deref().and_then(words::identifier);
        failure.link = self.link;
        failure.retry_at = reply.retry_at();
        in_region_of(call, failure)
    }
}

/// The kind that a status alone tells (RFC 9110, section 15; 429 by RFC 6585, section 4).
fn kind_of(status: u16) -> ErrorCode {
    match status {
        401 => ErrorCode::InvalidCredentials,
        403 => ErrorCode::PermissionDenied,
        404 | 410 => ErrorCode::NotFound,
        429 => ErrorCode::RateLimited,
        500.. => ErrorCode::ProviderError,
        _ => ErrorCode::BadResponse,
    }
}

fn what(kind: ErrorCode, vendor: &str) -> String {
    match kind {
        ErrorCode::InvalidCredentials => format!("{vendor} does not accept the credential"),
        ErrorCode::Expired => "the credential has expired".to_owned(),
        ErrorCode::PermissionDenied => "the credential may not make this call".to_owned(),
        ErrorCode::NotFound => format!("{vendor} does not know what was asked for"),
        ErrorCode::RateLimited => format!("{vendor} got too many requests from this account"),
        ErrorCode::Quota => "a limit of the account is reached".to_owned(),
        ErrorCode::ProviderError => format!("{vendor} had a fault of its own"),
        _ => format!("{vendor} refused the request"),
    }
}

fn remedy(kind: ErrorCode, vendor: &str) -> String {
    match kind {
        ErrorCode::InvalidCredentials => {
            format!(
                "Check in {vendor}'s console that the credential exists and is active, and paste it again."
            )
        }
        ErrorCode::Expired => {
            "Create a new credential and replace the provider's with it.".to_owned()
        }
        ErrorCode::PermissionDenied => {
            format!(
                "Give the credential the right to read in {vendor}'s console, or use one that has it."
            )
        }
        ErrorCode::NotFound => {
            "Check the endpoint and the names and ids of the provider.".to_owned()
        }
        ErrorCode::RateLimited => {
            "Wait a minute and refresh again. Other tools of the same account share the limit."
                .to_owned()
        }
        ErrorCode::Quota => format!("Ask {vendor} for a higher limit, or free something."),
        ErrorCode::ProviderError => {
            format!("Try again in a few minutes; {vendor}'s status page shows known faults.")
        }
        _ => "Check that the endpoint is this cloud's own and that no proxy answers in its place."
            .to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use nexus_model::ErrorCode;
    use rstest::rstest;

    use super::Refusal;
    use crate::{Call, Reply};

    #[rstest]
    #[case(401, ErrorCode::InvalidCredentials)]
    #[case(403, ErrorCode::PermissionDenied)]
    #[case(404, ErrorCode::NotFound)]
    #[case(429, ErrorCode::RateLimited)]
    #[case(502, ErrorCode::ProviderError)]
    #[case(418, ErrorCode::BadResponse)]
    fn a_status_tells_the_kind(#[case] status: u16, #[case] kind: ErrorCode) {
        let call = Call { operation: "ListServers", region: None, host: "api.example".into() };
        let reply = Reply::new(status, &[], "<html>");
        let failure = Refusal::of("Example", &reply).failure(&call, &reply);
        assert_eq!((failure.code, failure.http_status), (kind, Some(status)));
        assert!(failure.message.contains("api.example"), "{}", failure.message);
        assert!(!failure.remedy.is_empty());
    }
}
