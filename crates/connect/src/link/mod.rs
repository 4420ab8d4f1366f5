//! `nexusvault://connect/…`: a link that asks for a session. It may come from any web page or
//! program, so it can name a machine and how to reach it, and nothing that could do harm: no
//! command, no file, no address of its own. Whoever opens a session from it asks the person first.

#[cfg(test)]
mod tests;

use std::num::NonZeroU16;

use nexus_model::{ErrorCode, Failure, Machine};
use serde::Serialize;
use url::{Host, Url};

use crate::names::User;
use crate::route::Route;

/// The scheme of the app's own links.
pub const SCHEME: &str = "nexusvault";
/// Longest link, in bytes.
const LONGEST: usize = 2048;
/// Longest name of a machine or provider, in characters.
const LONGEST_NAME: usize = 512;

/// What a link asks for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, specta::Type)]
pub struct ConnectLink {
    /// The machine: its id or its name.
    pub machine: String,
    /// The name of the provider, to tell machines of the same name apart.
    pub provider: Option<String>,
    /// The region, likewise.
    pub region: Option<String>,
    /// The user to log in.
    pub user: Option<String>,
    /// The port.
    #[specta(type = Option<u16>)]
    pub port: Option<NonZeroU16>,
    /// The route.
    pub route: Option<Route>,
}

impl ConnectLink {
    /// `nexusvault://connect/MACHINE?provider=NAME&region=REGION&user=USER&port=PORT&route=ROUTE`,
    /// each part but the machine optional and given once.
    ///
    /// # Errors
    /// `invalid_input` for anything else.
    pub fn parse(link: &str) -> Result<Self, Failure> {
        // What browsers and shells would take out silently is not let in.
        if link.len() > LONGEST || link.contains(|c: char| c.is_control() || c.is_whitespace()) {
            return Err(refusal("it is too long or has characters that no link has"));
        }
        let url = Url::parse(link).map_err(|_| refusal("it cannot be read"))?;
        let is_ours = url.scheme() == SCHEME && url.host() == Some(Host::Domain("connect"));
        let is_bare = url.username().is_empty() && url.password().is_none() && url.port().is_none();
        if !is_ours || !is_bare || url.fragment().is_some() {
            return Err(refusal("it does not ask for a connection"));
        }
        let mut parts = url.path_segments().ok_or_else(|| refusal("it names no machine"))?;
        let machine = parts.next().map(decoded).transpose()?.unwrap_or_default();
        if parts.next().is_some() {
            return Err(refusal("it names more than a machine"));
        }
        let mut asked = Self {
            machine: name(machine)?,
            provider: None,
            region: None,
            user: None,
            port: None,
            route: None,
        };
        for (key, value) in url.query_pairs() {
            // What is not UTF-8 was replaced; it is no name that anything here has.
            if value.contains('\u{fffd}') {
                return Err(refusal("it has characters that are not UTF-8"));
            }
            asked.set(&key, value.into_owned())?;
        }
        Ok(asked)
    }

    /// The one machine it means, of those of the provider it names.
    ///
    /// # Errors
    /// `not_found` if there is none or more than one.
    pub fn find<'a>(
        &self,
        machines: impl IntoIterator<Item = &'a Machine>,
    ) -> Result<&'a Machine, Failure> {
        let in_region = |one: &&Machine| self.region.as_ref().is_none_or(|it| *it == one.region);
        let found: Vec<_> = machines.into_iter().filter(in_region).collect();
        let by_id = || found.iter().filter(|one| one.id == self.machine);
        let by_name = || found.iter().filter(|one| one.name == self.machine);
        let found: Vec<_> =
            if by_id().count() > 0 { by_id().collect() } else { by_name().collect() };
        match found.as_slice() {
            [machine] => Ok(machine),
            found => {
                let shown = crate::names::title(&self.machine);
                let (message, remedy) = if found.is_empty() {
                    (format!("There is no machine “{shown}”."), "Refresh the list.")
                } else {
                    (
                        format!("There are {} machines “{shown}”.", found.len()),
                        "Name its provider and region, or its id.",
                    )
                };
                Err(Failure::new(ErrorCode::NotFound, "link", message, remedy))
            }
        }
    }

    fn set(&mut self, key: &str, value: String) -> Result<(), Failure> {
        let twice = match key {
            "provider" => self.provider.replace(name(value)?).is_some(),
            "region" => self.region.replace(name(value)?).is_some(),
            "user" => self.user.replace(value.parse::<User>()?.as_str().to_owned()).is_some(),
            "port" => {
                let port = value.parse().map_err(|_| refusal("its port is no number of a port"))?;
                // `+22` is a number, but not how a port is written.
                if !value.bytes().all(|byte| byte.is_ascii_digit()) {
                    return Err(refusal("its port is no number of a port"));
                }
                self.port.replace(port).is_some()
            }
            "route" => self.route.replace(value.parse()?).is_some(),
            _ => return Err(refusal("it asks for something that links cannot")),
        };
        if twice { Err(refusal("it says one thing twice")) } else { Ok(()) }
    }
}

fn decoded(part: &str) -> Result<String, Failure> {
    // The decoder is the one of queries, in which these two have a meaning.
    let pair = format!("={}", part.replace('+', "%2B").replace('&', "%26"));
    let text = url::form_urlencoded::parse(pair.as_bytes()).next();
    let text = text.map(|(_, text)| text.into_owned()).unwrap_or_default();
    if text.contains('\u{fffd}') {
        return Err(refusal("it has characters that are not UTF-8"));
    }
    Ok(text)
}

fn name(text: String) -> Result<String, Failure> {
    if text.is_empty() || text.chars().count() > LONGEST_NAME || text.contains(char::is_control) {
        return Err(refusal("a name in it is empty, too long, or has control characters"));
    }
    Ok(text)
}

fn refusal(why: &str) -> Failure {
    Failure::new(
        ErrorCode::InvalidInput,
        "link",
        format!("The link was not followed: {why}."),
        "Ask who gave it to you, or find the machine in the list.",
    )
}
