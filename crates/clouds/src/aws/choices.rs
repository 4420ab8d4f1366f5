//! The accounts and roles that a person who signed in may choose from.

use futures::{StreamExt, TryStreamExt};
use nexus_model::{Account, ErrorCode, Failure};

use super::client::Client;
use super::identity_center::{ACCOUNT_ID, ROLE_NAME};
use crate::{Choice, browser};

/// Accounts that are asked for their roles at the same time.
const AT_ONCE: usize = 4;

/// Each account with each of its roles, by name; of what was typed, only that.
///
/// # Errors
/// `not_found` if there is none, or what the portal says. An account whose roles it does not tell
/// is a choice with that problem.
pub(super) async fn list(client: &Client, account: &Account) -> Result<Vec<Choice>, Failure> {
    let token = browser::token(account)?;
    let accounts = client.list_accounts(&token).await?.into_iter().filter_map(|one| {
        let id = one.account_id?;
        let name = one.account_name.filter(|name| !name.trim().is_empty());
        let is_typed = account.field(ACCOUNT_ID).is_none_or(|typed| typed == id);
        is_typed.then(|| (name.unwrap_or_else(|| id.clone()), id))
    });
    let of_account = |(name, id): (String, String)| {
        let token = &token;
        async move {
            match client.list_account_roles(token, &id).await {
                Ok(roles) => Ok(roles.iter().map(|role| choice(&name, &id, role)).collect()),
                Err(why) if why.code.needs_reconnect() => Err(why),
                Err(why) => Ok(vec![unknown(name, id, why)]),
            }
        }
    };
    let asked = futures::stream::iter(accounts).map(of_account).buffered(AT_ONCE);
    let all: Vec<Vec<Choice>> = asked.try_collect().await?;
    let is_typed = |choice: &Choice| match (account.field(ROLE_NAME), choice.fields.get(ROLE_NAME))
    {
        (Some(typed), Some(role)) => typed == role,
        _ => true,
    };
    let mut all: Vec<_> = all.into_iter().flatten().filter(is_typed).collect();
    if all.is_empty() {
        let message = "No account with a role is assigned to the person who signed in.";
        let remedy = "Ask the administrator of IAM Identity Center to assign a permission set to you in an account.";
        return Err(Failure::new(ErrorCode::NotFound, "ListAccounts", message, remedy));
    }
    all.sort_by(|one, other| (&one.name, &one.id).cmp(&(&other.name, &other.id)));
    Ok(all)
}

fn choice(name: &str, id: &str, role: &str) -> Choice {
    let fields = [(ACCOUNT_ID, id), (ROLE_NAME, role)];
    Choice {
        id: format!("{id}/{role}"),
        name: format!("{name} ({role})"),
        detail: format!("{id}, role {role}"),
        fields: fields.map(|(name, text)| (name.to_owned(), text.to_owned())).into(),
        problem: None,
    }
}

/// An account of which only itself is known.
fn unknown(name: String, id: String, why: Failure) -> Choice {
    let fields = [(ACCOUNT_ID.to_owned(), id.clone())].into();
    Choice { name, detail: id.clone(), fields, id, problem: Some(why) }
}
