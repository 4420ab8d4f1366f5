//! The refusals of Azure Resource Manager and of Microsoft Entra.

use nexus_http::{Call, Refusal, Reply};
use nexus_model::{ErrorCode, Failure};
use serde::Deserialize;

use super::credential::{CLIENT_ID, CLIENT_SECRET, SUBSCRIPTION_ID, TENANT_ID};
use super::environment;

/// How an application is allowed to read a subscription.
pub(super) const READER: &str = "In the Azure portal, open the subscription's Access control (IAM) and assign the role Reader to the application, then wait a few minutes and try again.";

const PERSON_READER: &str = "Ask an owner of the subscription for the role Reader on it (Access control, IAM), then wait a few minutes and try again.";
const SECRET: &str = "In the app registration's Certificates & secrets, create a client secret and replace the provider's with its value, not with its ID.";
const APPLICATION: &str = "Check that the application (client) ID is that of an app registration of this tenant, and that the directory (tenant) ID is right.";
const TENANT: &str = "Check the directory (tenant) ID on the app registration's overview. A tenant of a national cloud needs that cloud's endpoint.";
const SUBSCRIPTION: &str = "Check the subscription ID, and that the subscription belongs to the provider's tenant. In its Access control (IAM), the application needs the role Reader.";

/// Both services put theirs into `error`: Resource Manager an object
/// (<https://learn.microsoft.com/en-us/rest/api/compute/virtual-machines/list-all>, `CloudError`),
/// Entra the word of RFC 6749
/// (<https://learn.microsoft.com/en-us/entra/identity-platform/reference-error-codes>).
#[derive(Deserialize)]
struct Body {
    error: Told,
    error_description: Option<String>,
    error_codes: Option<Vec<u32>>,
    trace_id: Option<String>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Told {
    Arm { code: Option<String>, message: Option<String> },
    Entra(String),
}

/// What is known of a refusal by its code.
struct Known(ErrorCode, Option<&'static str>, &'static str);

/// The failure of an application's call.
pub(super) fn parse_error(call: &Call, reply: &Reply) -> Failure {
    parse(call, reply, READER)
}

/// The failure of a call with the token of a person who signed in.
pub(super) fn parse_error_for_person(call: &Call, reply: &Reply) -> Failure {
    let mut failure = parse(call, reply, PERSON_READER);
    if matches!(failure.code, ErrorCode::InvalidCredentials | ErrorCode::Expired) {
        "Sign in again.".clone_into(&mut failure.remedy);
        (failure.field, failure.link) = (None, None);
    }
    failure
}

fn parse(call: &Call, reply: &Reply, reader: &'static str) -> Failure {
    let mut refusal = Refusal::of("Azure", reply);
    let id = ["x-ms-request-id", "x-ms-correlation-request-id"];
    refusal.request_id =
        id.iter().find_map(|name| reply.header(name)).map(str::to_owned).or(refusal.request_id);
    let mut field = None;
    if let Ok(body) = reply.fields::<Body>() {
        let known = match body.error {
            Told::Arm { code, message } => {
                refusal.told = message;
                let known = code.as_deref().and_then(|code| arm(code, reader));
                refusal.code = code;
                known
            }
            Told::Entra(word) => {
                let number = body.error_codes.and_then(|codes| codes.first().copied());
                refusal.told = body.error_description;
                refusal.request_id = body.trace_id.or(refusal.request_id);
                let known = number.and_then(entra).or_else(|| oauth(&word));
                refusal.code = Some(number.map_or(word, |number| format!("AADSTS{number}")));
                known
            }
        };
        if let Some(Known(kind, name, remedy)) = known {
            (refusal.kind, field) = (kind, name);
            refusal.remedy = Some(remedy.to_owned());
        }
    }
    refusal.link = match refusal.kind {
        ErrorCode::InvalidCredentials | ErrorCode::Expired => applications_page(call),
        ErrorCode::PermissionDenied => {
            refusal.remedy.get_or_insert_with(|| reader.to_owned());
            subscriptions_page(call)
        }
        ErrorCode::NotFound => subscriptions_page(call),
        _ => None,
    };
    let failure = refusal.failure(call, reply);
    match field {
        Some(field) => failure.in_field(field),
        None => failure,
    }
}

/// Resource Manager's codes:
/// <https://learn.microsoft.com/en-us/azure/azure-resource-manager/troubleshooting/common-deployment-errors>.
fn arm(code: &str, reader: &'static str) -> Option<Known> {
    use ErrorCode::{InvalidCredentials, InvalidInput, NotFound, PermissionDenied};
    Some(match code {
        "AuthorizationFailed" => Known(PermissionDenied, None, reader),
        "SubscriptionNotFound" => Known(NotFound, Some(SUBSCRIPTION_ID), SUBSCRIPTION),
        "InvalidSubscriptionId" => Known(InvalidInput, Some(SUBSCRIPTION_ID), SUBSCRIPTION),
        "InvalidAuthenticationTokenTenant" => {
            Known(InvalidCredentials, Some(TENANT_ID), SUBSCRIPTION)
        }
        _ => return None,
    })
}

/// Entra's numbers, which may change at any time: without one of these, the word of RFC 6749
/// decides.
fn entra(number: u32) -> Option<Known> {
    use ErrorCode::{Expired, InvalidCredentials, RateLimited};
    Some(match number {
        7_000_215 | 70_002 => Known(InvalidCredentials, Some(CLIENT_SECRET), SECRET),
        7_000_222 => Known(Expired, Some(CLIENT_SECRET), SECRET),
        700_016 | 700_011 | 70_001 => Known(InvalidCredentials, Some(CLIENT_ID), APPLICATION),
        90_002 | 90_019 | 50_059 | 50_128 | 90_038 => {
            Known(InvalidCredentials, Some(TENANT_ID), TENANT)
        }
        90_055 | 50_196 => Known(
            RateLimited,
            None,
            "Wait a few minutes and try again. Other tools of the same tenant share the limit.",
        ),
        _ => return None,
    })
}

/// RFC 6749, section 5.2, and Entra's own `temporarily_unavailable`.
fn oauth(word: &str) -> Option<Known> {
    use ErrorCode::{InvalidCredentials, ProviderError};
    Some(match word {
        "invalid_client" => Known(InvalidCredentials, None, SECRET),
        "unauthorized_client" => Known(InvalidCredentials, None, APPLICATION),
        "temporarily_unavailable" => {
            Known(ProviderError, None, "Try again in a few minutes; Entra is too busy now.")
        }
        _ => return None,
    })
}

/// The portal's page of app registrations, in the cloud that was called.
fn applications_page(call: &Call) -> Option<String> {
    let portal = environment::portal_of(&call.host)?;
    Some(format!("{portal}/#view/Microsoft_AAD_RegisteredApps/ApplicationsListBlade"))
}

/// The portal's page of subscriptions, in the cloud that was called.
pub(super) fn subscriptions_page(call: &Call) -> Option<String> {
    let portal = environment::portal_of(&call.host)?;
    Some(format!("{portal}/#view/Microsoft_Azure_Billing/SubscriptionsBlade"))
}

#[cfg(test)]
#[path = "error_tests.rs"]
mod tests;
