//! The projects that a person who signed in may choose from.

use std::collections::HashSet;

use nexus_http::unreadable;
use nexus_model::{Account, ErrorCode, Failure};
use serde::Deserialize;

use super::access::{Access, Ask};
use super::credential::PROJECT_ID;
use crate::{Choice, Tools};

const RESOURCE_MANAGER: &str = "https://cloudresourcemanager.googleapis.com";

/// Projects of a page. The server may return fewer, and promises no most.
const PAGE: u32 = 300;

/// <https://docs.cloud.google.com/resource-manager/reference/rest/v3/projects/search#response-body>.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Page {
    /// Missing on a page without any.
    #[serde(default)]
    projects: Vec<Project>,
    next_page_token: Option<String>,
}

/// <https://docs.cloud.google.com/resource-manager/reference/rest/v3/projects#Project>.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Project {
    project_id: String,
    display_name: Option<String>,
    /// `ACTIVE` or `DELETE_REQUESTED`.
    state: Option<String>,
}

/// Every project that the person may see, by name. That the token has the scope for it is Google's
/// to say: a permission that was not ticked is refused here.
///
/// # Errors
/// `not_found` if there is none at all, or what Google says.
pub(super) async fn list(tools: &Tools, account: &Account) -> Result<Vec<Choice>, Failure> {
    let access = Access::new(tools, account)?;
    let api = access.api(RESOURCE_MANAGER)?;
    let (mut all, mut read) = (Vec::new(), HashSet::new());
    let mut token: Option<String> = None;
    loop {
        let mut ask = Ask::get("projects.search", &["v3", "projects:search"]);
        ask = ask.query("pageSize", PAGE);
        if let Some(token) = &token {
            ask = ask.query("pageToken", token);
        }
        let page: Page = access.json(&api, &ask).await?;
        all.extend(page.projects.into_iter().map(choice));
        token = page.next_page_token.filter(|token| !token.is_empty());
        match &token {
            None => break,
            Some(token) if read.insert(token.clone()) => {}
            Some(_) => {
                let why = "it announces a page that was read before";
                return Err(unreadable(&api.call("projects.search"), why));
            }
        }
    }
    if all.is_empty() {
        let message = "The Google account may see no project.";
        let remedy = "Ask an owner of a project for the role Compute Viewer on it, or sign in with another account.";
        let failure = Failure::new(ErrorCode::NotFound, "projects.search", message, remedy);
        return Err(failure.with_link("https://console.cloud.google.com/cloud-resource-manager"));
    }
    all.sort_by(|one, other| (&one.name, &one.id).cmp(&(&other.name, &other.id)));
    Ok(all)
}

fn choice(project: Project) -> Choice {
    let id = project.project_id;
    let problem = (project.state.as_deref() == Some("DELETE_REQUESTED")).then(|| {
        let message = format!("The project {id} is about to be deleted.");
        let remedy = "Restore it in Google Cloud's console within 30 days of its deletion.";
        Failure::new(ErrorCode::NotFound, "projects.search", message, remedy)
            .with_link("https://console.cloud.google.com/cloud-resource-manager")
    });
    let name = project.display_name.filter(|name| !name.trim().is_empty());
    Choice {
        name: name.unwrap_or_else(|| id.clone()),
        detail: id.clone(),
        fields: [(PROJECT_ID.to_owned(), id.clone())].into(),
        id,
        problem,
    }
}
