//! Accounts of `clouds.yaml`, the file of OpenStack's own tools:
//! <https://docs.openstack.org/openstacksdk/latest/user/config/configuration.html>.

use nexus_model::{Endpoint, ErrorCode, Failure, Fields, Secret, SecretFields};
use serde_json::{Map, Value};

use super::credential::{
    APPLICATION_CREDENTIAL, DOMAIN, ID, PASSWORD, PROJECT, PROJECT_DOMAIN, REGION, SECRET,
    USERNAME, is_id,
};
use crate::import::{Candidate, Files, Import, ImportFile};

/// Id of the import.
pub(super) const CLOUDS_YAML: &str = "clouds_yaml";

const CLOUDS: &str = "clouds";
const SECURE: &str = "secure";
const PUBLIC: &str = "clouds-public";

/// Most parts of a file that its aliases may repeat.
const MOST_BY_ALIAS: usize = 10_000;

/// The import and its files.
pub(super) fn declaration() -> Import {
    let file = |id: &str, variable: Option<&str>| ImportFile {
        id: id.into(),
        name: format!("{id}.yaml"),
        variable: variable.map(str::to_owned),
        places: [
            "~/.config/openstack",
            "~/Library/Application Support/openstack",
            "~/AppData/Local/OpenStack/openstack",
            "/etc/openstack",
        ]
        .map(|folder| format!("{folder}/{id}.yaml"))
        .to_vec(),
    };
    Import {
        id: CLOUDS_YAML.into(),
        name: "clouds.yaml".into(),
        summary: "Every cloud of clouds.yaml, with its secrets from secure.yaml and its vendor profile from clouds-public.yaml.".into(),
        files: vec![
            file(CLOUDS, Some("OS_CLIENT_CONFIG_FILE")),
            file(SECURE, Some("OS_CLIENT_SECURE_FILE")),
            file(PUBLIC, None),
        ],
    }
}

/// Every cloud of the files.
///
/// # Errors
/// `invalid_input` for a file that is not YAML, or without clouds.
pub(super) fn candidates(files: &Files) -> Result<Vec<Candidate>, Failure> {
    let mut clouds = section(files, CLOUDS, "clouds")?;
    merge(&mut clouds, section(files, SECURE, "clouds")?);
    let profiles = section(files, PUBLIC, "public-clouds")?;
    let Value::Object(clouds) = clouds else {
        let message = "There is no cloud in clouds.yaml.";
        let remedy = "Choose the file that the openstack command uses, or download it from the cloud's dashboard.";
        return Err(refused(message.into(), remedy).in_field(CLOUDS));
    };
    Ok(clouds.into_iter().map(|(name, cloud)| candidate(name, cloud, &profiles)).collect())
}

/// The part of a file with the clouds; null for a file that is not there.
fn section(files: &Files, id: &str, key: &str) -> Result<Value, Failure> {
    let text = files.get(id).map_or("", Secret::expose);
    if text.trim().is_empty() {
        return Ok(Value::Null);
    }
    let limits = serde_saphyr::alias_limits! { max_total_replayed_events: MOST_BY_ALIAS };
    let options = serde_saphyr::options! { alias_limits: limits };
    let document = serde_saphyr::from_str_with_options::<Value>(text, options);
    // The parser's own words quote the file, which has passwords in it.
    let mut document = document.map_err(|error| {
        let at = error.location();
        let at = at.map(|at| format!(" at line {}, column {}", at.line(), at.column()));
        let message = format!("{id}.yaml is not YAML{}.", at.unwrap_or_default());
        refused(message, "Mend the file, or choose another.").in_field(id)
    })?;
    Ok(document.get_mut(key).map_or(Value::Null, Value::take))
}

/// Lays one document over another: objects are merged, all else is replaced.
fn merge(under: &mut Value, over: Value) {
    match (under, over) {
        (Value::Object(under), Value::Object(over)) => {
            for (key, value) in over {
                merge(under.entry(key).or_insert(Value::Null), value);
            }
        }
        (_, Value::Null) => {}
        (under, over) => *under = over,
    }
}

fn candidate(name: String, cloud: Value, profiles: &Value) -> Candidate {
    let profile = text(&cloud, "profile").or_else(|| text(&cloud, "cloud"));
    let mut whole = profile.and_then(|profile| profiles.get(&profile)).cloned().unwrap_or_default();
    merge(&mut whole, cloud);
    let mut found = Candidate {
        name,
        auth: PASSWORD.into(),
        endpoint: None,
        fields: Fields::new(),
        secrets: SecretFields::new(),
        problem: None,
    };
    found.problem = fill(&mut found, &Entry(&whole)).err();
    found
}

/// A cloud of the file, with its vendor profile.
struct Entry<'a>(&'a Value);

