//! The subscriptions that a person who signed in may choose from.

use nexus_model::{ErrorCode, Failure};

use super::client::{Client, Subscription};
use super::credential::{SUBSCRIPTION_ID, TENANT_ID};
use crate::Choice;

/// Every subscription of the tenant that the person may read, by name.
///
/// # Errors
/// `not_found` if there is none, or what Azure says.
pub(super) async fn list(client: &Client<'_>) -> Result<Vec<Choice>, Failure> {
    let subscriptions = client.list_subscriptions().await?;
    if subscriptions.is_empty() {
        return Err(client.none_enabled());
    }
    let mut all: Vec<_> = subscriptions.into_iter().map(choice).collect();
    all.sort_by(|one, other| (&one.name, &one.id).cmp(&(&other.name, &other.id)));
    Ok(all)
}

fn choice(subscription: Subscription) -> Choice {
    let problem = (!subscription.is_enabled()).then(|| disabled(&subscription));
    let Subscription { id, name, tenant, .. } = subscription;
    let mut fields = nexus_model::Fields::from([(SUBSCRIPTION_ID.to_owned(), id.clone())]);
    fields.extend(tenant.map(|tenant| (TENANT_ID.to_owned(), tenant)));
    let name = name.filter(|name| !name.trim().is_empty());
    Choice { name: name.unwrap_or_else(|| id.clone()), detail: id.clone(), fields, id, problem }
}

/// States by <https://learn.microsoft.com/en-us/azure/cost-management-billing/manage/subscription-states>.
fn disabled(subscription: &Subscription) -> Failure {
    let state = subscription.state.as_deref().unwrap_or("not told");
    let message =
        format!("The subscription {} is not enabled: its state is {state}.", subscription.id);
    let remedy = "Reactivate it in the Azure portal, or pay what is due.";
    Failure::new(ErrorCode::NotFound, "Subscriptions_List", message, remedy)
        .with_link("https://portal.azure.com/#view/Microsoft_Azure_Billing/SubscriptionsBlade")
}