impl Entry<'_> {
    /// A setting of `auth`. Beside `auth` it counts more, and is an override of it.
    fn auth(&self, key: &str) -> Option<String> {
        text(self.0, key).or_else(|| text(self.0.get("auth")?, key))
    }

    /// A name or an ID: the name counts where both are given.
    fn named(&self, of: &str) -> Result<Option<String>, Failure> {
        if let Some(name) = self.auth(&format!("{of}_name")) {
            return Ok(Some(name));
        }
        match self.auth(&format!("{of}_id")) {
            Some(id) if !is_id(&id) => {
                let message = format!("{of}_id is not of the form of Keystone's IDs.");
                Err(refused(message, "Give the name in its place."))
            }
            id => Ok(id),
        }
    }

    /// Names of the regions, separated by commas.
    fn regions(&self) -> Option<String> {
        let names = |value: &Value| match value {
            Value::Array(items) => {
                let names = items.iter().map(|item| scalar(item).or_else(|| text(item, "name")));
                Some(names.collect::<Option<Vec<_>>>()?.join(", "))
            }
            one => scalar(one),
        };
        ["regions", "region_name"].iter().find_map(|key| names(self.0.get(key)?))
    }
}

fn fill(found: &mut Candidate, entry: &Entry<'_>) -> Result<(), Failure> {
    let kind = entry.auth("auth_type");
    found.auth = match kind.as_deref() {
        Some("v3applicationcredential") => APPLICATION_CREDENTIAL.into(),
        Some("password" | "v3password") => PASSWORD.into(),
        None if entry.auth("application_credential_secret").is_some() => {
            APPLICATION_CREDENTIAL.into()
        }
        None => PASSWORD.into(),
        Some(_) => {
            let message = "Its auth_type is neither a password nor an application credential.";
            let remedy =
                "Create an application credential at the cloud and add a provider with it.";
            return Err(refused(message.into(), remedy));
        }
    };
    let address = entry.auth("auth_url").ok_or_else(|| missing("auth_url"))?;
    found.endpoint = Some(Endpoint::parse(&address).map_err(|why| {
        refused(format!("Its auth_url cannot be used. {why}"), "Correct the address in the file.")
    })?);
    found.fields.extend(entry.regions().map(|regions| (REGION.to_owned(), regions)));
    let (secret, name) = if found.auth == APPLICATION_CREDENTIAL {
        let id = entry.auth("application_credential_id");
        let id = id.ok_or_else(|| missing("application_credential_id"))?;
        found.fields.insert(ID.into(), id);
        (SECRET, "application_credential_secret")
    } else {
        found.fields.extend(who(entry)?);
        (PASSWORD, "password")
    };
    let value = entry.auth(name).ok_or_else(|| missing(name))?;
    found.secrets.insert(secret.into(), Secret::new(value));
    Ok(())
}

/// The user, the project and their domains.
fn who(entry: &Entry<'_>) -> Result<Fields, Failure> {
    let user = match entry.auth("username") {
        Some(name) => Some(name),
        None => entry.named("user")?,
    };
    let project = match entry.named("project")? {
        Some(project) => Some(project),
        None => entry.named("tenant")?,
    };
    // One domain may stand for both.
    let both = entry.named("domain")?;
    let domain = entry.named("user_domain")?.or_else(|| both.clone());
    let project_domain = entry.named("project_domain")?.or(both);
    let project_domain = project_domain.filter(|other| Some(other) != domain.as_ref());
    let fields = [
        (USERNAME, Some(user.ok_or_else(|| missing("username"))?)),
        (PROJECT, Some(project.ok_or_else(|| missing("project_name"))?)),
        (DOMAIN, domain),
        (PROJECT_DOMAIN, project_domain),
    ];
    let given = fields.into_iter().filter_map(|(name, text)| Some((name.to_owned(), text?)));
    Ok(given.collect())
}

fn text(of: &Value, key: &str) -> Option<String> {
    of.as_object().and_then(|object: &Map<_, _>| object.get(key)).and_then(scalar)
}

/// A text that is not blank. Whole numbers are texts without their quotes, such as a project's ID.
fn scalar(value: &Value) -> Option<String> {
    let text = match value {
        Value::String(text) => text.trim().to_owned(),
        Value::Number(number) if !number.is_f64() => number.to_string(),
        _ => return None,
    };
    (!text.is_empty()).then_some(text)
}

fn missing(key: &str) -> Failure {
    let message = format!("It has no {key}.");
    refused(message, "Complete the file, or add the provider by hand.")
}

fn refused(message: String, remedy: &str) -> Failure {
    Failure::new(ErrorCode::InvalidInput, "import accounts", message, remedy)
}

#[cfg(test)]
#[path = "import_tests.rs"]
mod tests;
